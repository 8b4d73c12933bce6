// The rows of one run, fetched by page as they are looked at.
import type { RowSource } from '../model/row-source.ts';
import type { Value } from '../model/types.ts';

export const PAGE = 200;
/** Pages kept; the ones looked at longest ago go first. */
const KEPT = 24;

interface Page {
  rows: Value[][];
  loading: AbortController | undefined;
}

export class RowView {
  readonly run: string;
  total = 0;
  exact = true;
  failed: unknown;
  readonly #source: RowSource;
  readonly #pages = new Map<number, Page>();
  readonly #arrived: () => void;

  constructor(run: string, source: RowSource, arrived: () => void) {
    this.run = run;
    this.#source = source;
    this.#arrived = arrived;
  }

  row(index: number): Value[] | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  firstRows(): Value[][] {
    return this.#pages.get(0)?.rows ?? [];
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

  close(): void {
    for (const page of this.#pages.values()) page.loading?.abort();
    this.#pages.clear();
  }

  #wantPage(index: number): void {
    const expected = Math.min(PAGE, this.total - index * PAGE);
    if (expected <= 0 && index > 0) return;
    const known = this.#pages.get(index);
    if (known) {
      this.#pages.delete(index);
      this.#pages.set(index, known);
      if (known.loading || known.rows.length >= expected) return;
    }
    void this.#load(index, known);
  }

  async #load(index: number, known: Page | undefined): Promise<void> {
    const loading = new AbortController();
    const page: Page = known ?? { rows: [], loading };
    page.loading = loading;
    this.#pages.set(index, page);
    try {
      const answer = await this.#source.rows(this.run, index * PAGE, PAGE, loading.signal);
      if (loading.signal.aborted) return;
      page.rows = answer.rows;
      page.loading = undefined;
      this.failed = undefined;
      this.total = Math.max(this.total, answer.total);
    } catch (error) {
      if (loading.signal.aborted) return;
      page.loading = undefined;
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
