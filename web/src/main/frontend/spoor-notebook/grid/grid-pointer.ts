// What the pointer does in a grid: choose, sort, pull columns, open menus.
import type { Caret } from './caret.ts';
import type { ColumnHand } from './column-hand.ts';
import type { GridActions } from './grid-actions.ts';
import type { Painter } from './painter.ts';
import type { RowView } from './row-view.ts';
import { isScaled, scrollTopOf, topRow, type Geometry } from './scroll.ts';

export interface PointerHost {
  readonly view: RowView | undefined;
  readonly caret: Caret;
  readonly hand: ColumnHand;
  readonly painter: Painter;
  readonly box: HTMLElement | null;
  geometry(view: RowView): Geometry;
  shownWidth(column: number): number;
  sort(name: string): void;
  open(row: number): void;
  /** The row under the pointer, for a panel that is open. */
  follow(row: number): void;
  readonly actions: GridActions;
  schedule(): void;
}

type Hit = { on: 'value'; row: number; column: number } | { on: 'head' | 'edge'; column: number; name: string } | undefined;

export class GridPointer {
  readonly #host: PointerHost;

  constructor(host: PointerHost) {
    this.#host = host;
  }

  #hit(event: Event): Hit {
    const target = event.target instanceof Element ? event.target : undefined;
    const head = target?.closest<HTMLElement>('.gh')?.dataset.column;
    if (head !== undefined) {
      const name = this.#host.painter.columns[Number(head)]?.name;
      return name === undefined ? undefined : { on: target?.closest('.rz') ? 'edge' : 'head', column: Number(head), name };
    }
    const row = target?.closest<HTMLElement>('.gr')?.dataset.row;
    if (row === undefined) return undefined;
    return { on: 'value', row: Number(row), column: Number(target?.closest<HTMLElement>('.gc')?.dataset.column ?? 0) };
  }

  readonly down = (event: PointerEvent): void => {
    const host = this.#host;
    const hit = this.#hit(event);
    if (hit?.on === 'edge') host.hand.pull(event, hit.name, host.shownWidth(hit.column));
    if (hit?.on !== 'value' || event.button !== 0) return;
    if (event.shiftKey && host.caret.row >= 0) host.caret.extend(hit.row - host.caret.edge, host.view?.total ?? 0);
    else host.caret.go(hit.row);
    host.caret.column = hit.column;
    host.follow(hit.row);
    host.schedule();
  };

  readonly click = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    if (hit?.on !== 'head') return;
    this.#host.caret.column = hit.column;
    this.#host.sort(hit.name);
  };

  readonly double = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    if (hit?.on === 'edge') this.#host.hand.fit(hit.name);
    else if (hit?.on === 'value') this.#host.open(hit.row);
  };

  readonly menu = (event: MouseEvent): void => {
    const host = this.#host;
    const hit = this.#hit(event);
    if (!hit) return;
    event.preventDefault();
    if (hit.on !== 'value') host.actions.column(hit.column);
    else {
      host.caret.go(hit.row);
      host.caret.column = hit.column;
      host.actions.value(hit.row, hit.column, new DOMRect(event.clientX, event.clientY, 0, 0));
    }
    host.schedule();
  };

  /** Beyond the tallest element a wheel click would jump thousands of rows: move by rows instead. */
  readonly wheel = (event: WheelEvent): void => {
    const { view, box } = this.#host;
    if (!view || !box || event.deltaY === 0) return;
    const g = this.#host.geometry(view);
    if (!isScaled(g)) return;
    event.preventDefault();
    const rows = Math.sign(event.deltaY) * Math.max(1, Math.round(Math.abs(event.deltaY) / g.rowHeight));
    box.scrollTop = scrollTopOf(g, Math.max(0, topRow(g, box.scrollTop) + rows));
  };
}
