// Draws the head and the rows of a grid; keeps only those that are near what is seen.
import { marksOf } from '../model/excerpt.ts';
import { characterWidth, isMono, type LaidColumn } from './columns.ts';
import type { ColumnChoice } from './column-choice.ts';
import { describeValue, renderValue } from './render-value.ts';
import type { GridRow, RowView } from './row-view.ts';

/** Rows drawn beyond what is seen. */
const BEYOND = 2;
const CELL_PADDING_PX = 16;

export class Painter {
  readonly #id: string;
  readonly #drawn = new Map<number, HTMLElement>();
  columns: readonly LaidColumn[] = [];
  /** Widths on the screen, by place. */
  #widths: readonly number[] = [];

  constructor(id: string) {
    this.#id = id;
  }

  get rows(): ReadonlyMap<number, HTMLElement> {
    return this.#drawn;
  }

  clear(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
  }

  head(choice: ColumnChoice): HTMLElement[] {
    return this.columns.map((column, i) => {
      const cell = document.createElement('div');
      const sorted = choice.sort?.column === column.name ? choice.sort : undefined;
      cell.className = `gh${column.kind === 'number' ? ' r' : ''}${sorted ? ' sorted' : ''}`;
      cell.setAttribute('role', 'columnheader');
      cell.setAttribute('aria-colindex', String(i + 1));
      cell.setAttribute('aria-sort', sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none');
      cell.dataset.column = String(i);
      const name = document.createElement('span');
      name.className = 'ghn';
      name.append(renderValue(column.label));
      const arrow = document.createElement('span');
      arrow.className = 'gha';
      arrow.setAttribute('aria-hidden', 'true');
      arrow.textContent = sorted ? (sorted.descending ? '↓' : '↑') : '';
      const handle = document.createElement('span');
      handle.className = 'rz';
      handle.setAttribute('aria-hidden', 'true');
      cell.append(name, arrow, handle);
      cell.title = `${describeValue(column.name)}${column.kind === 'time' ? ', in UTC' : ''}. Click to sort`;
      return cell;
    });
  }

  /** Takes the widths on the screen; says whether they differ from before, so that matches may stand elsewhere. */
  measure(head: Element): boolean {
    const widths = [...head.children].map((cell) => (cell as HTMLElement).offsetWidth);
    const same = widths.length === this.#widths.length && widths.every((width, i) => Math.abs(width - (this.#widths[i] ?? 0)) < 4);
    if (!same) this.#widths = widths;
    return !same;
  }

  /** Draws the rows from first to last and puts each at its place. */
  draw(space: Element, view: RowView, first: number, last: number, top: (row: number) => number): void {
    for (const [index, row] of this.#drawn) {
      if (index < first - BEYOND || index > last + BEYOND) {
        row.remove();
        this.#drawn.delete(index);
      }
    }
    for (let index = Math.max(0, first - BEYOND); index <= Math.min(view.total - 1, last + BEYOND); index++) {
      let row = this.#drawn.get(index);
      if (!row) {
        row = this.#row(view, index);
        this.#drawn.set(index, row);
        space.append(row);
      }
      row.style.transform = `translateY(${top(index)}px)`;
    }
  }

  #row(view: RowView, index: number): HTMLElement {
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
    this.columns.forEach((column, i) => row.append(this.#cell(values, view, column, i, index)));
    return row;
  }

  #cell(row: GridRow, view: RowView, column: LaidColumn, i: number, index: number): HTMLElement {
    const cell = document.createElement('div');
    cell.className = `gc ${isMono(column.kind) ? 'mono' : ''} ${column.kind === 'number' ? 'r' : ''}`;
    cell.id = `${this.#id}-${index}-${i}`;
    cell.dataset.column = String(i);
    cell.setAttribute('role', 'gridcell');
    cell.setAttribute('aria-colindex', String(i + 1));
    const width = (this.#widths[i] ?? column.width) - CELL_PADDING_PX;
    cell.append(
      renderValue(row.values[column.index], {
        kind: column.kind,
        sameDay: column.sameDay,
        spans: marksOf(row.marks, column.index),
        find: view.order.find ?? '',
        room: Math.max(8, Math.floor(width / characterWidth(column.kind))),
      }),
    );
    return cell;
  }

  /** Shows where the caret is and what is selected. Gives the id of the cell with the caret. */
  mark(caret: { row: number; column: number } | undefined, isSelected: (row: number) => boolean, focused: boolean): string | undefined {
    for (const [index, row] of this.#drawn) {
      const on = isSelected(index);
      row.classList.toggle('sel', on);
      row.setAttribute('aria-selected', String(on));
      row.querySelectorAll('.gc.at').forEach((cell) => cell.classList.remove('at'));
      if (focused && index === caret?.row) row.querySelector(`[data-column="${caret.column}"]`)?.classList.add('at');
    }
    const active = caret && this.#drawn.get(caret.row);
    return active && caret ? `${active.id}-${caret.column}` : undefined;
  }

  cell(row: number, column: number): HTMLElement | null | undefined {
    return this.#drawn.get(row)?.querySelector<HTMLElement>(`[data-column="${column}"]`);
  }
}
