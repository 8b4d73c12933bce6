// One cell: gutter, header, source, output, footer. It shows and asks; the page acts.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { activeRun, cellLabel, isOver, look, type CellLook } from '../model/cell-state.ts';
import type { RowSource } from '../model/row-source.ts';
import type { Cell, Fix, Issue, RunSummary, TimeRange } from '../model/types.ts';
import { age, clockTime, count, duration, lastInWords, rowsInWords } from '../model/words.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { renderMarkdown } from '../ui/markdown.ts';
import type { SeenRows } from './grid-events.ts';
import { problemTemplate } from './problem.ts';
import './static-source.ts';

export type CellCommand =
  | 'edit'
  | 'run'
  | 'stop'
  | 'delete'
  | 'move-up'
  | 'move-down'
  | 'to-markdown'
  | 'to-vql'
  | 'insert-above'
  | 'insert-below'
  | 'open-row'
  | 'copy-text'
  | 'tall'
  | 'try-now'
  | 'more-columns';

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

/** A problem of the request itself, not of the text: shown where a run's error would be. */
export interface Refusal {
  message: string;
  issues: Issue[];
  traceId?: string | undefined;
}

export class SpoorCell extends LitElement {
  static override properties = {
    cell: { attribute: false },
    index: { type: Number },
    draft: { attribute: false },
    offline: { type: Boolean },
    timeRange: { attribute: false },
    changedInput: { attribute: false },
    canEdit: { type: Boolean },
    editing: { type: Boolean },
    source: { attribute: false },
    selectedRow: { type: Number },
    issues: { attribute: false },
    refusal: { attribute: false },
    now: { type: Number },
    editor: { attribute: false },
    nextTry: { type: Number },
    tall: { type: Boolean },
    _seen: { state: true },
  };

  declare cell: Cell;
  declare index: number;
  declare draft: string | undefined;
  declare offline: boolean;
  declare timeRange: TimeRange;
  declare changedInput: string | undefined;
  declare canEdit: boolean;
  declare editing: boolean;
  declare source: RowSource;
  declare selectedRow: number;
  /** What the parser said about the text as it stands. */
  declare issues: readonly Issue[];
  declare refusal: Refusal | undefined;
  declare now: number;
  /** The editor's template, given by the page, which knows the editor. */
  declare editor: (() => TemplateResult) | undefined;
  declare nextTry: number;
  declare tall: boolean;
  declare _seen: SeenRows | undefined;

  constructor() {
    super();
    this.index = 0;
    this.draft = undefined;
    this.offline = false;
    this.timeRange = { kind: 'all' };
    this.changedInput = undefined;
    this.canEdit = true;
    this.editing = false;
    this.selectedRow = -1;
    this.issues = [];
    this.refusal = undefined;
    this.now = 0;
    this.editor = undefined;
    this.nextTry = 0;
    this.tall = false;
    this._seen = undefined;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'region');
    this.tabIndex = 0;
    this.addEventListener('rows-seen', this.#rowsSeen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('rows-seen', this.#rowsSeen);
  }

  get text(): string {
    return this.draft ?? this.cell.text;
  }

  get look(): CellLook {
    const seen = look(this.cell, {
      draft: this.draft,
      offline: this.offline,
      timeRange: this.timeRange,
      changedInput: this.changedInput,
    });
    if (this.refusal && seen.state !== 'running' && seen.state !== 'queued') {
      return { state: 'error', words: 'Error', dim: true };
    }
    return seen;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { state } = this.look;
    this.setAttribute('aria-label', cellLabel(this.cell, this.index, state));
    this.className = `cell s-${state}${this.editing ? ' editing' : ''} t-${this.cell.type}`;
    this.dataset.cell = this.cell.id;
  }

  override updated(): void {
    const bar = this.querySelector<HTMLElement>('.prog i');
    const share = activeRun(this.cell)?.progress;
    // Set by script, not by attribute: inline styles are not allowed here.
    if (bar) bar.style.width = share === undefined ? '' : `${Math.round(share * 100)}%`;
  }

