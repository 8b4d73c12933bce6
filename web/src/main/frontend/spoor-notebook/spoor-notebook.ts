// The notebook page: the one part that knows all others.
import './cell/cell.ts';
import './editor/code-editor.ts';
import './grid/row-grid.ts';
import './grid/row-panel.ts';
import './grid/value-viewer.ts';
import './page/time-range.ts';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SpoorCell } from './cell/cell.ts';
import type { OpenRow } from './cell/grid-events.ts';
import type { EditorCommand, SpoorCodeEditor } from './editor/code-editor.ts';
import { EMPTY_VOCABULARY, type Vocabulary } from './editor/vql-completion.ts';
import type { SpoorRowGrid } from './grid/row-grid.ts';
import { activeRun, isOver, look } from './model/cell-state.ts';
import { cellIndex, findCell } from './model/notebook.ts';
import type { Cell, Fix, Issue, RunSummary, TimeRange } from './model/types.ts';
import { definedNames } from './model/vql-tokens.ts';
import { count, duration } from './model/words.ts';
import { addRow, banner, emptyNotebook, toolBar, topBar, type Trouble } from './page/bars.ts';
import { browserTime, liveUrl, pageNonce, storage, tabId } from './page/browser.ts';
import { Commands, type CellRequest } from './page/commands.ts';
import { DialogStack, type OpenValue } from './page/dialog-stack.ts';
import { menuTemplate, type MenuState } from './page/menu.ts';
import { PageKeys } from './page/page-keys.ts';
import { placeBelow } from './page/popover.ts';
import { Toasts } from './page/toasts.ts';
import { Api, ApiError } from './sync/api.ts';
import { Live, type LiveState } from './sync/live.ts';
import { NotebookSync } from './sync/notebook-sync.ts';
import { copyText } from './ui/copy.ts';
import { styles } from './ui/styles.ts';

const FIRST_CELLS = 30;
const MORE_CELLS = 60;
const TICK_MS = 1_000;
/** While someone types, problems are told under the text only after a rest: the page must not jump at each key. */
const SETTLE_MS = 900;

export class SpoorNotebook extends LitElement {
  static override styles = styles;

