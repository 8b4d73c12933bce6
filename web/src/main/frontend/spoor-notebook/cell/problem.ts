// Errors where they happened: position, what is wrong, and a button that mends it.
import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Fix, Issue } from '../model/types.ts';
import { icon } from '../ui/icons.ts';

export interface Problem {
  issues: readonly Issue[];
  message: string;
  traceId: string | undefined;
  text: string;
  goTo: (issue: Issue) => void;
  fix: (fix: Fix, issue: Issue) => void;
  canFix: boolean;
}

const SHOWN = 5;

export function problemTemplate(problem: Problem) {
  const serious = problem.issues.some((issue) => issue.severity === 'error') || problem.issues.length === 0;
  const firstFix = problem.issues.find((issue) => issue.fix);
  return html`<div class="err" role=${serious ? 'alert' : 'note'}>
    <span class=${serious ? 'error' : 'stale'}>${icon(serious ? 'error' : 'warning')}</span>
    <div>
      ${problem.issues.length === 0 ? html`<p>${sentence(problem.message)}${trace(problem.traceId)}</p>` : nothing}
      ${problem.issues.slice(0, SHOWN).map(
        (issue) => html`<p>
          <button class="pos" type="button" @click=${() => problem.goTo(issue)}>Line ${issue.line}, column ${issue.column}.</button>
          ${sentence(issue.message)}
        </p>`,
      )}
      ${problem.issues.length > SHOWN ? html`<p class="t3">and ${problem.issues.length - SHOWN} more</p>` : nothing}
      ${firstFix?.fix && problem.canFix ? fixButton(firstFix.fix, firstFix, problem) : nothing}
    </div>
  </div>`;
}

function fixButton(fix: Fix, issue: Issue, problem: Problem) {
  return html`<div class="acts">
    <button class="btn sm" type="button" @click=${() => problem.fix(fix, issue)}>
      ${fix.label ?? `Replace by ${fix.replacement}`} <kbd>Ctrl .</kbd>
    </button>
  </div>`;
}

function trace(id: string | undefined) {
  return id === undefined ? nothing : html` <span class="t3">Id ${id}.</span>`;
}

/** First letter large, full stop at the end; quoted parts as code. */
function sentence(message: string) {
  const text = message.trim();
  if (text === '') return nothing;
  const large = text.charAt(0).toUpperCase() + text.slice(1);
  const whole = /[.!?]$/.test(large) ? large : `${large}.`;
  const fill = (element: Element | undefined): void => {
    if (!element) return;
    element.replaceChildren(
      ...whole.split(/('[^']{1,80}'|`[^`]{1,80}`)/).map((part): Node => {
        if (!/^(['`]).+\1$/.test(part)) return document.createTextNode(part);
        const code = document.createElement('span');
        code.className = 'cd';
        code.textContent = part.slice(1, -1);
        return code;
      }),
    );
  };
  return html`<bdi dir="ltr" ${ref(fill)}></bdi>`;
}
