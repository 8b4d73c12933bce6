// The line above a query: its name, its state in words, and what its newest run came to.
import { html, nothing } from 'lit';
import { isOver, type CellLook } from '../model/cell-state.ts';
import type { Cell, RunSummary } from '../model/types.ts';
import { age, duration, rowsInWords } from '../model/words.ts';
import { icon, type IconName } from '../ui/icons.ts';

const ICONS: Partial<Record<CellLook['state'], IconName>> = {
  new: 'dashed',
  edited: 'pencil',
  queued: 'clock',
  running: 'turning',
  stale: 'clock',
  error: 'error',
  partial: 'warning',
  denied: 'lock',
  offline: 'plug',
};

const TONES: Partial<Record<CellLook['state'], string>> = {
  edited: 'stale',
  offline: 'stale',
  new: 'wait',
  queued: 'wait',
  denied: 'wait',
  running: 'run',
};

export function cellHeader(cell: Cell, seen: CellLook, run: RunSummary | null, now: number, menu: unknown) {
  return html`<div class="chd">
    ${cell.name ? html`<span class="nm">${cell.name} <i>=</i></span>` : nothing}
    <span class="kind">VQL</span>
    ${cell.conflictOf ? html`<span class="tag stale">${icon('warning')}Kept from an edit that met another</span>` : nothing}
    ${stateTag(seen)}
    <span class="sp"></span>
    <span class="meta opt" aria-hidden=${run && !isOver(run) ? 'true' : 'false'}>${runInWords(run, now)}</span>
    ${menu}
  </div>`;
}

export function stateTag(seen: CellLook) {
  const name = ICONS[seen.state];
  if (!name || seen.words === '') return nothing;
  return html`<span class="tag ${TONES[seen.state] ?? seen.state}">${icon(name)}${seen.words}</span>`;
}

function runInWords(run: RunSummary | null, now: number): string {
  if (!run) return '';
  if (!isOver(run)) {
    const since = run.started ? now - Date.parse(run.started) : (run.elapsedMs ?? 0);
    const share = run.progress === undefined ? '' : `${Math.round(run.progress * 100)} %`;
    return [share, since >= 1000 ? duration(since) : ''].filter((it) => it !== '').join(' · ');
  }
  const rows = run.state === 'error' && run.rows === 0 ? 'no rows' : rowsInWords(run.rows, run.exact && run.state === 'done');
  const parts = [rows];
  if (run.elapsedMs !== undefined) parts.push(duration(run.elapsedMs));
  if (run.finished) parts.push(age(Date.parse(run.finished), now));
  return parts.join(' · ');
}
