// The notebook page: the one part that knows all others.
import '../spoor-events/coverage-strip.ts';
import './cell/cell.ts';
import './editor/code-editor.ts';
import './grid/row-grid.ts';
import './grid/row-panel.ts';
import './grid/value-viewer.ts';
import './page/palette.ts';
import './page/time-range.ts';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SpoorCell } from './cell/cell.ts';
import { chartStyles } from './chart/chart-styles.ts';
import type { ChosenTime } from './chart/histogram.ts';
import type { EditorCommand, SpoorCodeEditor } from './editor/code-editor.ts';
import type { SpoorRowGrid } from './grid/row-grid.ts';
import { activeRun, isOver, look } from './model/cell-state.ts';
import type { OpenRow, Refine } from './model/grid-events.ts';
import { cellIndex, findCell } from './model/notebook.ts';
import type { Cell, Fix, Issue } from './model/types.ts';
import { PageParts, type PageFace } from './page-parts.ts';
import { addRow, banner, emptyNotebook, toolBar, topBar, type Trouble } from './page/bars.ts';
import { pageNonce } from './page/browser.ts';
import type { CellRequest } from './page/commands.ts';
import type { OpenValue } from './page/dialog-stack.ts';
import { cellMenu } from './page/menu.ts';
import type { MenuRequest } from './ui/menu-items.ts';
import { styles } from './ui/styles.ts';

const FIRST_CELLS = 30;
const MORE_CELLS = 60;
const TICK_MS = 1_000;
/** While someone types, problems are told under the text only after a rest: the page must not jump at each key. */
const SETTLE_MS = 900;

export class SpoorNotebook extends LitElement {
  static override styles = [styles, chartStyles];

  static override properties = {
    notebookId: { attribute: 'notebook-id' },
    api: { attribute: false },
    listHref: { attribute: 'list-href' },
    nonce: {},
    _tick: { state: true },
    _editing: { state: true },
    _panel: { state: true },
    _now: { state: true },
    _drawn: { state: true },
  };

  /** The notebook to show: `N.` and 13 characters. */
  declare notebookId: string;
  /** Where the API is; our own origin unless told otherwise. */
  declare api: string;
  /** The list of notebooks, for the way back; empty for none. */
  declare listHref: string;
  declare nonce: string;
  declare _tick: number;
  declare _editing: string;
  declare _panel: (OpenRow & { cell: string }) | undefined;
  declare _now: number;
  /** How many cells are drawn: a long notebook is readable from its top before its end is there. */
  declare _drawn: number;

  readonly #parts: PageParts;
  #timer: ReturnType<typeof setInterval> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #last: string | undefined;
  #startAt: { line: number; column: number } | undefined;

  constructor() {
    super();
    this.notebookId = '';
    this.api = '/api/v1';
    this.listHref = '/notebooks';
    this.nonce = '';
    this._tick = 0;
    this._editing = '';
    this._panel = undefined;
    this._now = Date.now();
    this._drawn = FIRST_CELLS;
    this.#parts = new PageParts(this.#face());
  }

