// One search at a time: rows first, then counts, coverage beside them; and news that wait until they are asked for.
import type { RunSummary } from '../spoor-notebook/model/types.ts';
import { ApiError } from '../spoor-notebook/sync/api.ts';
import { EventRows } from './event-rows.ts';
import type { Counts, CoverageAnswer, EventsApi } from './events-api.ts';
import { labelled, type Question } from './model.ts';

export const BINS = 96;

export interface Found {
  rows: EventRows;
  run: RunSummary;
  /** Columns that are hidden at first. */
  hidden: string[];
  elapsedMs: number;
  scanned: number;
}

export class Search {
  found: Found | undefined;
  matches: Counts | undefined;
  background: Counts | undefined;
  coverage: CoverageAnswer | undefined;
  error: ApiError | undefined;
  /** What is under way: rows, or only counts. */
  state: 'idle' | 'rows' | 'counts' = 'idle';
  news = 0;
  newsExact = true;

  readonly #api: EventsApi;
  readonly #changed: () => void;
  #number = 0;
  #asking: AbortController | undefined;
  #looking: AbortController | undefined;
  #lookAgain = false;
  #question: Question | undefined;

  constructor(api: EventsApi, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get question(): Question | undefined {
    return this.#question;
  }

  close(): void {
    this.#asking?.abort();
    this.#looking?.abort();
  }

  async start(question: Question, withinMs?: number): Promise<void> {
    this.close();
    const asking = new AbortController();
    this.#asking = asking;
    this.#question = question;
    this.state = 'rows';
    this.news = 0;
    this.#changed();
    void this.#cover(question, asking.signal);
    try {
      await this.#rows(question, asking.signal);
      await this.#count(question, asking.signal, withinMs);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.error = error instanceof ApiError ? error : new ApiError(error instanceof Error ? error.message : String(error));
      this.state = 'idle';
      this.#changed();
    }
  }

  /** Counts on, with more time, what was counted only in part. */
  async goOn(): Promise<void> {
    const question = this.#question;
    if (!question || !this.found) return;
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    await this.#count(question, asking.signal, 120_000).catch(() => undefined);
  }

  async #rows(question: Question, signal: AbortSignal): Promise<void> {
    const first = await this.#api.rows(question, { offset: 0, anchor: undefined, oldestFirst: false, snapshot: undefined }, 200, [], signal);
    if (signal.aborted) return;
    const rows = new EventRows(`E${++this.#number}`, question, first, this.#api);
    this.error = undefined;
    this.found = {
      rows,
      run: this.#run(rows),
      hidden: first.columns.slice(first.shown).map((it) => it.name),
      elapsedMs: first.elapsedMs,
      scanned: first.scanned,
    };
    this.state = 'counts';
    this.#changed();
  }

  #run(rows: EventRows): RunSummary {
    return {
      run: rows.run,
      cell: 'events',
      state: 'done',
      rows: rows.total,
      exact: rows.exact,
      columns: labelled(rows.first.columns),
      warnings: [],
      footer: [],
      log: [],
    };
  }

  async #count(question: Question, signal: AbortSignal, withinMs?: number): Promise<void> {
    const found = this.found;
    if (!found) return;
    this.state = 'counts';
    const facets = found.rows.first.counted;
    const options = { snapshot: found.rows.first.snapshot, facets, bins: BINS, background: true, ...(withinMs === undefined ? {} : { withinMs }) };
    await this.#api.summary(
      question,
      options,
      (part) => {
        if (signal.aborted) return;
        if (part.background) this.background = part.background;
        if (part.matches) {
          this.matches = part.matches;
          if (part.done) {
            found.rows.counted(part.matches.rows, part.matches.exact);
            this.found = { ...found, run: this.#run(found.rows) };
          }
        }
        this.#changed();
      },
      signal,
    );
    if (signal.aborted) return;
    this.state = 'idle';
    this.#changed();
  }

  async #cover(question: Question, signal: AbortSignal): Promise<void> {
    try {
      const coverage = await this.#api.coverage(question.range, question.clients, [], BINS, signal);
      if (signal.aborted) return;
      this.coverage = coverage;
      this.#changed();
    } catch {
      // The strip stays as it was; the search itself says what is wrong.
    }
  }

  /** Something arrived: how many of it match is counted, one look at a time. */
  async look(visible: number): Promise<void> {
    const question = this.#question;
    const snapshot = this.found?.rows.first.snapshot;
    if (!question || snapshot === undefined || visible <= snapshot || question.range.kind === 'absolute') return;
    if (this.#looking && !this.#looking.signal.aborted) {
      this.#lookAgain = true;
      return;
    }
    const looking = new AbortController();
    this.#looking = looking;
    try {
      await this.#api.summary(
        question,
        { snapshot: visible, lsnFrom: snapshot, facets: [], bins: 1, background: false, withinMs: 2_000 },
        (part) => {
          if (looking.signal.aborted || this.found?.rows.first.snapshot !== snapshot || !part.done || !part.matches) return;
          this.news = part.matches.rows;
          this.newsExact = part.matches.exact;
          this.#changed();
        },
        looking.signal,
      );
    } catch {
      // The next news ask again.
    }
    if (this.#looking === looking) this.#looking = undefined;
    if (this.#lookAgain) {
      this.#lookAgain = false;
      // what came meanwhile has a larger number than any that we know
      setTimeout(() => void this.look(Number.MAX_SAFE_INTEGER), 300);
    }
  }
}
