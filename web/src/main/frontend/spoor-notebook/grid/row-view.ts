// The rows of one run in one order, fetched by page as they are looked at.
import type { RowSource } from '../model/row-source.ts';
import type { Mark, RowOrder, Value } from '../model/types.ts';

export const PAGE = 200;
/** Pages kept; the ones looked at longest ago go first. */
const KEPT = 24;

export interface GridRow {
  values: Value[];
  marks: readonly Mark[];
  /** Its place in the result, whatever the order. */
  number: number;
}

interface Page {
  rows: GridRow[];
  loading: AbortController | undefined;
}

export class RowView {
  readonly run: string;
  readonly order: RowOrder;
  total = 0;
  exact = true;
  /** Whether the total is that of the order, and not of the whole run. */
  counted = false;
  failed: unknown;
  readonly #source: RowSource;
  readonly #pages = new Map<number, Page>();
  readonly #arrived: () => void;

  constructor(run: string, order: RowOrder, source: RowSource, arrived: () => void) {
    this.run = run;
    this.order = order;
    this.#source = source;
    this.#arrived = arrived;
  }

  get isSearched(): boolean {
    return (this.order.find ?? '') !== '';
  }

  row(index: number): GridRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  firstRows(): Value[][] {
    return (this.#pages.get(0)?.rows ?? []).map((row) => row.values);
  }

  /** Fetches what is missing of a stretch, and one page ahead. */
  want(from: number, to: number): void {
    const first = Math.max(0, Math.floor(from / PAGE));
    const last = Math.floor(Math.max(from, to) / PAGE);
    for (let page = first; page <= last + 1; page++) this.#wantPage(page);
    for (const [index, page] of this.#pages) {
      if (page.loading && (index < first - 1 || index > last + 1)) {
        page.loading.abort();
        if (page.rows.length === 0) this.#pages.delete(index);
        else page.loading = undefined;
      }
    }
    this.#trim(first, last + 1);
  }

  /** A stretch read for a copy, past the pages that are kept. */
  async read(from: number, to: number): Promise<GridRow[]> {
    const out: GridRow[] = [];
    while (from + out.length <= to) {
      const at = from + out.length;
      const answer = await this.#ask(at, Math.min(500, to - at + 1));
      if (answer.rows.length === 0) break;
      out.push(...answer.rows);
    }
    return out;
  }

  close(): void {
    for (const page of this.#pages.values()) page.loading?.abort();
    this.#pages.clear();
  }

  async #ask(offset: number, limit: number, signal?: AbortSignal): Promise<{ rows: GridRow[]; total: number }> {
    const answer = await this.#source.rows(this.run, offset, limit, signal, this.order);
    return {
      total: answer.total,
      rows: answer.rows.map((values, i) => ({ values, marks: answer.marks?.[i] ?? [], number: answer.numbers?.[i] ?? offset + i })),
    };
  }

  #wantPage(index: number): void {
    const expected = Math.min(PAGE, this.total - index * PAGE);
    if (expected <= 0 && index > 0) return;
    const known = this.#pages.get(index);
    if (known) {
      this.#pages.delete(index);
      this.#pages.set(index, known);
      if (known.loading || (known.rows.length >= expected && this.counted)) return;
    }
    void this.#load(index, known);
  }

  async #load(index: number, known: Page | undefined): Promise<void> {
    const loading = new AbortController();
    const page: Page = known ?? { rows: [], loading };
    page.loading = loading;
    this.#pages.set(index, page);
    try {
      const answer = await this.#ask(index * PAGE, PAGE, loading.signal);
      if (loading.signal.aborted) return;
      page.rows = answer.rows;
      page.loading = undefined;
      this.failed = undefined;
      this.total = this.isSearched ? answer.total : Math.max(this.total, answer.total);
      this.counted = true;
    } catch (error) {
      if (loading.signal.aborted) return;
      page.loading = undefined;
      this.counted = true;
      this.failed = error;
    }
    this.#arrived();
  }

  #trim(first: number, last: number): void {
    for (const [index, page] of this.#pages) {
      if (this.#pages.size <= KEPT) return;
      if (index === 0 || page.loading || (index >= first && index <= last)) continue;
      this.#pages.delete(index);
    }
  }
}