  #face(): PageFace {
    const page = this;
    return {
      get root() {
        return page.#root;
      },
      get drawn() {
        return page.updateComplete;
      },
      get editing() {
        return page._editing;
      },
      get panelCell() {
        return page._panel?.cell;
      },
      get panelRow() {
        return page._panel?.row;
      },
      cell: (id) => page.#cell(id),
      nameOf: (id) => page.#cell(id)?.name ?? `Cell ${page.#index(id) + 1}`,
      grid: (id) => page.#grid(id),
      current: () => page.#current(),
      queries: (which) => page.#queries(which),
      focusCell: (id) => page.#focusCell(id),
      focusSoon: (id) => void page.#focusSoon(id),
      edit: (id, at) => page.#edit(id, at),
      leaveEditor: () => page.#leaveEditor(),
      fixInEditor: (fix, issue) => page.#editorElement?.applyFix(fix, issue),
      showRow: (row) => page.#panelRow(row),
      closePanel: () => page.#closePanel(),
      forgetPanel: () => (page._panel = undefined),
      redraw: () => void page._tick++,
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#everySecond(), TICK_MS);
    addEventListener('pagehide', this.#leave);
    addEventListener('online', this.#tryNow);
    document.addEventListener('visibilitychange', this.#leave);
    document.addEventListener('pointerdown', this.#parts.floating.outside, { capture: true });
    document.addEventListener('keydown', this.#parts.keys.outside);
    document.addEventListener('spoor-open-palette', this.#openPalette);
    if (this.hasUpdated && this.notebookId !== '') this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    removeEventListener('pagehide', this.#leave);
    removeEventListener('online', this.#tryNow);
    document.removeEventListener('visibilitychange', this.#leave);
    document.removeEventListener('pointerdown', this.#parts.floating.outside, { capture: true });
    document.removeEventListener('keydown', this.#parts.keys.outside);
    document.removeEventListener('spoor-open-palette', this.#openPalette);
    void this.#sync?.flush();
    this.#parts.session.close();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('notebookId') && this.notebookId !== '') this.#open();
  }

  override updated(): void {
    const cells = this.#sync?.notebook?.cells.length;
    if (cells !== undefined && this._drawn < Infinity) {
      if (this._drawn < cells) requestAnimationFrame(() => (this._drawn += MORE_CELLS));
      else this._drawn = Infinity;
    }
    this.#parts.floating.place();
  }

  get #sync() {
    return this.#parts.session.sync;
  }

  get #root(): ShadowRoot | undefined {
    return this.renderRoot instanceof ShadowRoot ? this.renderRoot : undefined;
  }

  #open(): void {
    this._drawn = FIRST_CELLS;
    this.#parts.session.open(this.notebookId, this.api);
  }

  readonly #leave = (): void => {
    if (document.visibilityState === 'hidden') void this.#sync?.flush();
  };

  readonly #tryNow = (): void => this.#parts.session.tryNow();

  readonly #openPalette = (): void => this.#parts.floating.palette();

  #everySecond(): void {
    const active = this.#sync?.notebook?.cells.some((cell) => activeRun(cell)) ?? false;
    // Ages need a new look now and then, running cells each second; an idle page is left in peace.
    if (active || this.#parts.session.live.kind === 'offline' || Date.now() - this._now > 15_000) this._now = Date.now();
    this.#parts.toasts.second();
  }

  // --- finding -----------------------------------------------------------------------------------

  #cell(id: string | undefined): Cell | undefined {
    const notebook = this.#sync?.notebook;
    return notebook && id !== undefined ? findCell(notebook, id) : undefined;
  }

  #index(id: string): number {
    const notebook = this.#sync?.notebook;
    return notebook ? cellIndex(notebook, id) : -1;
  }

  #element(id: string | undefined): SpoorCell | null {
    return id === undefined ? null : this.renderRoot.querySelector<SpoorCell>(`spoor-cell[data-cell="${CSS.escape(id)}"]`);
  }

  get #active(): Element | null {
    return this.#root?.activeElement ?? null;
  }

  #focusedCell(): string | undefined {
    return this.#active?.closest<HTMLElement>('spoor-cell')?.dataset.cell;
  }

  #focusCell(id: string | undefined): void {
    const element = this.#element(id);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest' });
  }

  async #focusSoon(id: string | undefined): Promise<void> {
    await this.updateComplete;
    this.#focusCell(id);
  }

  /** The cell that a command means: the one with the focus, or the last that had it. */
  #current(): string | undefined {
    const id = this._editing !== '' ? this._editing : this.#focusedCell();
    if (id !== undefined) this.#last = id;
    return this.#cell(this.#last) ? this.#last : this.#sync?.notebook?.cells[0]?.id;
  }

  // --- editing -----------------------------------------------------------------------------------

