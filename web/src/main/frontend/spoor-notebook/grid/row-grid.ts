// A grid over rows that stay on the server: a fixed row height, only what is seen is drawn.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { gridCommand } from '../keys/grid-keys.ts';
import { keyName } from '../keys/keymap.ts';
import { isOver } from '../model/cell-state.ts';
import type { OpenRow, SeenRows } from '../model/grid-events.ts';
import type { RowSource } from '../model/row-source.ts';
import type { RowOrder, RunSummary } from '../model/types.ts';
import { selectionAt } from '../ui/copy.ts';
import { Caret } from './caret.ts';
import { ColumnHand } from './column-hand.ts';
import { FIRST_COLUMNS, layOut, template } from './columns.ts';
import { findBar } from './find-bar.ts';
import { GridActions } from './grid-actions.ts';
import { GridKeyboard } from './grid-keyboard.ts';
import { GridPointer } from './grid-pointer.ts';
import { Painter } from './painter.ts';
import { RowSwitch } from './row-switch.ts';
import type { RowView } from './row-view.ts';
import { TALLEST_PX, inside, reveal, rowTop, topRow, type Geometry } from './scroll.ts';

/** Rows shown before the grid scrolls. */
const TALL = 10;
const MORE_COLUMNS = 50;
const FIND_MS = 200;

let nextId = 0;

export class SpoorRowGrid extends LitElement {
  static override properties = {
    run: { attribute: false },
    source: { attribute: false },
    dim: { type: Boolean },
    label: {},
    selected: { type: Number },
    tall: { type: Boolean },
    place: {},
    canRefine: { type: Boolean },
    lines: { type: Number },
    fixedOrder: { type: Boolean },
    hiddenFirst: { attribute: false },
    _finding: { state: true },
    _find: { state: true },
    _found: { state: true },
  };

  declare run: RunSummary | null;
  declare source: RowSource | undefined;
  declare dim: boolean;
  declare label: string;
  /** The row that the panel shows, or -1. */
  declare selected: number;
  declare tall: boolean;
  /** Under what the choice of columns is kept. */
  declare place: string;
  declare canRefine: boolean;
  /** Rows shown before it scrolls; 0 for as many as a cell has. */
  declare lines: number;
  /** Rows that come in one order only, and are not searched. */
  declare fixedOrder: boolean;
  /** Columns that are hidden as long as nobody chose. */
  declare hiddenFirst: readonly string[];
  declare _finding: boolean;
  declare _find: string;
  declare _found: number | undefined;

  readonly #painter = new Painter(`g${++nextId}`);
  readonly #caret = new Caret();
  readonly #hand: ColumnHand;
  readonly #actions: GridActions;
  readonly #pointer: GridPointer;
  readonly #keyboard: GridKeyboard;
  readonly #switch = new RowSwitch((view, before) => this.#swapped(view, before), () => this.#arrived());
  #columnLimit = FIRST_COLUMNS;
  #laidFor = '';
  #beyond = 0;
  #frame = 0;
  #told = '';
  #rowHeight = 28;
  #resized: ResizeObserver | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #toOpen = -1;

