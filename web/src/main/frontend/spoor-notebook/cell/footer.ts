// The line under the rows: which of how many, what it cost, and at most three things to do.
import { html, nothing } from 'lit';
import type { CellLook } from '../model/cell-state.ts';
import type { SeenRows } from '../model/grid-events.ts';
import type { RunSummary } from '../model/types.ts';
import { clockTime, count, duration } from '../model/words.ts';
import { icon } from '../ui/icons.ts';

export type FooterCommand = 'run' | 'stop' | 'try-now' | 'more-columns' | 'columns' | 'find' | 'open-row';

export interface Footer {
  look: CellLook;
  active: RunSummary | null;
  /** The newest run, and the one whose rows are shown. */
  latest: RunSummary | null;
  run: RunSummary | null;
  rows: SeenRows | undefined;
  offline: boolean;
  nextTry: number;
  now: number;
  ask(command: FooterCommand): void;
}

export function cellFooter(footer: Footer) {
  const { look, active, run } = footer;
  if (look.state === 'new') return html`<div class="cft"><span>Press Ctrl ↵</span><span class="sp"></span>${runButton(footer, false)}</div>`;
  if (look.state === 'offline') return offline(footer);
  if (active) return going(footer, active);
  if (!run && !footer.latest) return nothing;
  const shown = run !== null && run.rows > 0;
  const again = ['edited', 'stale', 'error', 'partial'].includes(look.state);
  return html`<div class="cft">
    ${words(footer)}
    <span class="sp"></span>
    ${shown ? columnChips(footer) : nothing} ${again ? runButton(footer, true) : nothing}
    ${look.state === 'fresh' && shown
      ? html`<button class="btn g sm ic opt" type="button" aria-label="Find in the rows" title="Find in the rows (/)" @click=${() => footer.ask('find')}>
            ${icon('search')}
          </button>
          <button class="btn g sm ic opt" type="button" aria-label="Choose columns" title="Choose columns (Shift H)" @click=${() => footer.ask('columns')}>
            ${icon('columns')}
          </button>
          <button class="btn g sm" type="button" @click=${() => footer.ask('open-row')}>${icon('text')}Row detail <kbd>E</kbd></button>`
      : nothing}
  </div>`;
}

function columnChips(footer: Footer) {
  const seen = footer.rows;
  if (!seen) return nothing;
  return html`${seen.hiddenColumns > 0
    ? html`<button class="chip" type="button" @click=${() => footer.ask('columns')}>
        ${count(seen.hiddenColumns)} ${seen.hiddenColumns === 1 ? 'column' : 'columns'} hidden
      </button>`
    : nothing}
  ${seen.moreColumns > 0
    ? html`<button class="btn g sm" type="button" @click=${() => footer.ask('more-columns')}>${count(seen.moreColumns)} more columns</button>`
    : nothing}`;
}

function offline(footer: Footer) {
  const wait = Math.max(0, Math.ceil((footer.nextTry - footer.now) / 1000));
  return html`<div class="cft">
    <span aria-hidden="true">${footer.nextTry > 0 ? `Next try in ${wait} s` : 'Trying'}</span><span class="sp"></span>
    <button class="btn sm" type="button" @click=${() => footer.ask('try-now')}>${icon('turning')}Try now</button>
  </div>`;
}

function going(footer: Footer, run: RunSummary) {
  const queued = run.state === 'queued';
  return html`<div class="cft">
    <span aria-hidden="true">
      ${queued
        ? 'Earlier rows stay until the first new one.'
        : run.rows > 0
          ? html`at least <b>${count(run.rows)}</b> so far`
          : 'Looking for the first row'}
    </span>
    ${run.scanned !== undefined && run.scanned > 0
      ? html`<span class="opt" aria-hidden="true">${count(run.scanned)} events read</span>`
      : nothing}
    <span class="sp"></span>
    <button class="btn sm" type="button" @click=${() => footer.ask('stop')}>
      ${icon(queued ? 'cross' : 'stop')}${queued ? 'Cancel' : html`Stop <kbd>I I</kbd>`}
    </button>
  </div>`;
}

function words(footer: Footer) {
  const { look, run, latest } = footer;
  const at = run?.finished ? clockTime(new Date(run.finished)) : '';
  const older = run !== null && run !== latest && run.rows > 0;
  switch (look.state) {
    case 'stale':
      return html`<span class="tag stale">${icon('clock')}These rows are from ${at}</span>`;
    case 'edited':
      return html`<span>Rows of the text before your edit${at === '' ? '' : `, ${at}`}</span>`;
    case 'error':
      return html`<span>${older ? `Last good rows are from ${at}` : run && run.rows > 0 ? 'These rows came before the error' : 'No rows'}</span>`;
    case 'denied':
      return html`<span>${older ? `Rows of an earlier run, ${at}` : 'Shown without rows'}</span>`;
    case 'partial':
      if (older) return html`<span>Stopped before the first row; these are from ${at}</span>`;
      return run ? window(footer, run) : html`<span>No rows</span>`;
    default:
      return run ? window(footer, run) : nothing;
  }
}

/** "1–7 of 412": exact, or "at least". */
function window(footer: Footer, run: RunSummary) {
  const seen = footer.rows;
  const total = run.exact && run.state === 'done' ? html`<b>${count(run.rows)}</b>` : html`at least <b>${count(run.rows)}</b>`;
  if (run.rows === 0) return html`<span><b>0</b> rows</span>${costs(run)}`;
  if (seen?.of !== undefined) {
    return html`<span>${seen.total > 0 ? html`<b>${count(seen.first)}–${count(seen.last)}</b> of ` : nothing}<b>${count(seen.total)}</b> found in ${total}</span>`;
  }
  const range = seen && seen.total > 0 ? html`<b>${count(seen.first)}–${count(seen.last)}</b> of ` : nothing;
  return html`<span>${range}${total}</span>${costs(run)}`;
}

function costs(run: RunSummary) {
  if (run.state === 'partial' || run.state === 'cancelled') {
    return html`<span class="opt">stopped after ${duration(run.elapsedMs ?? 0)}; the count is a lower bound</span>`;
  }
  if (run.footer.length > 0) return html`<span class="opt trunc" title=${run.footer.join('\n')}>${run.footer.join('; ')}</span>`;
  if (run.scanned === undefined || run.scanned === 0) return nothing;
  return html`<span class="opt">from ${count(run.scanned)} ${run.scanned === 1 ? 'event' : 'events'} read</span>`;
}

function runButton(footer: Footer, key: boolean) {
  return html`<button class="btn sm" type="button" ?disabled=${footer.offline} @click=${() => footer.ask('run')}>
    ${icon('play')}Run ${key ? html`<kbd>Ctrl ↵</kbd>` : nothing}
  </button>`;
}
