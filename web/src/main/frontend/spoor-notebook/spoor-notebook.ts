// The notebook page: the one part that knows all others.
import './cell/cell.ts';
import './editor/code-editor.ts';
import './grid/row-grid.ts';
import './grid/row-panel.ts';
import './grid/value-viewer.ts';
import './page/time-range.ts';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CellCommand, Refusal, SpoorCell } from './cell/cell.ts';
import type { OpenRow } from './cell/grid-events.ts';
import { fixPlace, type EditorCommand, type SpoorCodeEditor } from './editor/code-editor.ts';
import { EMPTY_VOCABULARY, type Vocabulary } from './editor/vql-completion.ts';
import type { SpoorRowGrid } from './grid/row-grid.ts';
import type { ValuePlace } from './grid/row-panel.ts';
import { KeyReader, keyName, type PageCommand } from './keys/keymap.ts';
import { activeRun, isOver, look } from './model/cell-state.ts';
import { cellIndex, findCell } from './model/notebook.ts';
import type { Cell, Conflict, Fix, Issue, RunSummary, TimeRange } from './model/types.ts';
import { clockTime, count, dayAndMinute, duration, rangeInWords } from './model/words.ts';
import { conflictTemplate, helpTemplate, toastTemplate, type Toast } from './page/dialogs.ts';
import { menuTemplate, type MenuState } from './page/menu.ts';
import { menuKey, placeBelow } from './page/popover.ts';
import { Api, ApiError } from './sync/api.ts';
import { Live, type LiveState } from './sync/live.ts';
import { NotebookSync } from './sync/notebook-sync.ts';
import { copyText } from './ui/copy.ts';
import { icon } from './ui/icons.ts';
import { styles } from './ui/styles.ts';

const UNDO_SECONDS = 10;
const FIRST_CELLS = 30;
const MORE_CELLS = 60;
const TICK_MS = 1_000;
/** While someone types, problems are told under the text only after a rest: the page must not jump at each key. */
const SETTLE_MS = 900;
const BLOG_HINT = 'SELECT * FROM source(artifact=\'Linux.Detection.ProcessCreation\') LIMIT 100';

