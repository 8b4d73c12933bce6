// The rows of one question as the grid asks for them. Each page ends with an anchor from which the next begins, so
// that the end of a long list is not read from its start.
import type { RowSource } from '../spoor-notebook/model/row-source.ts';
import type { RowOrder, RowPage, Value } from '../spoor-notebook/model/types.ts';
import type { Anchor, EventsApi, Place, RowsAnswer } from './events-api.ts';
import { flat, type Question } from './model.ts';

/** As many rows as can be paged through. */
export const DEEPEST = 100_000;

export class EventRows implements RowSource {
  readonly run: string;
  readonly question: Question;
  readonly first: RowsAnswer;
  /** Rows that can be shown; known for certain once they are counted. */
  total: number;
  exact: boolean;
  readonly #api: EventsApi;
  readonly #anchors: Anchor[] = [];
  readonly #paths: readonly (readonly string[])[];
  /** Names of fields that are no columns, as the panel has them. */
  readonly #fields: string[] = [];

  constructor(run: string, question: Question, first: RowsAnswer, api: EventsApi) {
    this.run = run;
    this.question = question;
    this.first = first;
    this.#api = api;
    this.#paths = first.columns.map((it) => it.path);
    this.total = first.rows.length + (first.more ? 1 : 0);
    this.exact = !first.more;
    this.#keep(first.anchor);
  }

  #keep(anchor: Anchor | undefined): void {
    if (anchor && !this.#anchors.some((it) => it.offset === anchor.offset)) this.#anchors.push(anchor);
  }

  counted(rows: number, exact: boolean): void {
    this.total = Math.min(DEEPEST, Math.max(rows, this.total));
    this.exact = exact && rows <= DEEPEST;
  }

  #place(offset: number): Place {
    const before = this.#anchors.filter((it) => it.offset <= offset);
    const anchor = before.reduce<Anchor | undefined>((best, it) => (best && best.offset >= it.offset ? best : it), undefined);
    return { offset, anchor, oldestFirst: false, snapshot: this.first.snapshot };
  }

  async rows(_run: string, offset: number, limit: number, signal?: AbortSignal, _order?: RowOrder): Promise<RowPage> {
    const answer =
      offset === 0 && (limit <= this.first.rows.length || !this.first.more)
        ? this.first
        : await this.#api.rows(this.question, this.#place(offset), Math.min(limit, DEEPEST - offset), this.#paths, signal);
    this.#keep(answer.anchor);
    return {
      offset,
      rows: answer.rows.slice(0, limit),
      ...(answer.marks ? { marks: answer.marks.slice(0, limit) } : {}),
      total: this.total,
      exact: this.exact,
    };
  }

  async row(_run: string, row: number, signal?: AbortSignal): Promise<{ [name: string]: Value }> {
    const whole = flat(await this.#api.row(this.question, this.#place(row), signal));
    for (const name of Object.keys(whole)) {
      if (!this.first.columns.some((it) => it.name === name) && !this.#fields.includes(name)) this.#fields.push(name);
    }
    return whole;
  }

  /** The columns of the grid, then what else rows were seen to have: so a field has a number. */
  get names(): string[] {
    return [...this.first.columns.map((it) => it.name), ...this.#fields];
  }

  async value(_run: string, row: number, column: number, offset: number): Promise<{ text: string; length?: number }> {
    const path = this.#paths[column] ?? (this.names[column] ?? '').split('.');
    return this.#api.value(this.question, this.#place(row), path, offset);
  }
}