  static override properties = {
    notebookId: { attribute: 'notebook-id' },
    api: { attribute: false },
    listHref: { attribute: 'list-href' },
    nonce: {},
    _tick: { state: true },
    _editing: { state: true },
    _panel: { state: true },
    _menu: { state: true },
    _picking: { state: true },
    _titling: { state: true },
    _live: { state: true },
    _failed: { state: true },
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
  declare _menu: MenuState | undefined;
  declare _picking: boolean;
  declare _titling: boolean;
  declare _live: LiveState;
  declare _failed: string;
  declare _now: number;
  /** How many cells are drawn: a long notebook is readable from its top before its end is there. */
  declare _drawn: number;

  #api = new Api();
  #sync: NotebookSync | undefined;
  #channel: Live | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #vocabulary: Vocabulary = EMPTY_VOCABULARY;
  readonly #toasts = new Toasts(() => this._tick++);
  readonly #commands: Commands;
  readonly #dialogs: DialogStack;
  readonly #keys: PageKeys;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #startAt: { line: number; column: number } | undefined;
  #announced = '';

  constructor() {
    super();
    this.#commands = this.#makeCommands();
    this.#dialogs = this.#makeDialogs();
    this.#keys = this.#makeKeys();
    this.notebookId = '';
    this.api = '/api/v1';
    this.listHref = '/notebooks';
    this.nonce = '';
    this._tick = 0;
    this._editing = '';
    this._panel = undefined;
    this._menu = undefined;
    this._picking = false;
    this._titling = false;
    this._live = { kind: 'connecting' };
    this._failed = '';
    this._now = Date.now();
    this._drawn = FIRST_CELLS;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.#everySecond(), TICK_MS);
    addEventListener('pagehide', this.#leave);
    addEventListener('online', this.#tryNow);
    document.addEventListener('visibilitychange', this.#leave);
    document.addEventListener('pointerdown', this.#outside, { capture: true });
    document.addEventListener('keydown', this.#keys.outside);
    if (this.hasUpdated && this.notebookId !== '') this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    removeEventListener('pagehide', this.#leave);
    removeEventListener('online', this.#tryNow);
    document.removeEventListener('visibilitychange', this.#leave);
    document.removeEventListener('pointerdown', this.#outside, { capture: true });
    document.removeEventListener('keydown', this.#keys.outside);
    void this.#sync?.flush();
    this.#close();
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
    const menu = this.renderRoot.querySelector<HTMLElement>('.menu');
    if (menu && this._menu) placeBelow(menu, this._menu.anchor, true);
    const picker = this.renderRoot.querySelector<HTMLElement>('.tr');
    const pill = this.renderRoot.querySelector<HTMLElement>('.pill');
    if (picker && pill) placeBelow(picker, pill, false);
  }

  // --- opening -----------------------------------------------------------------------------------

  #open(): void {
    this.#close();
    this._drawn = FIRST_CELLS;
    this.#api = new Api(this.api);
    const sync = new NotebookSync(
      this.notebookId,
      this.#api,
      {
        changed: () => this._tick++,
        conflict: (conflict) => this.#dialogs.conflict(conflict),
        ended: (run) => {
          this.#announce(run);
          void this.#explain(run);
        },
        refused: (error, cell) => this.#refused(error, cell),
      },
      browserTime,
      storage('local'),
      tabId(),
    );
    this.#sync = sync;
    void this.#load(sync);
    const channel = new Live(liveUrl(this.api), (state) => {
      this._live = state;
      if (state.kind !== 'connecting') sync.connected(state.kind === 'online');
      if (state.kind === 'online' && !sync.notebook) void this.#load(sync);
    });
    this.#channel = channel;
    channel.subscribe(`notebook:${this.notebookId}`, (message) => sync.receive(message));
    channel.start();
  }

  async #load(sync: NotebookSync): Promise<void> {
    try {
      await sync.open();
      if (sync !== this.#sync) return;
      this._failed = '';
      document.title = `${sync.notebook?.title ?? 'Notebook'} · Spoor`;
      await this.updateComplete;
      if (this.renderRoot instanceof ShadowRoot && !this.renderRoot.activeElement) this.#focusCell(sync.notebook?.cells[0]?.id);
      void this.#learn();
    } catch (error) {
      if (sync !== this.#sync) return;
      this._failed = error instanceof ApiError && error.status !== undefined ? error.message : '';
      if (this._failed === '') sync.connected(false);
      this._tick++;
    }
  }

  /** What completion offers. A notebook works without it. */
  async #learn(): Promise<void> {
    const [entries, artifacts] = await Promise.all([
      this.#api.catalog().catch(() => []),
      this.#api.artifactNames().catch(() => []),
    ]);
    this.#vocabulary = { ...this.#vocabulary, entries, artifacts };
  }

  #close(): void {
    this.#sync?.close();
    this.#channel?.close();
    this.#sync = undefined;
    this.#channel = undefined;
  }

  readonly #leave = (): void => {
    if (document.visibilityState === 'hidden') void this.#sync?.flush();
  };

  readonly #tryNow = (): void => {
    this.#channel?.tryNow();
    const sync = this.#sync;
    if (sync && !sync.notebook) void this.#load(sync);
  };

  // --- small things that happen by themselves ----------------------------------------------------

  #everySecond(): void {
    const active = this.#sync?.notebook?.cells.some((cell) => activeRun(cell)) ?? false;
    // Ages need a new look now and then, running cells each second; an idle page is left in peace.
    if (active || this._live.kind === 'offline' || Date.now() - this._now > 15_000) this._now = Date.now();
    this.#toasts.second();
  }

  #announce(run: RunSummary): void {
    const cell = this.#cell(run.cell);
    const name = cell?.name ?? `Cell ${this.#index(run.cell) + 1}`;
    const end = { done: 'finished', partial: 'stopped', cancelled: 'stopped', error: 'failed' }[run.state as 'done'] ?? 'ended';
    this.#announced = `${name} ${end}, ${count(run.rows)} ${run.rows === 1 ? 'row' : 'rows'}${
      run.elapsedMs === undefined ? '' : `, ${duration(run.elapsedMs).replace(/ ms$/, ' milliseconds')}`
    }`;
  }

  #refused(error: ApiError, cell: string | undefined): void {
    if (error.status === undefined) return;
    if (cell === undefined) {
      this.#toasts.say(`Not saved: ${error.message}`);
      return;
    }
    this.#commands.refusals.set(cell, { message: error.message, issues: error.issues, traceId: error.status >= 500 ? error.traceId : undefined });
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
    return this.renderRoot instanceof ShadowRoot ? this.renderRoot.activeElement : null;
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

  // --- commands ----------------------------------------------------------------------------------

  #makeCommands(): Commands {
    const page = this;
    return new Commands({
      get sync() {
        return page.#sync;
      },
      get editing() {
        return page._editing;
      },
      openEditor: (id, at) => page.#edit(id, at),
      closeEditor: () => page.#leaveEditor(),
      fixInEditor: (fix, issue) => page.#editorElement?.applyFix(fix, issue),
      focusCell: (id) => page.#focusCell(id),
      focusSoon: (id) => void page.#focusSoon(id),
      openRow: (id) => {
        const grid = page.#grid(id);
        grid?.focusGrid();
        grid?.openRow(grid.activeRow);
      },
      forgetRow: (id) => {
        if (page._panel?.cell === id) page._panel = undefined;
      },
      closePanel: () => page.#closePanel(),
      openTitle: () => page.#openTitle(),
      openHelp: () => page.#dialogs.open({ kind: 'help' }),
      openRange: () => (page._picking = true),
      moreColumns: (id) => page.#grid(id)?.showMoreColumns(),
      tryNow: () => page.#tryNow(),
      copy: (text, done) => void copyText(text).then((copied) => copied && page.#toasts.say(done)),
      say: (text, undo) => page.#toasts.say(text, undo),
      undoToast: () => page.#toasts.undo(),
      redraw: () => page._tick++,
    });
  }

  #makeDialogs(): DialogStack {
    const page = this;
    return new DialogStack({
      get root() {
        return page.renderRoot instanceof ShadowRoot ? page.renderRoot : undefined;
      },
      get drawn() {
        return page.updateComplete;
      },
      get source() {
        return page.#api;
      },
      settle: (conflict, keep) => page.#sync?.settle(conflict, keep),
      redraw: () => page._tick++,
    });
  }

  #makeKeys(): PageKeys {
    const page = this;
    return new PageKeys({
      get commands() {
        return page.#commands;
      },
      get floating() {
        return page.renderRoot.querySelector<HTMLElement>('.menu, .tr');
      },
      get menuOpen() {
        return page._menu !== undefined;
      },
      get dialogOpen() {
        return page.#dialogs.isOpen;
      },
      get panelRow() {
        return page._panel?.row;
      },
      get firstCell() {
        return page.#sync?.notebook?.cells[0]?.id;
      },
      closePopover: () => page.#closePopover(true),
      closePanel: () => page.#closePanel(),
      showRow: (row) => page.#panelRow(row),
      focusCell: (id) => page.#focusCell(id),
      openHelp: () => page.#dialogs.open({ kind: 'help' }),
      openTitle: () => page.#openTitle(),
    });
  }

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
    this.#commands.settle();
    void this.#sync?.flush();
  }

  // --- keys --------------------------------------------------------------------------------------

  readonly #editorCommand = (event: CustomEvent<EditorCommand>): void => {
    const id = this._editing;
    if (id === '') return;
    switch (event.detail) {
      case 'leave':
        this.#leaveEditor();
        void this.#focusSoon(id);
        break;
      case 'fix':
        this.#commands.fixFirst(id);
        break;
      case 'run':
      case 'run-next':
      case 'run-insert':
        this.#commands.do(event.detail, id);
        break;
      default:
        break;
    }
  };

  // --- panel, menu, dialogs ----------------------------------------------------------------------

  readonly #openRow = (event: CustomEvent<OpenRow>): void => {
    const cell = event.composedPath().find((it): it is SpoorCell => it instanceof HTMLElement && it.localName === 'spoor-cell');
    if (cell) this._panel = { ...event.detail, cell: cell.cell.id };
  };

  #panelRow(row: number): void {
    const panel = this._panel;
    if (!panel || row < 0 || row >= panel.total) return;
    this._panel = { ...panel, row };
  }

  #closePanel(): void {
    const panel = this._panel;
    if (!panel) return;
    const inside = this.#active?.closest('.insp');
    this._panel = undefined;
    if (inside) this.#element(panel.cell)?.querySelector<SpoorRowGrid>('spoor-row-grid')?.focusGrid();
  }

  readonly #openMenu = (event: CustomEvent<MenuState>): void => {
    if (this._menu?.anchor === event.detail.anchor) {
      this.#closePopover(true);
      return;
    }
    this._menu = event.detail;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.menu button:not([disabled])')?.focus());
  };

  #closePopover(back: boolean): void {
    const anchor = this._menu?.anchor ?? (this._picking ? this.renderRoot.querySelector<HTMLElement>('.pill') : null);
    this._menu = undefined;
    this._picking = false;
    if (back) anchor?.focus();
  }

  readonly #outside = (event: Event): void => {
    if (!this._menu && !this._picking) return;
    const floating = this.renderRoot.querySelector('.menu, .tr');
    const anchor = this._menu?.anchor ?? this.renderRoot.querySelector('.pill');
    const path = event.composedPath();
    if ((floating && path.includes(floating)) || (anchor && path.includes(anchor))) return;
    this.#closePopover(false);
  };

  #openTitle(): void {
    if (!this.#sync?.notebook?.canEdit) return;
    this._titling = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('.titlebox')?.select());
  }

  #endTitle(keep: boolean): void {
    if (!this._titling) return;
    const box = this.renderRoot.querySelector<HTMLInputElement>('.titlebox');
    const title = box?.value.trim() ?? '';
    this._titling = false;
    if (keep && title !== '') {
      this.#sync?.setTitle(title);
      document.title = `${title} · Spoor`;
    }
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h1 button')?.focus());
  }

  readonly #rangeChosen = (event: CustomEvent<TimeRange>): void => {
    this.#closePopover(true);
    this.#sync?.setTimeRange(event.detail);
  };

  // --- drawing -----------------------------------------------------------------------------------

  override render() {
    const notebook = this.#sync?.notebook;
    return html`<div class="page" @keydown=${this.#keys.inside} @say=${(event: CustomEvent<string>) => this.#toasts.say(event.detail)}>
      ${this.#top()} ${this.#tools()}
      <div class="nbw ${this._panel ? 'panel' : ''}">
        <div class="col">
          ${banner(this.#trouble(), this.#tryNow)}
          ${notebook
            ? html`${notebook.cells.length === 0
                ? emptyNotebook(notebook.canEdit, (type, text) => this.#commands.insert(null, type, text === '', text))
                : nothing}
                <div
                  role="group"
                  aria-label="Cells"
                  @cell-command=${(event: CustomEvent<CellRequest>) => this.#commands.request(event.detail)}
                  @cell-menu=${this.#openMenu}
                  @open-row=${this.#openRow}
                  @editor-command=${this.#editorCommand}
                  @apply-fix=${(event: CustomEvent<{ cell: string; fix: Fix; issue: Issue }>) =>
                    this.#commands.fix(event.detail.cell, event.detail.fix, event.detail.issue)}
                >
                  ${repeat(notebook.cells.slice(0, this._drawn), (cell) => cell.id, (cell, index) => this.#drawCell(cell, index))}
                </div>
                ${notebook.canEdit ? addRow((type) => this.#commands.insert(notebook.cells.at(-1)?.id ?? null, type, true)) : nothing}`
            : this._failed === ''
              ? html`<p class="t3">Opening the notebook.</p>`
              : nothing}
        </div>
        ${this.#drawPanel()}
      </div>
      ${this.#floating()}
      <div class="overlay"></div>
      <div class="vh" aria-live="polite">${this.#announced}</div>
    </div>`;
  }

  #top() {
    return topBar({
      notebook: this.#sync?.notebook,
      saved: this.#sync?.save,
      listHref: this.listHref,
      titling: this._titling,
      openDrawer: () => this.dispatchEvent(new CustomEvent('spoor-open-drawer', { bubbles: true, composed: true })),
      openTitle: () => this.#openTitle(),
      endTitle: (keep) => this.#endTitle(keep),
      help: () => this.#dialogs.open({ kind: 'help' }),
    });
  }

  #tools() {
    const sync = this.#sync;
    const notebook = sync?.notebook;
    if (!notebook) return html`<div class="ctl"></div>`;
    const queries = notebook.cells.filter((cell) => cell.type === 'vql');
    const waiting = queries.filter((cell) => this.#waits(cell));
    return toolBar({
      range: notebook.timeRange,
      canEdit: notebook.canEdit,
      offline: sync.offline,
      picking: this._picking,
      now: this._now,
      stale: waiting.length,
      queries: queries.length,
      pick: () => (this._picking ? this.#closePopover(true) : (this._picking = true)),
      runStale: () => waiting.forEach((cell) => this.#commands.run(cell.id)),
      runAll: () => queries.forEach((cell) => this.#commands.run(cell.id)),
    });
  }

  #waits(cell: Cell): boolean {
    const sync = this.#sync;
    if (!sync?.notebook || !cell.run) return false;
    const { state } = look(cell, {
      draft: sync.draft(cell.id),
      offline: false,
      timeRange: sync.notebook.timeRange,
      changedInput: sync.changedInput(cell.id),
    });
    return state === 'stale' || state === 'edited';
  }

  #trouble(): Trouble {
    if (this._live.kind === 'ended') return { kind: 'ended' };
    if (this._failed !== '') return { kind: 'failed', words: this._failed };
    if (this._live.kind !== 'offline') return { kind: 'none' };
    return { kind: 'offline', seconds: Math.max(0, Math.ceil((this._live.nextTry - this._now) / 1000)) };
  }

  #drawCell(cell: Cell, index: number) {
    const sync = this.#sync;
    const notebook = sync?.notebook;
    if (!sync || !notebook) return nothing;
    const editing = this._editing === cell.id;
    const live = this._live;
    return html`<spoor-cell
      .cell=${cell}
      .index=${index}
      .draft=${sync.draft(cell.id)}
      .offline=${sync.offline}
      .timeRange=${notebook.timeRange}
      .changedInput=${sync.changedInput(cell.id)}
      .canEdit=${notebook.canEdit}
      .editing=${editing}
      .source=${this.#api}
      .selectedRow=${this._panel?.cell === cell.id ? this._panel.row : -1}
      .issues=${this.#commands.settled.get(cell.id) ?? NO_ISSUES}
      .refusal=${this.#commands.refusals.get(cell.id)}
      .now=${this._now}
      .nextTry=${live.kind === 'offline' ? live.nextTry : 0}
      .tall=${this.#commands.tall.has(cell.id)}
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
      .issues=${this.#commands.issues.get(cell.id) ?? NO_ISSUES}
      .vocabulary=${this.#words()}
      .check=${cell.type === 'vql' ? this.#check : undefined}
      .startAt=${this.#startAt}
      .overlay=${this.renderRoot.querySelector('.overlay') ?? undefined}
      @edited=${(event: CustomEvent<string>) => {
        this.#commands.refusals.delete(cell.id);
        sync?.edit(cell.id, event.detail);
      }}
      @issues-found=${(event: CustomEvent<Issue[]>) => {
        this.#commands.issues.set(cell.id, event.detail);
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => this.#commands.settle(), SETTLE_MS);
      }}
    ></spoor-code-editor>`;
  }

  readonly #check = (text: string, signal: AbortSignal): Promise<Issue[]> =>
    this.#api.check(text, this.#namesFromOthers(this._editing), signal);

  #namesFromOthers(cell: string): string[] {
    const others = (this.#sync?.notebook?.cells ?? []).filter((it) => it.id !== cell && it.type === 'vql');
    return [...new Set(others.flatMap((it) => definedNames(this.#sync?.text(it.id) ?? it.text)))];
  }

  /** A run that failed on its text: the checker knows the mending edits too. */
  async #explain(run: RunSummary): Promise<void> {
    const text = this.#sync?.text(run.cell) ?? '';
    if (run.state !== 'error' || (run.error?.issues.length ?? 0) === 0 || this._editing === run.cell) return;
    const issues = await this.#api.check(text, this.#namesFromOthers(run.cell)).catch(() => []);
    if (this.#sync?.text(run.cell) !== text || !issues.some((issue) => issue.severity === 'error')) return;
    this.#commands.issues.set(run.cell, issues);
    this.#commands.settle();
  }

  #words(): Vocabulary {
    const columns = new Set<string>();
    for (const cell of this.#sync?.notebook?.cells ?? []) for (const column of cell.run?.columns ?? []) columns.add(column.name);
    return { ...this.#vocabulary, columns: [...columns] };
  }

  #drawPanel() {
    const panel = this._panel;
    const run = panel && this.#cell(panel.cell)?.run;
    if (!panel) return nothing;
    return html`<aside class="insp" aria-label="Row detail">
      <spoor-row-panel
        .run=${panel.run}
        .row=${panel.row}
        .total=${run?.run === panel.run ? Math.max(run.rows, panel.total) : panel.total}
        .exact=${run ? run.exact && isOver(run) : panel.exact}
        .columns=${run?.columns ?? []}
        .source=${this.#api}
        @panel-close=${() => this.#closePanel()}
        @panel-row=${(event: CustomEvent<number>) => this.#panelRow(event.detail)}
        @open-value=${(event: CustomEvent<OpenValue>) => this.#dialogs.open({ kind: 'value', place: event.detail })}
      ></spoor-row-panel>
    </aside>`;
  }

  #floating() {
    const notebook = this.#sync?.notebook;
    const menuCell = this._menu && this.#cell(this._menu.cell);
    return html`
      ${this._picking && notebook
        ? html`<div class="pop tr" role="dialog" aria-label="Time range" @range-chosen=${this.#rangeChosen}>
            <spoor-time-range .range=${notebook.timeRange}></spoor-time-range>
          </div>`
        : nothing}
      ${menuCell && notebook
        ? html`<div class="pop menu" role="menu" aria-label="Cell">
            ${menuTemplate(
              menuCell,
              {
                canEdit: notebook.canEdit,
                first: notebook.cells[0]?.id === menuCell.id,
                last: notebook.cells.at(-1)?.id === menuCell.id,
                tall: this.#commands.tall.has(menuCell.id),
              },
              (command) => {
                this.#closePopover(false);
                this.#focusCell(menuCell.id);
                this.#commands.request({ command, cell: menuCell.id });
              },
            )}
          </div>`
        : nothing}
      ${this.#dialogs.render()}
      ${this.#toasts.render()}
    `;
  }

  /** For tests and for the shell: the cell that has the focus. */
  get focusedCell(): string | undefined {
    return this.#focusedCell();
  }
}

const NO_ISSUES: readonly Issue[] = [];

customElements.define('spoor-notebook', SpoorNotebook);