  readonly #rowsSeen = (event: Event): void => {
    this._seen = (event as CustomEvent<SeenRows>).detail;
    event.stopPropagation();
  };

  #ask(command: CellCommand, detail: object = {}): void {
    this.dispatchEvent(new CustomEvent('cell-command', { detail: { command, cell: this.cell.id, ...detail }, bubbles: true }));
  }

  override render() {
    return this.cell.type === 'markdown' ? this.#markdown() : this.#query();
  }

  // --- text cells --------------------------------------------------------------------------------

  #markdown() {
    if (this.editing) {
      return html`${this.#gutter(false)}
        <div class="frame">
          <div class="chd"><span>Text</span>${this.#tag(this.look)}<span class="sp"></span>${this.#menuButton()}</div>
          <div class="src">${this.editor?.() ?? nothing}</div>
        </div>`;
    }
    const empty = this.text.trim() === '';
    return html`${this.#gutter(false)}
      ${this.cell.conflictOf ? html`<p class="copynote">${icon('warning', true)} Kept from an edit that met another</p>` : nothing}
      <div class="md" @dblclick=${() => this.canEdit && this.#ask('edit')}>
        ${empty ? html`<p class="t3">Empty text. Press Enter to write.</p>` : renderMarkdown(this.text)}
      </div>
      <div class="mdmenu">${this.#menuButton()}</div>`;
  }

  // --- query cells -------------------------------------------------------------------------------

  #query() {
    const seen = this.look;
    const active = activeRun(this.cell);
    const shown = this.cell.run;
    return html`${this.#gutter(active !== null)}
      <div class="frame">
        ${this.#header(seen, active ?? shown)}
        <div class="src" @dblclick=${() => !this.editing && this.canEdit && this.#ask('edit')}>
          ${this.editing
            ? (this.editor?.() ?? nothing)
            : html`<spoor-static-source
                class="code"
                .text=${this.text}
                .issues=${this.#shownIssues(seen)}
                .numbered=${seen.state === 'error'}
              ></spoor-static-source>`}
        </div>
        ${active ? this.#progress(active) : nothing} ${this.#problems(seen)} ${this.#output(seen, active, shown)}
        ${this.#footer(seen, active, shown)}
      </div>`;
  }

  #shownIssues(seen: CellLook): readonly Issue[] {
    if (this.issues.length > 0) return this.issues;
    return seen.state === 'error' ? (this.refusal?.issues ?? this.cell.run?.error?.issues ?? []) : [];
  }

  #gutter(active: boolean) {
    return html`<div class="gut">
      ${this.cell.type === 'vql'
        ? active
          ? html`<button type="button" aria-label="Stop" title="Stop (I I)" @click=${() => this.#ask('stop')}>${icon('stop')}</button>`
          : html`<button type="button" aria-label="Run cell" title="Run (Ctrl Enter)" ?disabled=${this.offline} @click=${() => this.#ask('run')}>
              ${icon('play')}
            </button>`
        : nothing}
      <button class="hov" type="button" aria-label="Cell menu" aria-haspopup="menu" @click=${this.#toggleMenu}>${icon('grip')}</button>
    </div>`;
  }

  #header(seen: CellLook, run: RunSummary | null) {
    return html`<div class="chd">
      ${this.cell.name ? html`<span class="nm">${this.cell.name} <i>=</i></span>` : nothing}
      <span class="kind">VQL</span>
      ${this.cell.conflictOf ? html`<span class="tag stale">${icon('warning')}Kept from an edit that met another</span>` : nothing}
      ${this.#tag(seen)}
      <span class="sp"></span>
      <span class="meta opt" aria-hidden=${run && !isOver(run) ? 'true' : 'false'}>${this.#meta(run)}</span>
      ${this.#menuButton()}
    </div>`;
  }

  #tag(seen: CellLook) {
    const name = ICONS[seen.state];
    if (!name || seen.words === '') return nothing;
    const tone = { edited: 'stale', offline: 'stale', new: 'wait', queued: 'wait', denied: 'wait', running: 'run' } as Record<string, string>;
    return html`<span class="tag ${tone[seen.state] ?? seen.state}">${icon(name)}${seen.words}</span>`;
  }

  #meta(run: RunSummary | null) {
    if (!run) return '';
    if (!isOver(run)) {
      const since = run.started ? this.now - Date.parse(run.started) : (run.elapsedMs ?? 0);
      const share = run.progress === undefined ? '' : `${Math.round(run.progress * 100)} %`;
      return [share, since >= 1000 ? duration(since) : ''].filter((it) => it !== '').join(' · ');
    }
    const parts: string[] = [];
    if (run.state === 'error') parts.push('no rows');
    else parts.push(rowsInWords(run.rows, run.exact && run.state !== 'partial' && run.state !== 'cancelled'));
    if (run.elapsedMs !== undefined) parts.push(duration(run.elapsedMs));
    if (run.finished) parts.push(age(Date.parse(run.finished), this.now));
    return parts.join(' · ');
  }

  #progress(run: RunSummary) {
    const share = run.progress;
    return html`<div
      class="prog ${share === undefined ? 'unknown' : ''}"
      role="progressbar"
      aria-label="Run in progress"
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${share === undefined ? nothing : Math.round(share * 100)}
    >
      <i></i>
    </div>`;
  }

  #problems(seen: CellLook) {
    const run = this.cell.run;
    const error = this.refusal ?? (seen.state === 'error' || seen.state === 'denied' ? run?.error : undefined);
    const issues = this.issues.length > 0 ? this.issues : (error?.issues ?? []);
    if (this.issues.length === 0 && !error) return nothing;
    // While typing, the squiggle says it; the block would make the page jump.
    if (this.editing && this.issues.length === 0 && !this.refusal && seen.state === 'edited') return nothing;
    return problemTemplate({
      issues,
      message: this.issues.length > 0 ? '' : (error?.message ?? ''),
      traceId: this.refusal?.traceId,
      text: this.text,
      goTo: (issue) => this.#ask('edit', { line: issue.line, column: issue.column }),
      fix: (fix: Fix, issue: Issue) =>
        this.dispatchEvent(new CustomEvent('apply-fix', { detail: { cell: this.cell.id, fix, issue }, bubbles: true })),
      canFix: this.canEdit,
    });
  }

  #output(seen: CellLook, active: RunSummary | null, run: RunSummary | null) {
    if (!run || (run.rows === 0 && run.state === 'error')) {
      if (seen.state === 'new') return html`<div class="o1">No rows yet.</div>`;
      if (active) return html`<div class="o1 dim">${active.state === 'queued' ? 'Waiting for its turn.' : 'No rows yet.'}</div>`;
      return nothing;
    }
    if (run.rows === 0) {
      if (!isOver(run)) return html`<div class="o1 dim">No rows yet.</div>`;
      const searched = run.scanned === undefined ? '' : ` Searched ${count(run.scanned)} ${run.scanned === 1 ? 'event' : 'events'}.`;
      return html`<div class="zero ${seen.dim ? 'dim' : ''}"><b>0 rows ${lastInWords(run.timeRange ?? this.timeRange)}.</b>${searched}</div>`;
    }
    return html`<div class="out ${seen.dim ? 'dim' : ''}">
      <spoor-row-grid
        .run=${run}
        .source=${this.source}
        .dim=${seen.dim}
        .selected=${this.selectedRow}
        .tall=${this.tall}
        .label=${`Rows of cell ${this.index + 1}${this.cell.name ? `, ${this.cell.name}` : ''}`}
      ></spoor-row-grid>
      ${this.#warnings(run)}
    </div>`;
  }

  #warnings(run: RunSummary) {
    if (run.warnings.length === 0) return nothing;
    const shown = run.warnings.slice(0, 3);
    return html`<ul class="warns" aria-label="Warnings">
      ${shown.map((line) => html`<li>${icon('warning', true)}<bdi dir="ltr">${line}</bdi></li>`)}
      ${run.warnings.length > 3 ? html`<li class="t3">and ${count(run.warnings.length - 3)} more</li>` : nothing}
    </ul>`;
  }

  #footer(seen: CellLook, active: RunSummary | null, run: RunSummary | null) {
    const state = seen.state;
    if (state === 'new') {
      return html`<div class="cft"><span>Press Ctrl ↵</span><span class="sp"></span>${this.#runButton('Run', false)}</div>`;
    }
    if (state === 'offline') {
      const wait = Math.max(0, Math.ceil((this.nextTry - this.now) / 1000));
      return html`<div class="cft">
        <span aria-hidden="true">${this.nextTry > 0 ? `Next try in ${wait} s` : 'Trying'}</span><span class="sp"></span>
        <button class="btn sm" type="button" @click=${() => this.#ask('try-now')}>${icon('turning')}Try now</button>
      </div>`;
    }
    if (active) {
      const rows = active.rows;
      return html`<div class="cft">
        <span aria-hidden="true">
          ${active.state === 'queued'
            ? 'Earlier rows stay until the first new one.'
            : rows > 0
              ? html`at least <b>${count(rows)}</b> so far`
              : 'Looking for the first row'}
        </span>
        ${active.scanned !== undefined ? html`<span class="opt" aria-hidden="true">${count(active.scanned)} events read</span>` : nothing}
        <span class="sp"></span>
        <button class="btn sm" type="button" @click=${() => this.#ask('stop')}>
          ${icon(active.state === 'queued' ? 'cross' : 'stop')}${active.state === 'queued' ? 'Cancel' : html`Stop <kbd>I I</kbd>`}
        </button>
      </div>`;
    }
    if (!run) return nothing;
    return html`<div class="cft">
      ${this.#footerWords(seen, run)}
      <span class="sp"></span>
      ${this._seen && this._seen.hiddenColumns > 0 && run.rows > 0
        ? html`<button class="btn g sm" type="button" @click=${() => this.#ask('more-columns')}>
            ${count(this._seen.hiddenColumns)} more columns
          </button>`
        : nothing}
      ${state === 'edited' || state === 'stale' || state === 'error' || state === 'partial' ? this.#runButton('Run', true) : nothing}
      ${state === 'fresh' && run.rows > 0
        ? html`<button class="btn g sm" type="button" @click=${() => this.#ask('open-row')}>${icon('text')}Row detail <kbd>E</kbd></button>`
        : nothing}
    </div>`;
  }

  #footerWords(seen: CellLook, run: RunSummary) {
    const at = run.finished ? clockTime(new Date(run.finished)) : '';
    switch (seen.state) {
      case 'stale':
        return html`<span class="tag stale">${icon('clock')}These rows are from ${at}</span>`;
      case 'edited':
        return html`<span>Rows of the text before your edit${at === '' ? '' : `, ${at}`}</span>`;
      case 'error':
      case 'denied':
        return html`<span>${seen.state === 'denied' ? 'Shown without rows' : run.rows > 0 ? 'These rows came before the error' : 'No rows'}</span>`;
      default: {
        const window = this._seen;
        const exact = run.exact && run.state === 'done';
        const total = exact ? html`<b>${count(run.rows)}</b>` : html`at least <b>${count(run.rows)}</b>`;
        const range = window && window.total > 0 && run.rows > 0 ? html`<b>${count(window.first)}–${count(window.last)}</b> of ` : nothing;
        return html`<span>${range}${run.rows === 0 ? html`<b>0</b> rows` : total}</span>
          ${run.state === 'partial' || run.state === 'cancelled'
            ? html`<span class="opt">stopped after ${duration(run.elapsedMs ?? 0)}; the count is a lower bound</span>`
            : run.footer.length > 0
              ? html`<span class="opt trunc" title=${run.footer.join('\n')}>${run.footer.join('; ')}</span>`
              : run.scanned !== undefined && run.scanned > 0
                ? html`<span class="opt">from ${count(run.scanned)} ${run.scanned === 1 ? 'event' : 'events'} read</span>`
                : nothing}`;
      }
    }
  }

  #runButton(label: string, key: boolean) {
    return html`<button class="btn sm" type="button" ?disabled=${this.offline} @click=${() => this.#ask('run')}>
      ${icon('play')}${label} ${key ? html`<kbd>Ctrl ↵</kbd>` : nothing}
    </button>`;
  }

  // --- menu --------------------------------------------------------------------------------------

  #menuButton() {
    return html`<span class="menuspot">
      <button
        class="btn g sm ic"
        type="button"
        aria-label="Cell menu"
        aria-haspopup="menu"
        @click=${this.#toggleMenu}
      >
        ${icon('more')}
      </button>
    </span>`;
  }

  /** The page draws the menu, since the frame clips what floats. */
  readonly #toggleMenu = (event: Event): void => {
    event.stopPropagation();
    this.dispatchEvent(
      new CustomEvent('cell-menu', { detail: { cell: this.cell.id, anchor: event.currentTarget as HTMLElement }, bubbles: true }),
    );
  };
}

customElements.define('spoor-cell', SpoorCell);
