// A grid over rows that stay on the server: a fixed row height, only what is seen is drawn.
import { LitElement, html, type PropertyValues } from 'lit';
import type { RowSource } from '../model/row-source.ts';
import type { RunSummary, Value } from '../model/types.ts';
import { copied } from '../model/values.ts';
import { count } from '../model/words.ts';
import { copyText, selectionAt } from '../ui/copy.ts';
import { FIRST_COLUMNS, isMono, layOut, template, type LaidColumn } from './columns.ts';
import { readWhole } from './read-whole.ts';
import { describeValue, renderValue } from './render-value.ts';
import { RowView } from './row-view.ts';

export interface OpenRow {
  run: string;
  row: number;
  total: number;
  exact: boolean;
}

export interface SeenRows {
  first: number;
  last: number;
  total: number;
  hiddenColumns: number;
}

/** Rows shown before the grid scrolls. */
const TALL = 10;
/** Browsers give up on elements much taller than this; beyond it the scroll bar is a scale. */
const TALLEST_PX = 6_000_000;
const MORE_COLUMNS = 50;

let nextId = 0;

export class SpoorRowGrid extends LitElement {
  static override properties = {
    run: { attribute: false },
    source: { attribute: false },
    dim: { type: Boolean },
    label: {},
    selected: { type: Number },
    tall: { type: Boolean },
  };

  declare run: RunSummary | null;
  declare source: RowSource | undefined;
  declare dim: boolean;
  declare label: string;
  /** The row that the panel shows, or -1. */
  declare selected: number;
  declare tall: boolean;

  readonly #id = `g${++nextId}`;
  #view: RowView | undefined;
  #next: RowView | undefined;
  #columns: LaidColumn[] = [];
  #columnLimit = FIRST_COLUMNS;
  #laidFor = '';
  #hidden = 0;
  #row = -1;
  #column = 0;
  #drawn = new Map<number, HTMLElement>();
  #frame = 0;
  #told = '';
  #rowHeight = 28;
  #resized: ResizeObserver | undefined;

  constructor() {
    super();
    this.run = null;
    this.source = undefined;
    this.dim = false;
    this.label = 'Rows';
    this.selected = -1;
    this.tall = false;
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
  }

  override render() {
    return html`<div
      class="grid"
      role="grid"
      tabindex="0"
      @scroll=${() => this.#schedule()}
      @wheel=${this.#wheel}
      @keydown=${this.#key}
      @pointerdown=${this.#point}
      @dblclick=${this.#double}
      @focus=${() => this.#focused()}
      @copy=${this.#copy}
    >
      <div class="ghead" role="row"></div>
      <div class="gspace" role="presentation"></div>
    </div>`;
  }

  override firstUpdated(): void {
    this.#updateRun();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('run') || changed.has('source')) this.#updateRun();
    if (changed.has('selected') && this.selected >= 0 && this.selected !== this.#row) {
      this.#row = this.selected;
      this.#reveal();
    }
    if (changed.has('selected')) this.#redraw();
    this.#schedule();
  }

