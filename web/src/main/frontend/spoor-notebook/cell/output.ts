// What stands in the place of rows where there are none, and what a run warns of.
import { html, nothing } from 'lit';
import { isOver, type CellLook } from '../model/cell-state.ts';
import type { RunSummary, TimeRange } from '../model/types.ts';
import { count, lastInWords } from '../model/words.ts';
import { icon } from '../ui/icons.ts';

export type Ask = (command: 'wider-range', detail: { range: TimeRange }) => void;

/** What to look at when nothing was found: the next longer range. */
const WIDER: Record<string, [string, TimeRange]> = {
  '1h': ['Look at 24 hours', { kind: 'relative', last: '24h' }],
  '24h': ['Look at 7 days', { kind: 'relative', last: '7d' }],
  '7d': ['Look at 30 days', { kind: 'relative', last: '30d' }],
};
const ALL: [string, TimeRange] = ['Look at all time', { kind: 'all' }];

export function noRows(
  seen: CellLook,
  active: RunSummary | null,
  run: RunSummary | null,
  range: TimeRange,
  offline: boolean,
  canEdit: boolean,
  ask: Ask,
) {
  if (active) return html`<div class="o1 dim">${active.state === 'queued' ? 'Waiting for its turn.' : 'No rows yet.'}</div>`;
  if (seen.state === 'new') return html`<div class="o1">No rows yet.</div>`;
  if (seen.state === 'partial') return html`<div class="o1">Stopped before the first row.</div>`;
  if (!run || !isOver(run) || run.state !== 'done') return nothing;
  const searched = run.scanned === undefined ? '' : ` Searched ${count(run.scanned)} ${run.scanned === 1 ? 'event' : 'events'}.`;
  const [words, wider] = range.kind === 'relative' ? (WIDER[range.last] ?? ALL) : ALL;
  return html`<div class="zero ${seen.dim ? 'dim' : ''}">
    <p><b>0 rows ${lastInWords(run.timeRange ?? range)}.</b>${searched}</p>
    ${canEdit && range.kind !== 'all' && !seen.dim
      ? html`<button class="btn sm" type="button" ?disabled=${offline} @click=${() => ask('wider-range', { range: wider })}>${words}</button>`
      : nothing}
  </div>`;
}

const SHOWN = 3;

export function warnings(run: RunSummary) {
  if (run.warnings.length === 0) return nothing;
  return html`<ul class="warns" aria-label="Warnings">
    ${run.warnings.slice(0, SHOWN).map((line) => html`<li>${icon('warning', true)}<bdi dir="ltr">${line}</bdi></li>`)}
    ${run.warnings.length > SHOWN ? html`<li class="t3">and ${count(run.warnings.length - SHOWN)} more</li>` : nothing}
  </ul>`;
}
