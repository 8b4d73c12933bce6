// From one set of rows to the next: old rows stay until the first new row is here, so nothing flashes.
import type { RowSource } from '../model/row-source.ts';
import type { RowOrder, RunSummary } from '../model/types.ts';
import { RowView } from './row-view.ts';

export class RowSwitch {
  #view: RowView | undefined;
  #next: RowView | undefined;
  readonly #swapped: (view: RowView, before: RowView | undefined) => void;
  readonly #arrived: () => void;

  constructor(swapped: (view: RowView, before: RowView | undefined) => void, arrived: () => void) {
    this.#swapped = swapped;
    this.#arrived = arrived;
  }

  get view(): RowView | undefined {
    return this.#view;
  }

  clear(): void {
    this.#view?.close();
    this.#next?.close();
    this.#view = undefined;
    this.#next = undefined;
    this.#arrived();
  }

  show(run: RunSummary, order: RowOrder, source: RowSource): void {
    const fits = (view: RowView | undefined): boolean => view?.run === run.run && sameOrder(view.order, order);
    let view = fits(this.#view) ? this.#view : fits(this.#next) ? this.#next : undefined;
    if (!view) {
      this.#next?.close();
      view = new RowView(run.run, order, source, () => this.#came());
      this.#next = view;
    } else if (view === this.#view) {
      this.#next?.close();
      this.#next = undefined;
    }
    if (!view.isSearched) view.total = Math.max(view.total, run.rows);
    view.exact = run.exact;
    if (view !== this.#next) return;
    if (view.total === 0 && !view.isSearched) this.#swap();
    else view.want(0, 0);
  }

  #came(): void {
    const next = this.#next;
    if (next && (next.row(0) !== undefined || next.failed !== undefined || (next.counted && next.total === 0))) this.#swap();
    this.#arrived();
  }

  #swap(): void {
    const next = this.#next;
    if (!next) return;
    const before = this.#view;
    before?.close();
    this.#view = next;
    this.#next = undefined;
    this.#swapped(next, before);
    this.#arrived();
  }
}

function sameOrder(a: RowOrder, b: RowOrder): boolean {
  return a.sort === b.sort && (a.descending ?? false) === (b.descending ?? false) && (a.find ?? '') === (b.find ?? '');
}