  constructor() {
    super();
    this.run = null;
    this.source = undefined;
    this.dim = false;
    this.label = 'Rows';
    this.selected = -1;
    this.tall = false;
    this.place = '';
    this.canRefine = false;
    this.lines = 0;
    this.fixedOrder = false;
    this.hiddenFirst = [];
    this._finding = false;
    this._find = '';
    this._found = undefined;
    this.#hand = new ColumnHand(() => this.#columnsChanged());
    const grid = this;
    const parts = {
      element: grid,
      caret: this.#caret,
      hand: this.#hand,
      painter: this.#painter,
      get view() {
        return grid.#view;
      },
      get box() {
        return grid.#box;
      },
      get columns() {
        return grid.#painter.columns;
      },
      get actions() {
        return grid.#actions;
      },
      geometry: (view: RowView) => this.#geometry(view),
      shownWidth: (column: number) => this.#shownWidth(column),
      sort: (name: string, direction?: boolean | 'none') => this.#sort(name, direction),
      open: (row: number) => this.openRow(row),
      follow: (row: number) => {
        if (this.selected >= 0) this.openRow(row);
      },
      go: (row: number) => this.#go(row),
      reveal: () => this.#reveal(),
      revealColumn: () => this.#revealColumn(),
      schedule: () => this.#schedule(),
    };
    this.#actions = new GridActions(parts);
    this.#keyboard = new GridKeyboard(parts);
    this.#pointer = new GridPointer(parts);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized = new ResizeObserver(() => this.#schedule());
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    clearTimeout(this.#wait);
  }

  override render() {
    return html`${this._finding
        ? findBar({
            text: this._find,
            found: this._found,
            of: this.run?.rows ?? 0,
            waits: this.run !== null && !isOver(this.run),
            change: (text) => this.#look(text),
            toRows: () => this.focusGrid(),
            close: () => this.#endFind(),
          })
        : nothing}
      <div
        class="grid"
        role="grid"
        tabindex="0"
        aria-multiselectable="true"
        @scroll=${() => this.#schedule()}
        @wheel=${this.#pointer.wheel}
        @keydown=${this.#key}
        @pointerdown=${this.#pointer.down}
        @click=${this.#pointer.click}
        @dblclick=${this.#pointer.double}
        @contextmenu=${this.#pointer.menu}
        @focus=${() => this.#focused()}
        @blur=${() => this.#mark()}
        @copy=${this.#copySelection}
      >
        <div class="ghead" role="row"></div>
        <div class="gspace" role="presentation"></div>
        <div class="gnone t3" hidden></div>
      </div>`;
  }

  override firstUpdated(): void {
    this.#updateRun();
  }

  override updated(changed: PropertyValues<this>): void {
    const isPlaced = changed.has('place') || changed.has('hiddenFirst');
    if (isPlaced) this.#hand.open(this.place, this.hiddenFirst);
    if (changed.has('run') || changed.has('source') || isPlaced) this.#updateRun();
    if (changed.has('selected') && this.selected >= 0 && this.selected !== this.#caret.row) {
      this.#caret.go(this.selected);
      this.#reveal();
    }
    this.#schedule();
  }

  get #box(): HTMLElement | null {
    return this.querySelector('.grid');
  }

  // --- which rows --------------------------------------------------------------------------------

