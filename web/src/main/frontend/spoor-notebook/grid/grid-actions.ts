// What a grid offers on values, rows and columns, and what it puts on the clipboard.
import type { RowSource } from '../model/row-source.ts';
import { copied } from '../model/values.ts';
import type { MenuItem, MenuRequest } from '../ui/menu-items.ts';
import type { Caret } from './caret.ts';
import type { ColumnHand } from './column-hand.ts';
import type { LaidColumn } from './columns.ts';
import { copyRow, copyTable, copyValue } from './copying.ts';
import type { Refine } from '../model/grid-events.ts';
import { columnMenu, columnsMenu, valueMenu } from './grid-menus.ts';
import type { Painter } from './painter.ts';
import type { RowView } from './row-view.ts';

/** Longer texts are not looked for: a person who picks one wants its beginning. */
const LONGEST_FIND = 200;

/** The grid as its actions see it. */
export interface ActionGrid extends HTMLElement {
  readonly source: RowSource | undefined;
  readonly run: { readonly columns: readonly { readonly name: string }[] } | null;
  readonly canRefine: boolean;
  find(text?: string): void;
  openRow(row: number): void;
  openColumns(at?: DOMRect): void;
}

export interface ActionHost {
  readonly element: ActionGrid;
  readonly view: RowView | undefined;
  readonly columns: readonly LaidColumn[];
  readonly caret: Caret;
  readonly hand: ColumnHand;
  readonly painter: Painter;
  sort(name: string, direction: boolean | 'none'): void;
}

export class GridActions {
  readonly #host: ActionHost;

  constructor(host: ActionHost) {
    this.#host = host;
  }

  value(row: number, column: number, at?: DOMRect): void {
    const { element, view, columns, painter } = this.#host;
    const laid = columns[column];
    const it = view?.row(row);
    const source = element.source;
    if (!view || !laid || !it || !source) return;
    const value = it.values[laid.index] ?? null;
    const groups = valueMenu({
      open: () => element.openRow(row),
      copy: () => this.#report(copyValue(source, view, it, laid.index)),
      copyAs: (as) => (as === 'table' ? this.copyTable(view, row, row) : this.#report(copyRow(source, view, columns, it, as))),
      find: () => element.find(copied(value).slice(0, LONGEST_FIND)),
      refine: element.canRefine ? (keep) => this.#tell<Refine>('refine', { column: laid.name, value, keep }) : undefined,
    });
    this.#menu('Value', groups, at ?? painter.cell(row, column)?.getBoundingClientRect());
  }

  column(column: number): void {
    const { element, columns, hand, caret } = this.#host;
    const name = columns[column]?.name;
    if (name === undefined) return;
    caret.column = column;
    const groups = columnMenu(name, hand.choice, columns.length <= 1, {
      sort: (descending) => this.#host.sort(name, descending ?? 'none'),
      fit: () => hand.fit(name),
      hide: () => hand.hide(name),
      choose: () => element.openColumns(),
    });
    this.#menu('Column', groups, element.querySelectorAll('.gh')[column]?.getBoundingClientRect());
  }

  columns(at: DOMRect | undefined): void {
    const { element, hand } = this.#host;
    const names = (element.run?.columns ?? []).map((column) => column.name);
    this.#menu('Columns', columnsMenu(names, hand.choice, (name) => hand.toggle(name), () => hand.showAll()), at);
  }

  copyValue(view: RowView, row: number, column: number): void {
    const it = view.row(row);
    const source = this.#host.element.source;
    if (it && source) this.#report(copyValue(source, view, it, column));
  }

  copyTable(view: RowView, from: number, to: number): void {
    const source = this.#host.element.source;
    if (source) this.#report(copyTable(source, view, this.#host.columns, from, to));
  }

  say(words: string): void {
    this.#tell<string>('say', words);
  }

  #report(copying: Promise<string | undefined>): void {
    copying.then(
      (words) => this.say(words ?? 'The browser did not let us copy'),
      (error: unknown) => this.say(`Not copied: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  #menu(label: string, groups: MenuItem[][], at: DOMRect | undefined): void {
    const box = this.#host.element.querySelector<HTMLElement>('.grid');
    if (box) this.#tell<MenuRequest>('menu-request', { label, groups, at: at ?? box.getBoundingClientRect(), back: box });
  }

  #tell<T>(type: string, detail: T): void {
    this.#host.element.dispatchEvent(new CustomEvent<T>(type, { detail, bubbles: true }));
  }
}
