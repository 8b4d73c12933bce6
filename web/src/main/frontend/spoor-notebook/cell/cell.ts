// One cell: gutter, header, source, output, footer. It shows and asks; the page acts.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { activeRun, cellLabel, latestRun, look, type CellLook } from '../model/cell-state.ts';
import type { SeenRows } from '../model/grid-events.ts';
import type { RowSource } from '../model/row-source.ts';
import type { Cell, Fix, Issue, RunSummary, TimeRange } from '../model/types.ts';
import { icon } from '../ui/icons.ts';
import { renderMarkdown } from '../ui/markdown.ts';
import { cellFooter } from './footer.ts';
import { cellHeader, stateTag } from './header.ts';
import { noRows, warnings } from './output.ts';
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
  | 'copy-cell'
  | 'cut'
  | 'paste'
  | 'tall'
  | 'try-now'
  | 'more-columns'
  | 'columns'
  | 'find'
  | 'wider-range';

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
    place: {},
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
  /** Under what choices about this cell are kept in the browser. */
  declare place: string;
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
    this.place = '';
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
          <div class="chd"><span>Text</span>${stateTag(this.look)}<span class="sp"></span>${this.#menuButton()}</div>
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
        ${cellHeader(this.cell, seen, active ?? latestRun(this.cell), this.now, this.#menuButton())}
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
        ${cellFooter({
          look: seen,
          active,
          latest: latestRun(this.cell),
          run: shown,
          rows: this._seen,
          offline: this.offline,
          nextTry: this.nextTry,
          now: this.now,
          ask: (command) => this.#ask(command),
        })}
      </div>`;
  }

  #shownIssues(seen: CellLook): readonly Issue[] {
    if (this.issues.length > 0) return this.issues;
    return seen.state === 'error' ? (this.refusal?.issues ?? latestRun(this.cell)?.error?.issues ?? []) : [];
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
    const run = latestRun(this.cell);
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
    if (!run || run.rows === 0) return noRows(seen, active, run, this.timeRange, this.offline, this.canEdit, (command, detail) => this.#ask(command, detail));
    return html`<div class="out ${seen.dim ? 'dim' : ''}">
      <spoor-row-grid
        .run=${run}
        .source=${this.source}
        .dim=${seen.dim}
        .selected=${this.selectedRow}
        .tall=${this.tall}
        .place=${this.place}
        .canRefine=${this.canEdit}
        .label=${`Rows of cell ${this.index + 1}${this.cell.name ? `, ${this.cell.name}` : ''}`}
      ></spoor-row-grid>
      ${warnings(run)}
    </div>`;
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