  get #editorElement(): SpoorCodeEditor | null {
    return this.renderRoot.querySelector<SpoorCodeEditor>('spoor-code-editor');
  }

  #grid(id: string): SpoorRowGrid | null | undefined {
    return this.#element(id)?.querySelector<SpoorRowGrid>('spoor-row-grid');
  }

  #edit(id: string, at?: { line: number; column: number }): void {
    if (!this.#sync?.notebook?.canEdit) return;
    if (this._editing !== id) {
      this.#startAt = at;
      this._editing = id;
    } else if (at) this.#editorElement?.goTo(at.line, at.column);
    else this.#editorElement?.focus();
  }

  #leaveEditor(): void {
    this._editing = '';
    clearTimeout(this.#settling);
    this.#parts.commands.settle();
    void this.#sync?.flush();
  }

  readonly #editorCommand = (event: CustomEvent<EditorCommand>): void => {
    const id = this._editing;
    if (id === '') return;
    switch (event.detail) {
      case 'leave':
        this.#leaveEditor();
        void this.#focusSoon(id);
        break;
      case 'fix':
        this.#parts.commands.fixFirst(id);
        break;
      case 'run':
      case 'run-next':
      case 'run-insert':
        this.#parts.commands.do(event.detail, id);
        break;
      default:
        break;
    }
  };

  // --- row panel and menus -----------------------------------------------------------------------

  readonly #openRow = (event: CustomEvent<OpenRow>): void => {
    const cell = cellOf(event);
    if (cell) this._panel = { ...event.detail, cell: cell.cell.id };
  };

  /** The grid knows which row stands where, so it opens the row. */
  #panelRow(row: number): void {
    const panel = this._panel;
    if (panel && row >= 0 && row < panel.total) this.#grid(panel.cell)?.openRow(row);
  }

  #closePanel(): void {
    const panel = this._panel;
    if (!panel) return;
    const inside = this.#active?.closest('.insp');
    this._panel = undefined;
    if (inside) this.#grid(panel.cell)?.focusGrid();
  }

  readonly #cellMenu = (event: CustomEvent<{ cell: string; anchor: HTMLElement }>): void => {
    const { cell: id, anchor } = event.detail;
    const notebook = this.#sync?.notebook;
    const cell = this.#cell(id);
    if (!notebook || !cell) return;
    const options = {
      canEdit: notebook.canEdit,
      first: notebook.cells[0]?.id === id,
      last: notebook.cells.at(-1)?.id === id,
      tall: this.#parts.commands.tall.has(id),
    };
    const groups = cellMenu(cell, options, (command) => {
      this.#focusCell(id);
      this.#parts.commands.request({ command, cell: id });
    });
    this.#parts.floating.menu({ label: 'Cell', groups, at: anchor.getBoundingClientRect(), back: anchor });
  };

  readonly #refine = (event: CustomEvent<Refine>): void => {
    const cell = cellOf(event);
    if (cell) this.#parts.commands.refine(cell.cell.id, event.detail);
  };

  // --- drawing -----------------------------------------------------------------------------------

  override render() {
    const notebook = this.#sync?.notebook;
    return html`<div class="page" @keydown=${this.#parts.keys.inside} @say=${(event: CustomEvent<string>) => this.#parts.toasts.say(event.detail)}
      @menu-request=${(event: CustomEvent<MenuRequest>) => this.#parts.floating.menu(event.detail)}>
      ${this.#top()} ${this.#tools()}
      <div class="nbw ${this._panel ? 'panel' : ''}">
        <div class="col">
          ${banner(this.#trouble(), this.#tryNow)} ${this.#coverage()}
          ${notebook
            ? html`${notebook.cells.length === 0
                ? emptyNotebook(notebook.canEdit, (type, text) => this.#parts.commands.insert(null, type, text === '', text))
                : nothing}
                <div
                  role="group"
                  aria-label="Cells"
                  @cell-command=${(event: CustomEvent<CellRequest>) => this.#parts.commands.request(event.detail)}
                  @cell-menu=${this.#cellMenu}
                  @refine=${this.#refine}
                  @open-row=${this.#openRow}
                  @editor-command=${this.#editorCommand}
                  @apply-fix=${(event: CustomEvent<{ cell: string; fix: Fix; issue: Issue }>) =>
                    this.#parts.commands.fix(event.detail.cell, event.detail.fix, event.detail.issue)}
                >
                  ${repeat(notebook.cells.slice(0, this._drawn), (cell) => cell.id, (cell, index) => this.#drawCell(cell, index))}
                </div>
                ${notebook.canEdit ? addRow((type) => this.#parts.commands.insert(notebook.cells.at(-1)?.id ?? null, type, true)) : nothing}`
            : this.#parts.session.failed === ''
              ? html`<p class="t3">Opening the notebook.</p>`
              : nothing}
        </div>
        ${this.#drawPanel()}
      </div>
      ${this.#parts.floating.render()} ${this.#parts.dialogs.render()} ${this.#parts.toasts.render()}
      <div class="overlay"></div>
      <div class="vh" aria-live="polite">${this.#parts.announcer.words}</div>
    </div>`;
  }

  #top() {
    return topBar({
      notebook: this.#sync?.notebook,
      saved: this.#sync?.save,
      listHref: this.listHref,
      titling: this.#parts.title.isOpen,
      openDrawer: () => this.dispatchEvent(new CustomEvent('spoor-open-drawer', { bubbles: true, composed: true })),
      openTitle: () => this.#parts.title.open(),
      endTitle: (keep) => this.#parts.title.end(keep),
      openPalette: () => this.#parts.floating.palette(),
      help: () => this.#parts.dialogs.open({ kind: 'help' }),
    });
  }

  #coverage() {
    const notebook = this.#sync?.notebook;
    if (!notebook) return nothing;
    return html`<spoor-coverage-strip
      .range=${notebook.timeRange}
      .api=${this.api}
      @time-chosen=${(event: CustomEvent<ChosenTime>) => notebook.canEdit && this.#sync?.setTimeRange({ kind: 'absolute', ...event.detail })}
    ></spoor-coverage-strip>`;
  }

  #tools() {
    const sync = this.#sync;
    const notebook = sync?.notebook;
    if (!notebook) return html`<div class="ctl"></div>`;
    return toolBar({
      range: notebook.timeRange,
      canEdit: notebook.canEdit,
      offline: sync.offline,
      picking: this.#parts.floating.picking,
      now: this._now,
      stale: this.#queries('stale').length,
      queries: this.#queries('all').length,
      pick: () => this.#parts.floating.range(),
      runStale: () => this.#queries('stale').forEach((cell) => this.#parts.commands.run(cell.id)),
      runAll: () => this.#queries('all').forEach((cell) => this.#parts.commands.run(cell.id)),
    });
  }

  #queries(which: 'all' | 'stale'): Cell[] {
    const queries = (this.#sync?.notebook?.cells ?? []).filter((cell) => cell.type === 'vql');
    return which === 'all' ? queries : queries.filter((cell) => this.#waits(cell));
  }

  #waits(cell: Cell): boolean {
    const sync = this.#sync;
    if (!sync?.notebook || !(cell.run ?? cell.pending)) return false;
    const { state } = look(cell, {
      draft: sync.draft(cell.id),
      offline: false,
      timeRange: sync.notebook.timeRange,
      changedInput: sync.changedInput(cell.id),
    });
    return state === 'stale' || state === 'edited';
  }

  #trouble(): Trouble {
    const live = this.#parts.session.live;
    if (live.kind === 'ended') return { kind: 'ended' };
    if (this.#parts.session.failed !== '') return { kind: 'failed', words: this.#parts.session.failed };
    if (live.kind !== 'offline') return { kind: 'none' };
    return { kind: 'offline', seconds: Math.max(0, Math.ceil((live.nextTry - this._now) / 1000)) };
  }

  #drawCell(cell: Cell, index: number) {
    const sync = this.#sync;
    const notebook = sync?.notebook;
    if (!sync || !notebook) return nothing;
    const editing = this._editing === cell.id;
    const live = this.#parts.session.live;
    return html`<spoor-cell
      .cell=${cell}
      .index=${index}
      .draft=${sync.draft(cell.id)}
      .offline=${sync.offline}
      .timeRange=${notebook.timeRange}
      .changedInput=${sync.changedInput(cell.id)}
      .canEdit=${notebook.canEdit}
      .editing=${editing}
      .source=${this.#parts.session.api}
      .selectedRow=${this._panel?.cell === cell.id ? this._panel.row : -1}
      .issues=${this.#parts.commands.settled.get(cell.id) ?? NO_ISSUES}
      .refusal=${this.#parts.commands.refusals.get(cell.id)}
      .now=${this._now}
      .nextTry=${live.kind === 'offline' ? live.nextTry : 0}
      .tall=${this.#parts.commands.tall.has(cell.id)}
      .place=${`${this.notebookId}/${cell.id}`}
      .editor=${editing ? () => this.#editor(cell, index) : undefined}
    ></spoor-cell>`;
  }

  #editor(cell: Cell, index: number) {
    const sync = this.#sync;
    return html`<spoor-code-editor
      .value=${sync?.text(cell.id) ?? ''}
      .kind=${cell.type}
      .label=${`${cell.type === 'vql' ? 'Query' : 'Text'} of cell ${index + 1}`}
      .nonce=${this.nonce || pageNonce()}
      .issues=${this.#parts.commands.issues.get(cell.id) ?? NO_ISSUES}
      .vocabulary=${{ ...this.#parts.session.vocabulary, columns: this.#parts.checking.columns(), names: this.#parts.checking.namesFromOthers(cell.id) }}
      .check=${cell.type === 'vql' ? this.#parts.checking.check : undefined}
      .startAt=${this.#startAt}
      .overlay=${this.renderRoot.querySelector('.overlay') ?? undefined}
      @edited=${(event: CustomEvent<string>) => {
        this.#parts.commands.refusals.delete(cell.id);
        sync?.edit(cell.id, event.detail);
      }}
      @issues-found=${(event: CustomEvent<Issue[]>) => {
        this.#parts.commands.issues.set(cell.id, event.detail);
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => this.#parts.commands.settle(), SETTLE_MS);
      }}
    ></spoor-code-editor>`;
  }

  #drawPanel() {
    const panel = this._panel;
    const run = panel && this.#cell(panel.cell)?.run;
    if (!panel) return nothing;
    return html`<aside class="insp" aria-label="Row detail">
      <spoor-row-panel
        .run=${panel.run}
        .row=${panel.row}
        .number=${panel.number}
        .marks=${panel.marks}
        .find=${panel.find}
        .total=${panel.total}
        .exact=${run ? run.exact && isOver(run) : panel.exact}
        .columns=${run?.columns ?? []}
        .source=${this.#parts.session.api}
        @panel-close=${() => this.#closePanel()}
        @panel-row=${(event: CustomEvent<number>) => this.#panelRow(event.detail)}
        @open-value=${(event: CustomEvent<OpenValue>) => this.#parts.dialogs.open({ kind: 'value', place: event.detail })}
      ></spoor-row-panel>
    </aside>`;
  }

  /** For tests and for the shell: the cell that has the focus. */
  get focusedCell(): string | undefined {
    return this.#focusedCell();
  }
}

const NO_ISSUES: readonly Issue[] = [];

function cellOf(event: Event): SpoorCell | undefined {
  return event.composedPath().find((it): it is SpoorCell => it instanceof HTMLElement && it.localName === 'spoor-cell');
}

customElements.define('spoor-notebook', SpoorNotebook);