type Dialog = { kind: 'help' } | { kind: 'conflict'; conflict: Conflict } | { kind: 'value'; place: ValuePlace };

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
    _dialog: { state: true },
    _menu: { state: true },
    _picking: { state: true },
    _titling: { state: true },
    _toasts: { state: true },
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
  declare _tick: number;
  declare _editing: string;
  declare _panel: (OpenRow & { cell: string }) | undefined;
  declare _dialog: Dialog | undefined;
  declare _menu: MenuState | undefined;
  declare _picking: boolean;
  declare _titling: boolean;
  declare _toasts: Toast[];
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
  readonly #keys = new KeyReader();
  readonly #issues = new Map<string, Issue[]>();
  readonly #settled = new Map<string, Issue[]>();
  readonly #refusals = new Map<string, Refusal>();
  #settling: ReturnType<typeof setTimeout> | undefined;
  readonly #tall = new Set<string>();
  #startAt: { line: number; column: number } | undefined;
  #toastCount = 0;
  #held = false;
  #returnTo: HTMLElement | undefined;
  #announced = '';
  #conflicts: Conflict[] = [];

  constructor() {
    super();
    this.notebookId = '';
    this.api = '/api/v1';
    this.listHref = '/notebooks';
    this._tick = 0;
    this._editing = '';
    this._panel = undefined;
    this._dialog = undefined;
    this._menu = undefined;
    this._picking = false;
    this._titling = false;
    this._toasts = [];
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
    document.addEventListener('keydown', this.#documentKey);
    if (this.hasUpdated && this.notebookId !== '') this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    removeEventListener('pagehide', this.#leave);
    removeEventListener('online', this.#tryNow);
    document.removeEventListener('visibilitychange', this.#leave);
    document.removeEventListener('pointerdown', this.#outside, { capture: true });
    document.removeEventListener('keydown', this.#documentKey);
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
    const later = (run: () => void, ms: number): unknown => setTimeout(run, ms);
    const forget = (timer: unknown): void => clearTimeout(timer as ReturnType<typeof setTimeout>);
    const sync = new NotebookSync(
      this.notebookId,
      this.#api,
      {
        changed: () => this._tick++,
        conflict: (conflict) => this.#clash(conflict),
        ended: (run) => this.#announce(run),
        refused: (error, cell) => this.#refused(error, cell),
      },
      { now: () => Date.now(), random: () => Math.random(), later, forget },
      storage('local'),
      tabId(),
    );
    this.#sync = sync;
    void this.#load(sync);
    const base = new URL(this.api, location.href);
    base.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
    const channel = new Live(`${base.href}/live`, (state) => {
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
    if (this._toasts.length > 0 && !this.#held && document.visibilityState === 'visible') {
      this._toasts = this._toasts.map((toast) => ({ ...toast, left: toast.left - 1 })).filter((toast) => toast.left > 0);
    }
  }

  #say(text: string, undo?: () => void): void {
    const toast: Toast = { id: ++this.#toastCount, text, undo, left: undo ? UNDO_SECONDS : 3 };
    this._toasts = [...this._toasts, toast].slice(-3);
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
      this.#say(`Not saved: ${error.message}`);
      return;
    }
    this.#refusals.set(cell, { message: error.message, issues: error.issues, traceId: error.status >= 500 ? error.traceId : undefined });
  }

  #clash(conflict: Conflict): void {
    this.#conflicts.push(conflict);
    if (!this._dialog) this.#nextConflict();
  }

  #nextConflict(): void {
    const conflict = this.#conflicts.shift();
    if (conflict) this.#openDialog({ kind: 'conflict', conflict });
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

  #edit(id: string, at?: { line: number; column: number }): void {
    if (!this.#sync?.notebook?.canEdit) return;
    if (this._editing === id) {
      const editor = this.renderRoot.querySelector<SpoorCodeEditor>('spoor-code-editor');
      if (at) editor?.goTo(at.line, at.column);
      else editor?.focus();
      return;
    }
    this.#startAt = at;
    this._editing = id;
  }

  #settle(): void {
    clearTimeout(this.#settling);
    for (const [cell, issues] of this.#issues) this.#settled.set(cell, issues);
    this._tick++;
  }

  #leaveEditor(): void {
    this._editing = '';
    this.#settle();
    void this.#sync?.flush();
  }

  #run(id: string): void {
    const cell = this.#cell(id);
    if (!cell || !this.#sync) return;
    this.#refusals.delete(id);
    if (cell.type === 'vql' && !this.#sync.offline) void this.#sync.run(id);
  }

  #insert(after: string | null, type: Cell['type'] = 'vql', edit = false): void {
    const id = this.#sync?.insert(type, after);
    if (id === undefined) return;
    if (edit) this._editing = id;
    else void this.#focusSoon(id);
  }

  #delete(id: string): void {
    const sync = this.#sync;
    const notebook = sync?.notebook;
    if (!sync || !notebook?.canEdit) return;
    const index = cellIndex(notebook, id);
    const name = notebook.cells[index]?.name;
    if (this._editing === id) this._editing = '';
    if (this._panel?.cell === id) this._panel = undefined;
    sync.remove(id);
    const next = sync.notebook?.cells[index] ?? sync.notebook?.cells[index - 1];
    void this.#focusSoon(next?.id);
    this.#say(`${name ? `Cell ${name}` : `Cell ${index + 1}`} deleted`, () => {
      sync.restore(id);
      void this.#focusSoon(id);
    });
  }

  #undo(): void {
    const toast = this._toasts.findLast((it) => it.undo);
    if (toast) {
      toast.undo?.();
      this._toasts = this._toasts.filter((it) => it !== toast);
      return;
    }
    // After the toast has gone, the bin still has it.
    const last = [...(this.#sync?.removed.keys() ?? [])].at(-1);
    if (last === undefined) return;
    this.#sync?.restore(last);
    void this.#focusSoon(last);
  }

  #move(id: string, by: number): void {
    const cells = this.#sync?.notebook?.cells ?? [];
    const index = this.#index(id);
    const to = index + by;
    if (index < 0 || to < 0 || to >= cells.length || !this.#sync?.notebook?.canEdit) return;
    this.#sync.move(id, by < 0 ? (cells[to - 1]?.id ?? null) : (cells[to]?.id ?? null));
    void this.#focusSoon(id);
  }

  #step(id: string, by: number): void {
    const cells = this.#sync?.notebook?.cells ?? [];
    this.#focusCell(cells[Math.max(0, Math.min(cells.length - 1, this.#index(id) + by))]?.id);
  }

  #do(command: PageCommand, id: string): void {
    const canEdit = this.#sync?.notebook?.canEdit ?? false;
    const index = this.#index(id);
    const cells = this.#sync?.notebook?.cells ?? [];
    switch (command) {
      case 'edit':
        this.#edit(id);
        break;
      case 'close':
        this.#closePanel();
        break;
      case 'run':
        this.#leaveEditor();
        this.#run(id);
        void this.#focusSoon(id);
        break;
      case 'run-next': {
        this.#leaveEditor();
        this.#run(id);
        const next = cells[index + 1];
        if (next) void this.#focusSoon(next.id);
        else if (canEdit) this.#insert(id);
        break;
      }
      case 'run-insert':
        this.#leaveEditor();
        this.#run(id);
        if (canEdit) this.#insert(id, 'vql', true);
        break;
      case 'stop':
        void this.#sync?.stop(id);
        break;
      case 'next':
        this.#step(id, 1);
        break;
      case 'previous':
        this.#step(id, -1);
        break;
      case 'insert-above':
        if (canEdit) this.#insert(cells[index - 1]?.id ?? null);
        break;
      case 'insert-below':
        if (canEdit) this.#insert(id);
        break;
      case 'delete':
        this.#delete(id);
        break;
      case 'undo':
        this.#undo();
        break;
      case 'to-markdown':
      case 'to-vql':
        if (canEdit) this.#sync?.setType(id, command === 'to-vql' ? 'vql' : 'markdown');
        break;
      case 'move-up':
        this.#move(id, -1);
        break;
      case 'move-down':
        this.#move(id, 1);
        break;
      case 'title':
        if (canEdit) this.#openTitle();
        break;
      case 'help':
        this.#openDialog({ kind: 'help' });
        break;
      case 'time':
        if (canEdit) this._picking = true;
        break;
      case 'open-row': {
        const grid = this.#element(id)?.querySelector<SpoorRowGrid>('spoor-row-grid');
        grid?.focusGrid();
        grid?.openRow(grid.activeRow);
        break;
      }
      case 'fix':
        this.#applyFirstFix(id);
        break;
    }
  }

  readonly #cellCommand = (event: CustomEvent<{ command: CellCommand; cell: string; line?: number; column?: number }>): void => {
    const { command, cell, line, column } = event.detail;
    switch (command) {
      case 'edit':
        this.#edit(cell, line !== undefined && column !== undefined ? { line, column } : undefined);
        break;
      case 'copy-text':
        void copyText(this.#sync?.text(cell) ?? '').then((done) => done && this.#say('Copied the text of the cell'));
        break;
      case 'tall':
        if (!this.#tall.delete(cell)) this.#tall.add(cell);
        this._tick++;
        break;
      case 'try-now':
        this.#tryNow();
        break;
      case 'more-columns':
        this.#element(cell)?.querySelector<SpoorRowGrid>('spoor-row-grid')?.showMoreColumns();
        break;
      case 'run':
        if (this._editing === cell) void this.#sync?.flush();
        this.#run(cell);
        break;
      default:
        this.#do(command, cell);
    }
  };

  // --- fixes -------------------------------------------------------------------------------------

  #applyFirstFix(id: string): void {
    const known = [...(this.#issues.get(id) ?? []), ...(this.#refusals.get(id)?.issues ?? []), ...(this.#cell(id)?.run?.error?.issues ?? [])];
    const issue = known.find((it) => it.fix);
    if (issue?.fix) this.#applyFix(id, issue.fix, issue);
  }

  #applyFix(id: string, fix: Fix, issue: Issue): void {
    const sync = this.#sync;
    if (!sync?.notebook?.canEdit) return;
    if (this._editing === id) {
      this.renderRoot.querySelector<SpoorCodeEditor>('spoor-code-editor')?.applyFix(fix, issue);
      return;
    }
    const text = sync.text(id);
    const { from, to } = fixPlace(text, fix, issue);
    this.#issues.delete(id);
    this.#settled.delete(id);
    this.#refusals.delete(id);
    sync.edit(id, text.slice(0, from) + fix.replacement + text.slice(to));
  }

  // --- keys --------------------------------------------------------------------------------------

  readonly #key = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.composedPath()[0];
    const menu = this.renderRoot.querySelector<HTMLElement>('.menu, .tr');
    if (menu && event.key === 'Escape') {
      this.#closePopover(true);
      event.preventDefault();
      return;
    }
    if (menu && this._menu && menuKey(event, menu)) {
      event.preventDefault();
      return;
    }
    if (this._dialog) return;
    if (!(target instanceof HTMLElement)) return;
    const cell = target.closest<HTMLElement>('spoor-cell');
    const onCell = target === cell;
    const name = keyName(event);
    if (target.closest('input, textarea, [contenteditable=true], spoor-code-editor')) return;
    if (target.closest('spoor-row-panel')) {
      this.#panelKey(event, name);
      return;
    }
    // Buttons keep Enter and Space; what is left of a cell keeps the cell's keys.
    if (!onCell && target.closest('button, a') && (name === 'Enter' || name === ' ')) return;
    const id = cell?.dataset.cell ?? this.#sync?.notebook?.cells[0]?.id;
    if (id === undefined) {
      if (name === 'b' || name === 'a') this.#insert(null);
      else if (name === '?') this.#openDialog({ kind: 'help' });
      else if (name === 'z') this.#undo();
      else return;
      event.preventDefault();
      return;
    }
    if (name === 'Escape' && cell && !onCell) {
      if (this._panel) this.#closePanel();
      else this.#focusCell(id);
      event.preventDefault();
      return;
    }
    const command = this.#keys.read(name, Date.now());
    if (command === undefined) return;
    event.preventDefault();
    this.#do(command, id);
  };

  /** Keys that work wherever the focus is, as long as nobody types. */
  readonly #documentKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.composedPath().includes(this) || this._dialog) return;
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && target !== document.body) return;
    if (event.key === 'F2') this.#openTitle();
    else if (event.key === '?') this.#openDialog({ kind: 'help' });
    else if (event.key === 'j' || event.key === 'k' || event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      this.#focusCell(this.#sync?.notebook?.cells[0]?.id);
    } else return;
    event.preventDefault();
  };

  #panelKey(event: KeyboardEvent, name: string): void {
    if (name === 'j') this.#panelRow((this._panel?.row ?? 0) + 1);
    else if (name === 'k') this.#panelRow((this._panel?.row ?? 0) - 1);
    else if (name === 'Escape') this.#closePanel();
    else return;
    event.preventDefault();
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
        this.#applyFirstFix(id);
        break;
      case 'run':
      case 'run-next':
      case 'run-insert':
        this.#do(event.detail, id);
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

  #openDialog(dialog: Dialog): void {
    if (!this._dialog) this.#returnTo = this.#active instanceof HTMLElement ? this.#active : undefined;
    this._dialog = dialog;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.dlg [data-first]')?.focus());
  }

  #closeDialog(): void {
    this._dialog = undefined;
    this.#returnTo?.focus();
    this.#returnTo = undefined;
    this.#nextConflict();
  }

  readonly #dialogKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' && this._dialog?.kind !== 'conflict') {
      event.preventDefault();
      this.#closeDialog();
      return;
    }
    if (event.key !== 'Tab') return;
    // The dialog keeps the focus: what is behind it cannot act.
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('.dlg button:not([disabled]), .dlg [tabindex="0"]')];
    const first = stops[0];
    const last = stops.at(-1);
    if (event.shiftKey && this.#active === first) last?.focus();
    else if (!event.shiftKey && this.#active === last) first?.focus();
    else return;
    event.preventDefault();
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
    return html`<div class="page" @keydown=${this.#key} @say=${(event: CustomEvent<string>) => this.#say(event.detail)}>
      ${this.#top()} ${this.#tools()}
      <div class="nbw ${this._panel ? 'panel' : ''}">
        <div class="col">
          ${this.#banner()}
          ${notebook
            ? html`${notebook.cells.length === 0 ? this.#empty(notebook.canEdit) : nothing}
                <div
                  role="group"
                  aria-label="Cells"
                  @cell-command=${this.#cellCommand}
                  @cell-menu=${this.#openMenu}
                  @open-row=${this.#openRow}
                  @editor-command=${this.#editorCommand}
                  @apply-fix=${(event: CustomEvent<{ cell: string; fix: Fix; issue: Issue }>) =>
                    this.#applyFix(event.detail.cell, event.detail.fix, event.detail.issue)}
                >
                  ${repeat(notebook.cells.slice(0, this._drawn), (cell) => cell.id, (cell, index) => this.#drawCell(cell, index))}
                </div>
                ${notebook.canEdit ? this.#add() : nothing}`
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
    const notebook = this.#sync?.notebook;
    return html`<header class="top">
      <button class="btn g ic burger" type="button" aria-label="Open navigation" @click=${() => this.dispatchEvent(new CustomEvent('spoor-open-drawer', { bubbles: true, composed: true }))}>
        ${icon('burger')}
      </button>
      <div class="crumb">
        ${this.listHref === '' ? nothing : html`<a class="up" href=${this.listHref}>Notebooks</a><span class="up">/</span>`}
        ${this._titling
          ? html`<input
              class="titlebox"
              aria-label="Title"
              maxlength="200"
              .value=${notebook?.title ?? ''}
              @keydown=${(event: KeyboardEvent) => {
                if (event.key === 'Enter') this.#endTitle(true);
                else if (event.key === 'Escape') this.#endTitle(false);
                else return;
                event.preventDefault();
                event.stopPropagation();
              }}
              @blur=${() => this.#endTitle(true)}
            />`
          : html`<h1>
              ${notebook?.canEdit
                ? html`<button type="button" title="Edit the title (F2)" @click=${() => this.#openTitle()}><bdi>${notebook.title}</bdi></button>`
                : (notebook?.title ?? '')}
            </h1>`}
      </div>
      ${notebook ? this.#saved() : nothing}
      <span class="sp"></span>
      <slot name="actions"></slot>
      <button class="btn g ic" type="button" aria-label="Keys" title="Keys (?)" @click=${() => this.#openDialog({ kind: 'help' })}>
        <kbd>?</kbd>
      </button>
    </header>`;
  }

  #saved() {
    const save = this.#sync?.save;
    if (!save) return nothing;
    if (!this.#sync?.notebook?.canEdit) return html`<span class="saved">${icon('lock')}Read only</span>`;
    switch (save.kind) {
      case 'saved':
        return html`<span class="saved" data-save="saved">${icon('check')}<span>Saved <span class="long">${clockTime(new Date(save.at))}</span></span></span>`;
      case 'saving':
        return html`<span class="saved" data-save="saving">Saving</span>`;
      case 'kept':
        return html`<span class="saved stale" data-save="kept">${icon('plug')}Kept in this browser</span>`;
      case 'unkept':
        return html`<span class="saved error" data-save="unkept">${icon('warning')}Not saved, and this browser has no room</span>`;
    }
  }

  #tools() {
    const notebook = this.#sync?.notebook;
    if (!notebook) return html`<div class="ctl"></div>`;
    const range = notebook.timeRange;
    const waiting = notebook.cells.filter((cell) => this.#waits(cell));
    return html`<div class="ctl" role="toolbar" aria-label="Inputs">
      <button
        class="pill"
        type="button"
        aria-haspopup="dialog"
        aria-expanded=${String(this._picking)}
        title="Time range (T)"
        ?disabled=${!notebook.canEdit}
        @click=${() => (this._picking ? this.#closePopover(true) : (this._picking = true))}
      >
        ${icon('clock', true)}<b>${rangeInWords(range)}</b>${range.kind === 'relative' ? html`<span class="hide-s">to ${dayAndMinute(new Date(this._now))}</span>` : nothing}${icon('down', true)}
      </button>
      <span class="sp"></span>
      ${waiting.length > 0
        ? html`<span class="tag stale hide-s">${icon('clock')}${count(waiting.length)} stale</span>
            <button class="btn rs" type="button" ?disabled=${this.#sync?.offline ?? true} @click=${() => waiting.forEach((cell) => this.#run(cell.id))}>
              ${icon('play')}Run stale
            </button>`
        : html`<button
            class="btn rs"
            type="button"
            ?disabled=${(this.#sync?.offline ?? true) || !notebook.cells.some((cell) => cell.type === 'vql')}
            @click=${() => notebook.cells.filter((cell) => cell.type === 'vql').forEach((cell) => this.#run(cell.id))}
          >
            ${icon('play')}Run all
          </button>`}
    </div>`;
  }

  #waits(cell: Cell): boolean {
    const sync = this.#sync;
    if (!sync?.notebook || cell.type !== 'vql' || !cell.run) return false;
    const { state } = look(cell, {
      draft: sync.draft(cell.id),
      offline: false,
      timeRange: sync.notebook.timeRange,
      changedInput: sync.changedInput(cell.id),
    });
    return state === 'stale' || state === 'edited';
  }

  #banner() {
    if (this._live.kind === 'ended') {
      return html`<div class="bann bad" role="alert">
        ${icon('lock')}<span><b>You are logged out.</b> What you typed is kept in this browser. <a href="">Log in again</a></span>
      </div>`;
    }
    if (this._failed !== '') {
      return html`<div class="bann bad" role="alert">${icon('error')}<span><b>This notebook cannot be opened.</b> ${this._failed}</span></div>`;
    }
    if (this._live.kind === 'offline') {
      const wait = Math.max(0, Math.ceil((this._live.nextTry - this._now) / 1000));
      return html`<div class="bann" role="status">
        ${icon('plug')}
        <span><b>The server does not answer.</b> Keep typing: edits stay in this browser and are sent when it is back.
          <span aria-hidden="true">${wait > 0 ? `Next try in ${wait} s.` : ''}</span></span>
        <span class="sp"></span>
        <button class="btn sm" type="button" @click=${this.#tryNow}>Try now</button>
      </div>`;
    }
    return nothing;
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
      .issues=${this.#settled.get(cell.id) ?? NO_ISSUES}
      .refusal=${this.#refusals.get(cell.id)}
      .now=${this._now}
      .nextTry=${live.kind === 'offline' ? live.nextTry : 0}
      .tall=${this.#tall.has(cell.id)}
      .editor=${editing ? () => this.#editor(cell, index) : undefined}
    ></spoor-cell>`;
  }

  #editor(cell: Cell, index: number) {
    const sync = this.#sync;
    return html`<spoor-code-editor
      .value=${sync?.text(cell.id) ?? ''}
      .kind=${cell.type}
      .label=${`${cell.type === 'vql' ? 'Query' : 'Text'} of cell ${index + 1}`}
      .nonce=${pageNonce()}
      .issues=${this.#issues.get(cell.id) ?? NO_ISSUES}
      .vocabulary=${this.#words()}
      .check=${cell.type === 'vql' ? this.#check : undefined}
      .startAt=${this.#startAt}
      .overlay=${this.renderRoot.querySelector('.overlay') ?? undefined}
      @edited=${(event: CustomEvent<string>) => {
        this.#refusals.delete(cell.id);
        sync?.edit(cell.id, event.detail);
      }}
      @issues-found=${(event: CustomEvent<Issue[]>) => {
        this.#issues.set(cell.id, event.detail);
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => this.#settle(), SETTLE_MS);
      }}
    ></spoor-code-editor>`;
  }

  readonly #check = (text: string, signal: AbortSignal): Promise<Issue[]> => this.#api.check(text, signal);

  #words(): Vocabulary {
    const columns = new Set<string>();
    for (const cell of this.#sync?.notebook?.cells ?? []) for (const column of cell.run?.columns ?? []) columns.add(column.name);
    return { ...this.#vocabulary, columns: [...columns] };
  }

  #add() {
    const last = this.#sync?.notebook?.cells.at(-1)?.id ?? null;
    return html`<div class="add">
      <button class="btn g sm" type="button" @click=${() => this.#insert(last, 'vql', true)}>${icon('plus')}VQL <kbd>B</kbd></button>
      <button class="btn g sm" type="button" @click=${() => this.#insert(last, 'markdown', true)}>${icon('text')}Text <kbd>M</kbd></button>
    </div>`;
  }

  #empty(canEdit: boolean) {
    return html`<div class="start">
      <h2>New notebook</h2>
      <p>${canEdit ? 'Start from a question, or from nothing.' : 'There is nothing in it yet.'}</p>
      ${canEdit
        ? html`<div class="acts">
              <button class="btn p" type="button" @click=${() => this.#startWith(BLOG_HINT)}>Newest process creations</button>
              <button class="btn" type="button" @click=${() => this.#insert(null, 'vql', true)}>Blank query</button>
              <button class="btn g" type="button" @click=${() => this.#insert(null, 'markdown', true)}>Text</button>
            </div>
            <div class="hint"><span><kbd>B</kbd> query</span><span><kbd>M</kbd> text</span><span><kbd>Ctrl</kbd> <kbd>↵</kbd> run</span><span><kbd>?</kbd> all keys</span></div>`
        : nothing}
    </div>`;
  }

  #startWith(text: string): void {
    const id = this.#sync?.insert('vql', null, text);
    if (id === undefined) return;
    void this.#focusSoon(id);
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
        @open-value=${(event: CustomEvent<ValuePlace>) => this.#openDialog({ kind: 'value', place: event.detail })}
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
                tall: this.#tall.has(menuCell.id),
              },
              (command) => {
                this.#closePopover(false);
                this.#focusCell(menuCell.id);
                this.#cellCommand(new CustomEvent('cell-command', { detail: { command, cell: menuCell.id } }));
              },
            )}
          </div>`
        : nothing}
      ${this._dialog ? this.#drawDialog(this._dialog) : nothing}
      <div class="toasts" role="status">
        ${repeat(
          this._toasts,
          (toast) => toast.id,
          (toast) =>
            toastTemplate(
              toast,
              (on) => (this.#held = on),
              () => (this._toasts = this._toasts.filter((it) => it.id !== toast.id)),
            ),
        )}
      </div>
    `;
  }

  #drawDialog(dialog: Dialog) {
    return html`<div class="veil" @keydown=${this.#dialogKey} @close-dialog=${() => this.#closeDialog()}>
      <div class="dlg ${dialog.kind === 'help' ? '' : 'wide'}" role="dialog" aria-modal="true" aria-labelledby=${dialog.kind === 'value' ? 'viewer-title' : 'dialog-title'}>
        ${dialog.kind === 'help'
          ? helpTemplate(() => this.#closeDialog())
          : dialog.kind === 'conflict'
            ? conflictTemplate(dialog.conflict, (keep) => {
                this.#sync?.settle(dialog.conflict, keep);
                this.#closeDialog();
              })
            : html`<spoor-value-viewer .place=${dialog.place} .source=${this.#api}></spoor-value-viewer>`}
      </div>
    </div>`;
  }

  /** For tests and for the shell: the cell that has the focus. */
  get focusedCell(): string | undefined {
    return this.#focusedCell();
  }
}

const NO_ISSUES: readonly Issue[] = [];

function storage(kind: 'local' | 'session'): Storage | undefined {
  try {
    return kind === 'local' ? localStorage : sessionStorage;
  } catch {
    return undefined;
  }
}

function tabId(): string {
  const kept = storage('session')?.getItem('spoor.tab');
  if (kept) return kept;
  const id = Math.floor(Math.random() * 36 ** 8).toString(36);
  storage('session')?.setItem('spoor.tab', id);
  return id;
}

/** The page's style nonce, which the server writes into its head. */
function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="spoor-nonce"]')?.content ?? '';
}

customElements.define('spoor-notebook', SpoorNotebook);
