// What the keys do in a grid; which key does what stands in the table of keys.
import type { GridCommand } from '../keys/grid-keys.ts';
import type { Caret } from './caret.ts';
import type { ColumnHand } from './column-hand.ts';
import type { GridActions } from './grid-actions.ts';
import type { Painter } from './painter.ts';
import type { RowView } from './row-view.ts';
import { inside, type Geometry } from './scroll.ts';

const STEP_PX = 16;

export interface KeyboardHost {
  readonly view: RowView | undefined;
  readonly caret: Caret;
  readonly hand: ColumnHand;
  readonly painter: Painter;
  readonly actions: GridActions;
  geometry(view: RowView): Geometry;
  shownWidth(column: number): number;
  sort(name: string): void;
  open(row: number): void;
  readonly element: { find(): void; openColumns(): void };
  go(row: number): void;
  reveal(): void;
  revealColumn(): void;
  schedule(): void;
}

export class GridKeyboard {
  readonly #host: KeyboardHost;

  constructor(host: KeyboardHost) {
    this.#host = host;
  }

  do(command: GridCommand): void {
    const host = this.#host;
    const { view, caret } = host;
    if (!view) return;
    const page = inside(host.geometry(view));
    switch (command) {
      case 'down':
        return host.go(caret.row + 1);
      case 'up':
        return host.go(caret.row - 1);
      case 'page-down':
        return host.go(caret.row + page);
      case 'page-up':
        return host.go(caret.row - page);
      case 'first-row':
        return host.go(0);
      case 'last-row':
        return host.go(view.total - 1);
      case 'extend-down':
      case 'extend-up':
        caret.extend(command === 'extend-down' ? 1 : -1, view.total);
        return host.reveal();
      case 'right':
        return this.#toColumn(caret.column + 1);
      case 'left':
        return this.#toColumn(caret.column - 1);
      case 'first-column':
        return this.#toColumn(0);
      case 'last-column':
        return this.#toColumn(Infinity);
      default:
        this.#act(command, view);
    }
  }

  #toColumn(column: number): void {
    const last = this.#host.painter.columns.length - 1;
    this.#host.caret.column = Math.max(0, Math.min(last, column));
    this.#host.revealColumn();
    this.#host.schedule();
  }

  #act(command: GridCommand, view: RowView): void {
    const host = this.#host;
    const { caret, actions } = host;
    const column = host.painter.columns[caret.column];
    const row = Math.max(0, caret.row);
    switch (command) {
      case 'open':
        return host.open(row);
      case 'find':
        return host.element.find();
      case 'columns':
        return host.element.openColumns();
      case 'menu':
        return actions.value(row, caret.column);
      case 'copy':
        if (caret.isRange) actions.copyTable(view, caret.from, caret.to);
        else if (column) actions.copyValue(view, row, column.index);
        return;
      case 'copy-table':
        return actions.copyTable(view, caret.isRange ? caret.from : row, caret.isRange ? caret.to : row);
      default:
        if (column) this.#change(command, column.name);
    }
  }

  #change(command: GridCommand, name: string): void {
    const { hand, caret, painter } = this.#host;
    switch (command) {
      case 'sort':
        return this.#host.sort(name);
      case 'wider':
      case 'narrower':
        hand.widen(name, this.#host.shownWidth(caret.column), command === 'wider' ? STEP_PX : -STEP_PX);
        return this.#host.revealColumn();
      case 'fit':
        return hand.fit(name);
      case 'hide':
        if (painter.columns.length <= 1) return;
        hand.hide(name);
        caret.column = Math.min(caret.column, painter.columns.length - 2);
        return;
      default:
        return;
    }
  }
}