  /** A run that still goes is shown as its rows come: what is read must not move. */
  #order(run: RunSummary): RowOrder {
    if (!isOver(run) || this.fixedOrder) return {};
    const sort = this.#hand.choice.sort;
    const order: RowOrder = {};
    if (sort && run.columns.some((column) => column.name === sort.column)) {
      order.sort = sort.column;
      if (sort.descending) order.descending = true;
    }
    if (this._finding && this._find !== '') order.find = this._find;
    return order;
  }

  #updateRun(): void {
    const run = this.run;
    if (run && this.source) this.#switch.show(run, this.#order(run), this.source);
    else this.#switch.clear();
  }

  readonly #swapped = (view: RowView, before: RowView | undefined): void => {
    const sameRun = before?.run === view.run;
    if (!before) this.#columnLimit = FIRST_COLUMNS;
    this.#laidFor = '';
    if (!sameRun || view.total <= this.#caret.row) this.#caret.forget();
    const box = this.#box;
    if (box && sameRun) box.scrollTop = 0;
    this._found = view.isSearched ? view.total : undefined;
  };

  readonly #arrived = (): void => {
    if (this.#toOpen >= 0) this.openRow(this.#toOpen);
    this.#redraw();
  };

  #columnsChanged(): void {
    this.#laidFor = '';
    this.#updateRun();
    this.#redraw();
  }

  // --- finding -----------------------------------------------------------------------------------

  /** Opens the line to look for a text. */
  find(text = this._find): void {
    if (this.fixedOrder) {
      this.#actions.say('These rows are searched by the condition above');
      return;
    }
    this._finding = true;
    this.#look(text);
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('.gfind input')?.select());
  }

  #look(text: string): void {
    this._find = text;
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.#updateRun(), FIND_MS);
  }

  #endFind(): void {
    this._finding = false;
    this._find = '';
    this._found = undefined;
    this.#updateRun();
    this.focusGrid();
  }

  // --- drawing -----------------------------------------------------------------------------------

  #redraw(): void {
    this.#painter.clear();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #layOut(view: RowView): void {
    const columns = this.run?.columns ?? [];
    const rows = view.firstRows();
    const choice = this.#hand.choice;
    const key = `${view.run}/${this.#columnLimit}/${columns.length}/${Math.min(60, rows.length)}/${JSON.stringify(choice)}`;
    const head = this.querySelector('.ghead');
    const box = this.#box;
    if (key === this.#laidFor || !head || !box) return;
    this.#laidFor = key;
    // A search without rows keeps the columns that it found.
    if (rows.length > 0 || this.#painter.columns.length === 0 || !view.isSearched) {
      this.#painter.columns = layOut(columns, rows, this.#columnLimit, choice);
    }
    this.#beyond = Math.max(0, columns.length - choice.hidden.filter((name) => columns.some((it) => it.name === name)).length - this.#painter.columns.length);
    this.#setTracks();
    head.setAttribute('aria-rowindex', '1');
    head.replaceChildren(...this.#painter.head(choice));
  }

  #setTracks(): void {
    const { tracks, least } = template(this.#painter.columns);
    this.#box?.style.setProperty('--tracks', tracks);
    this.#box?.style.setProperty('--least', `${least / 16}rem`);
  }

  #geometry(view: RowView): Geometry {
    return { rowHeight: this.#rowHeight, viewport: (this.#box?.clientHeight ?? 0) - this.#rowHeight, total: view.total };
  }

  #draw(): void {
    const box = this.#box;
    const space = this.querySelector<HTMLElement>('.gspace');
    const head = this.querySelector('.ghead');
    const view = this.#view;
    if (!box || !space || !head) return;
    this.#measure(box);
    if (!view) {
      box.style.height = '';
      this.#tell(0, 0, 0);
      return;
    }
    this.#layOut(view);
    const height = this.#rowHeight;
    // While rows arrive the place for a few is kept, so that what stands below does not move at each row.
    const least = this.run?.state === 'running' || view.isSearched ? 3 : 1;
    const rows = Math.max(view.total, view.isSearched ? Math.min(TALL, this.run?.rows ?? 0) : 0);
    const visible = Math.max(least, Math.min(rows, this.lines > 0 ? this.lines : this.tall ? TALL * 3 : TALL));
    const bar = box.offsetHeight - box.clientHeight;
    box.style.height = `${height * (visible + 1) - 1 + Math.max(0, bar)}px`;
    space.style.height = `${Math.min(view.total * height, TALLEST_PX)}px`;
    box.setAttribute('aria-rowcount', String(view.exact ? view.total + 1 : -1));
    box.setAttribute('aria-colcount', String(this.run?.columns.length ?? 0));
    box.setAttribute('aria-label', this.label);
    if (this.#painter.measure(head)) this.#painter.clear();
    const g = this.#geometry(view);
    const first = Math.max(0, Math.floor(topRow(g, box.scrollTop)));
    const last = Math.min(view.total - 1, first + inside(g) + 1);
    view.want(first, last);
    this.#painter.draw(space, view, first, last, (row) => rowTop(g, row, box.scrollTop));
    this.#sayNothing(view);
    this.#mark();
    this.#tell(view.total === 0 ? 0 : first + 1, Math.min(view.total, first + inside(g)), view.total);
  }

  /** Why there is nothing to see: not found, or not read. */
  #sayNothing(view: RowView): void {
    const none = this.querySelector<HTMLElement>('.gnone');
    if (!none) return;
    const failed = view.failed instanceof Error ? `The rows could not be read: ${view.failed.message}.` : '';
    const words = failed !== '' && view.row(0) === undefined ? failed : view.total === 0 && view.isSearched ? 'No row holds this text.' : '';
    none.hidden = words === '';
    none.textContent = words;
  }

  get #view(): RowView | undefined {
    return this.#switch.view;
  }

  #measure(box: HTMLElement): void {
    const root = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const touch = matchMedia('(max-width: 760px), (pointer: coarse)').matches;
    const height = Math.round(((touch ? 36 : 28) * root) / 16);
    if (height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#painter.clear();
    }
    box.style.setProperty('--row-height', `${height}px`);
  }

  #mark(): void {
    const box = this.#box;
    const caret = this.#caret.row < 0 ? undefined : { row: this.#caret.row, column: this.#caret.column };
    const active = this.#painter.mark(caret, (row) => this.#isSelected(row), box?.matches(':focus') ?? false);
    if (active) box?.setAttribute('aria-activedescendant', active);
    else box?.removeAttribute('aria-activedescendant');
  }

  #isSelected(row: number): boolean {
    if (this.#caret.isRange) return row >= this.#caret.from && row <= this.#caret.to;
    return row === (this.selected < 0 ? this.#caret.row : this.selected);
  }

  #tell(first: number, last: number, total: number): void {
    const of = this.#view?.isSearched ? (this.run?.rows ?? total) : undefined;
    const hidden = this.#hand.choice.hidden.filter((name) => this.run?.columns.some((it) => it.name === name)).length;
    const key = `${first}/${last}/${total}/${of}/${this.#beyond}/${hidden}`;
    if (key === this.#told) return;
    this.#told = key;
    const detail: SeenRows = { first, last, total, of, moreColumns: this.#beyond, hiddenColumns: hidden };
    this.dispatchEvent(new CustomEvent('rows-seen', { detail, bubbles: true }));
  }

  // --- keys --------------------------------------------------------------------------------------

  #focused(): void {
    if (this.#caret.row < 0 && (this.#view?.total ?? 0) > 0) this.#caret.go(Math.max(0, this.selected));
    this.#mark();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const command = gridCommand(keyName(event));
    if (!command || !this.#view || event.isComposing) return;
    // A selection made by the pointer is what the person means to copy.
    if (command === 'copy' && String(selectionAt(this) ?? '') !== '') return;
    this.#keyboard.do(command);
    event.preventDefault();
    event.stopPropagation();
  };

  #sort(name: string, descending?: boolean | 'none'): void {
    if (this.run && !isOver(this.run)) {
      this.#actions.say('Rows can be sorted when the run has ended');
      return;
    }
    if (this.fixedOrder) {
      this.#actions.say('These rows come in order of time');
      return;
    }
    this.#hand.sort(name, descending);
  }

  #go(row: number): void {
    const view = this.#view;
    if (!view) return;
    this.#caret.go(Math.max(0, Math.min(view.total - 1, row)));
    if (this.selected >= 0) this.openRow(this.#caret.row);
    this.#reveal();
  }

  #reveal(): void {
    const view = this.#view;
    const box = this.#box;
    if (!view || !box || this.#caret.row < 0) return;
    const to = reveal(this.#geometry(view), this.#caret.row, box.scrollTop);
    if (to !== undefined) box.scrollTop = to;
  }

  #revealColumn(): void {
    const cell = this.querySelectorAll<HTMLElement>('.gh')[this.#caret.column];
    const box = this.#box;
    if (!cell || !box) return;
    if (cell.offsetLeft < box.scrollLeft) box.scrollLeft = cell.offsetLeft;
    else if (cell.offsetLeft + cell.offsetWidth > box.scrollLeft + box.clientWidth) {
      box.scrollLeft = Math.min(cell.offsetLeft, cell.offsetLeft + cell.offsetWidth - box.clientWidth);
    }
  }

  #shownWidth(column: number): number {
    return this.querySelectorAll<HTMLElement>('.gh')[column]?.offsetWidth ?? 0;
  }

  // --- menus, panel, copies ----------------------------------------------------------------------

  /** The list in which columns are shown and hidden. */
  openColumns(at?: DOMRect): void {
    this.#actions.columns(at ?? this.querySelector('.ghead')?.getBoundingClientRect());
  }

  /** Asks for the panel with one row. */
  openRow(row: number): void {
    const view = this.#view;
    if (!view || row < 0 || row >= view.total) return;
    const it = view.row(row);
    this.#caret.go(row);
    this.#reveal();
    // A row that is not here yet is opened when it comes.
    this.#toOpen = it ? -1 : row;
    if (!it) {
      view.want(row, row);
      return;
    }
    const detail: OpenRow = {
      run: view.run,
      row,
      number: it.number,
      marks: it.marks,
      find: view.order.find ?? '',
      total: view.total,
      exact: view.exact,
    };
    this.dispatchEvent(new CustomEvent('open-row', { detail, bubbles: true }));
  }

  /** The row that has the grid's caret, or the first. */
  get activeRow(): number {
    return Math.max(0, this.#caret.row);
  }

  focusGrid(): void {
    this.#box?.focus();
  }

  showMoreColumns(): void {
    this.#columnLimit += MORE_COLUMNS;
    this.#columnsChanged();
  }

  /** A selection over marks copies what arrived, not the names in the frames. */
  readonly #copySelection = (event: ClipboardEvent): void => {
    const selection = selectionAt(this);
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const text = selection.getRangeAt(0).cloneContents().textContent ?? '';
    if (text === '') return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
}

customElements.define('spoor-row-grid', SpoorRowGrid);