  get #box(): HTMLElement | null {
    return this.querySelector('.grid');
  }

  #updateRun(): void {
    const run = this.run;
    if (!run || !this.source) {
      this.#view?.close();
      this.#view = undefined;
      this.#redraw();
      return;
    }
    let view = this.#view?.run === run.run ? this.#view : this.#next?.run === run.run ? this.#next : undefined;
    if (!view) {
      this.#next?.close();
      view = new RowView(run.run, this.source, () => this.#arrived());
      this.#next = view;
    }
    view.total = Math.max(view.total, run.rows);
    view.exact = run.exact;
    if (view === this.#next) {
      // Old rows stay until the first new row is here, so nothing flashes.
      if (view.total === 0) this.#swap();
      else view.want(0, 0);
    }
  }

  #swap(): void {
    if (!this.#next) return;
    const sameColumns = this.#view !== undefined;
    this.#view?.close();
    this.#view = this.#next;
    this.#next = undefined;
    if (!sameColumns) this.#columnLimit = FIRST_COLUMNS;
    this.#laidFor = '';
    this.#row = -1;
    this.#redraw();
  }

  #arrived(): void {
    if (this.#next && (this.#next.row(0) !== undefined || this.#next.failed !== undefined)) this.#swap();
    this.#redraw();
  }

  #redraw(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  // --- drawing -----------------------------------------------------------------------------------

  #layOut(view: RowView): void {
    const columns = this.run?.columns ?? [];
    const rows = view.firstRows();
    const key = `${view.run}/${this.#columnLimit}/${columns.length}/${Math.min(60, rows.length)}`;
    if (key === this.#laidFor) return;
    this.#laidFor = key;
    this.#columns = layOut(columns, rows, this.#columnLimit);
    this.#hidden = Math.max(0, columns.length - this.#columns.length);
    const head = this.querySelector('.ghead');
    const box = this.#box;
    if (!head || !box) return;
    const { tracks, least } = template(this.#columns);
    box.style.setProperty('--tracks', tracks);
    box.style.setProperty('--least', `${least / 16}rem`);
    head.setAttribute('aria-rowindex', '1');
    head.replaceChildren(
      ...this.#columns.map((column, i) => {
        const cell = document.createElement('div');
        cell.className = column.kind === 'number' ? 'gh r' : 'gh';
        cell.setAttribute('role', 'columnheader');
        cell.setAttribute('aria-colindex', String(i + 1));
        cell.append(renderValue(column.name));
        cell.title = column.kind === 'time' ? `${describeValue(column.name)}, in UTC` : describeValue(column.name);
        return cell;
      }),
    );
  }

  #draw(): void {
    const box = this.#box;
    const space = this.querySelector<HTMLElement>('.gspace');
    const view = this.#view;
    if (!box || !space) return;
    this.#measure();
    if (!view) {
      box.style.height = '';
      this.#tell(0, 0, 0);
      return;
    }
    this.#layOut(view);
    const height = this.#rowHeight;
    // While rows arrive the place for a few is kept, so that what stands below does not move at each row.
    const least = this.run?.state === 'running' ? 3 : 1;
    const visible = Math.max(least, Math.min(view.total, this.tall ? TALL * 3 : TALL));
    const bar = box.offsetHeight - box.clientHeight;
    box.style.height = `${height * (visible + 1) - 1 + Math.max(0, bar)}px`;
    const full = view.total * height;
    space.style.height = `${Math.min(full, TALLEST_PX)}px`;
    box.setAttribute('aria-rowcount', String(view.exact ? view.total + 1 : -1));
    box.setAttribute('aria-colcount', String(this.run?.columns.length ?? 0));
    box.setAttribute('aria-label', this.label);
    const inside = Math.max(1, Math.round((box.clientHeight - height) / height));
    const top = this.#topRow(view, inside);
    const first = Math.max(0, Math.floor(top));
    const last = Math.min(view.total - 1, first + inside + 1);
    view.want(first, last);
    for (const [index, row] of this.#drawn) {
      if (index < first - 2 || index > last + 2) {
        row.remove();
        this.#drawn.delete(index);
      }
    }
    for (let index = Math.max(0, first - 2); index <= Math.min(view.total - 1, last + 2); index++) {
      let row = this.#drawn.get(index);
      if (!row) {
        row = this.#drawRow(view, index);
        this.#drawn.set(index, row);
        space.append(row);
      }
      row.style.transform = `translateY(${full > TALLEST_PX ? box.scrollTop + (index - top) * height : index * height}px)`;
    }
    this.#markActive();
    this.#tell(view.total === 0 ? 0 : first + 1, Math.min(view.total, first + inside), view.total);
  }

  #measure(): void {
    const root = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    const touch = matchMedia('(max-width: 760px), (pointer: coarse)').matches;
    const height = Math.round(((touch ? 36 : 28) * root) / 16);
    if (height !== this.#rowHeight) {
      this.#rowHeight = height;
      for (const row of this.#drawn.values()) row.remove();
      this.#drawn.clear();
    }
    this.#box?.style.setProperty('--row-height', `${height}px`);
  }

  #topRow(view: RowView, inside: number): number {
    const box = this.#box;
    if (!box) return 0;
    const full = view.total * this.#rowHeight;
    if (full <= TALLEST_PX) return box.scrollTop / this.#rowHeight;
    const way = Math.max(1, TALLEST_PX - (box.clientHeight - this.#rowHeight));
    return Math.min(1, box.scrollTop / way) * Math.max(0, view.total - inside);
  }

  #scrollToRow(view: RowView, row: number, inside: number): void {
    const box = this.#box;
    if (!box) return;
    const full = view.total * this.#rowHeight;
    if (full <= TALLEST_PX) box.scrollTop = row * this.#rowHeight;
    else {
      const way = TALLEST_PX - (box.clientHeight - this.#rowHeight);
      box.scrollTop = (row / Math.max(1, view.total - inside)) * way;
    }
  }

  #drawRow(view: RowView, index: number): HTMLElement {
    const row = document.createElement('div');
    row.className = 'gr';
    row.id = `${this.#id}-${index}`;
    row.dataset.row = String(index);
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', String(index + 2));
    const values = view.row(index);
    if (!values) {
      row.classList.add('blank');
      return row;
    }
    this.#columns.forEach((column, i) => row.append(this.#drawCell(values, column, i, index)));
    return row;
  }

  #drawCell(values: Value[], column: LaidColumn, i: number, index: number): HTMLElement {
    const cell = document.createElement('div');
    cell.className = `gc ${isMono(column.kind) ? 'mono' : ''} ${column.kind === 'number' ? 'r' : ''}`;
    cell.id = `${this.#id}-${index}-${i}`;
    cell.dataset.column = String(i);
    cell.setAttribute('role', 'gridcell');
    cell.setAttribute('aria-colindex', String(i + 1));
    const value = values[column.index];
    cell.append(renderValue(value, { kind: column.kind, sameDay: column.sameDay }));
    return cell;
  }

  #markActive(): void {
    const focused = this.#box?.matches(':focus') ?? false;
    for (const [index, row] of this.#drawn) {
      const on = index === this.selected || (this.selected < 0 && index === this.#row);
      row.classList.toggle('sel', on);
      row.setAttribute('aria-selected', String(on));
      row.querySelectorAll('.gc.at').forEach((cell) => cell.classList.remove('at'));
      if (index === this.#row && focused) row.querySelector(`[data-column="${this.#column}"]`)?.classList.add('at');
    }
    const active = this.#drawn.get(this.#row);
    if (active) this.#box?.setAttribute('aria-activedescendant', `${active.id}-${this.#column}`);
    else this.#box?.removeAttribute('aria-activedescendant');
  }

  #tell(first: number, last: number, total: number): void {
    const key = `${first}/${last}/${total}/${this.#hidden}`;
    if (key === this.#told) return;
    this.#told = key;
    this.dispatchEvent(
      new CustomEvent<SeenRows>('rows-seen', { detail: { first, last, total, hiddenColumns: this.#hidden }, bubbles: true }),
    );
  }

  // --- keys and pointer --------------------------------------------------------------------------

  #focused(): void {
    if (this.#row < 0 && (this.#view?.total ?? 0) > 0) this.#row = Math.max(0, this.selected);
    this.#markActive();
  }

  readonly #key = (event: KeyboardEvent): void => {
    const view = this.#view;
    if (!view || event.altKey) return;
    const inside = Math.max(1, Math.round(((this.#box?.clientHeight ?? 0) - this.#rowHeight) / this.#rowHeight));
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'c') {
      if (String(selectionAt(this) ?? '') !== '') return;
      void this.#copyActive();
      event.preventDefault();
      return;
    }
    if (control && event.key !== 'Home' && event.key !== 'End') return;
    const last = view.total - 1;
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        this.#go(Math.min(last, this.#row + 1));
        break;
      case 'ArrowUp':
      case 'k':
        this.#go(Math.max(0, this.#row - 1));
        break;
      case 'PageDown':
        this.#go(Math.min(last, this.#row + inside));
        break;
      case 'PageUp':
        this.#go(Math.max(0, this.#row - inside));
        break;
      case 'Home':
        if (control) this.#go(0);
        else this.#column = 0;
        break;
      case 'End':
        if (control) this.#go(last);
        else this.#column = this.#columns.length - 1;
        break;
      case 'ArrowRight':
        this.#column = Math.min(this.#columns.length - 1, this.#column + 1);
        break;
      case 'ArrowLeft':
        this.#column = Math.max(0, this.#column - 1);
        break;
      case 'Enter':
      case 'e':
      case 'E':
        if (event.shiftKey || control) return;
        this.openRow(this.#row);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#revealColumn();
    this.#schedule();
  };

  #go(row: number): void {
    this.#row = row;
    if (this.selected >= 0) this.openRow(row);
    this.#reveal();
  }

  #reveal(): void {
    const view = this.#view;
    const box = this.#box;
    if (!view || !box || this.#row < 0) return;
    const inside = Math.max(1, Math.round((box.clientHeight - this.#rowHeight) / this.#rowHeight));
    const top = this.#topRow(view, inside);
    if (this.#row < top) this.#scrollToRow(view, this.#row, inside);
    else if (this.#row > top + inside - 1) this.#scrollToRow(view, this.#row - inside + 1, inside);
  }

  #revealColumn(): void {
    const cell = this.#drawn.get(this.#row)?.querySelector<HTMLElement>(`[data-column="${this.#column}"]`);
    const box = this.#box;
    if (!cell || !box) return;
    if (cell.offsetLeft < box.scrollLeft) box.scrollLeft = cell.offsetLeft;
    else if (cell.offsetLeft + cell.offsetWidth > box.scrollLeft + box.clientWidth) {
      box.scrollLeft = Math.min(cell.offsetLeft, cell.offsetLeft + cell.offsetWidth - box.clientWidth);
    }
  }

  /** Beyond the tallest element a wheel click would jump thousands of rows: move by rows instead. */
  readonly #wheel = (event: WheelEvent): void => {
    const view = this.#view;
    const box = this.#box;
    if (!view || !box || view.total * this.#rowHeight <= TALLEST_PX || event.deltaY === 0) return;
    event.preventDefault();
    const inside = Math.max(1, Math.round((box.clientHeight - this.#rowHeight) / this.#rowHeight));
    const rows = Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / this.#rowHeight));
    this.#scrollToRow(view, Math.max(0, this.#topRow(view, inside) + rows), inside);
  };

  #hit(event: Event): { row: number; column: number } | undefined {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('.gr')?.dataset.row;
    if (row === undefined) return undefined;
    return { row: Number(row), column: Number(target?.closest<HTMLElement>('.gc')?.dataset.column ?? 0) };
  }

  readonly #point = (event: PointerEvent): void => {
    const hit = this.#hit(event);
    if (!hit) return;
    this.#row = hit.row;
    this.#column = hit.column;
    if (this.selected >= 0) this.openRow(hit.row);
    this.#schedule();
  };

  readonly #double = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    if (hit) this.openRow(hit.row);
  };

  /** Asks for the panel with one row. */
  openRow(row: number): void {
    const view = this.#view;
    if (!view || row < 0 || row >= view.total) return;
    this.#row = row;
    this.dispatchEvent(
      new CustomEvent<OpenRow>('open-row', {
        detail: { run: view.run, row, total: view.total, exact: view.exact },
        bubbles: true,
      }),
    );
  }

  /** The row that has the grid's caret, or the first. */
  get activeRow(): number {
    return this.#row < 0 ? 0 : this.#row;
  }

  focusGrid(): void {
    this.#box?.focus();
  }

  showMoreColumns(): void {
    this.#columnLimit += MORE_COLUMNS;
    this.#laidFor = '';
    this.#redraw();
  }

  async #copyActive(): Promise<void> {
    const view = this.#view;
    const column = this.#columns[this.#column];
    const value = column && view?.row(this.#row)?.[column.index];
    if (!view || !column || value === undefined) return;
    let text = copied(value);
    if (typeof value === 'object' && value !== null && '$cut' in value && this.source) {
      text = await readWhole(this.source, view.run, this.#row, column.index);
    }
    if (await copyText(text)) {
      this.dispatchEvent(new CustomEvent('say', { detail: `Copied ${count(text.length)} characters`, bubbles: true }));
    }
  }

  /** A selection over marks copies what arrived, not the names in the frames. */
  readonly #copy = (event: ClipboardEvent): void => {
    const selection = selectionAt(this);
    if (!selection || selection.isCollapsed || selection.rangeCount === 0) return;
    const fragment = selection.getRangeAt(0).cloneContents();
    const text = fragment.textContent ?? '';
    if (text === '') return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
}

customElements.define('spoor-row-grid', SpoorRowGrid);
