// The most frequent values at some paths, each to be ticked.
import { html, nothing } from 'lit';
import { renderValue } from '../spoor-notebook/grid/render-value.ts';
import type { Value } from '../spoor-notebook/model/types.ts';
import { shown } from '../spoor-notebook/model/values.ts';
import { count } from '../spoor-notebook/model/words.ts';
import type { Facet } from './events-api.ts';
import { brief, isChosen, samePath, shortName, type Question } from './model.ts';

export function facetList(
  facets: readonly Facet[],
  question: Question,
  exact: boolean,
  choose: (path: readonly string[], value: Value) => void,
) {
  return facets.map((facet) => {
    const name = facet.path.join('.');
    // What is ticked stays to be seen, also when it is not among the most frequent any more.
    const ticked = (question.chosen.find((it) => samePath(it.path, facet.path))?.values ?? []).filter(
      (value) => !facet.top.some((one) => JSON.stringify(one.value) === JSON.stringify(value)),
    );
    const lines = [...facet.top, ...ticked.map((value) => ({ value, rows: 0 }))];
    if (lines.length === 0) return nothing;
    const most = Math.max(1, ...facet.top.map((it) => it.rows));
    const more = facet.distinct - facet.top.length;
    return html`<h2>${shortName(name)}<span>${more > 0 ? `${facet.exact ? '' : 'at least '}${count(more)} more` : count(facet.distinct)}</span></h2>
      <ul aria-label=${shortName(name)}>
        ${lines.map((it) => {
          const it2 = shown(it.value);
          const text = it2.kind === 'null' ? 'NULL' : it2.text;
          return html`<li>
            <label title=${text.slice(0, 300)}
              ><input
                type="checkbox"
                .checked=${isChosen(question, facet.path, it.value)}
                @change=${() => choose(facet.path, it.value)}
              /><span class="trunc">${renderValue(brief(text))}</span
              ><span class="n">${exact ? '' : '≥ '}${count(it.rows)}</span></label
            >
            <svg class="fbar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect width=${(100 * it.rows) / most} height="2" /></svg>
          </li>`;
        })}
      </ul>`;
  });
}
