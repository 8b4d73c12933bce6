// The API of events. Answers that may take long are JSON lines; aborting a request stops the work on the server.
import { parseIssues } from '../spoor-notebook/model/parse.ts';
import type { Issue, Mark, TimeRange, Value } from '../spoor-notebook/model/types.ts';
import { Api, ApiError } from '../spoor-notebook/sync/api.ts';
import { conditions, type Question } from './model.ts';

type Json = { [key: string]: unknown };

export interface Anchor {
  offset: number;
  time: string;
  skip: number;
}

export interface RowsAnswer {
  columns: { name: string; path: string[] }[];
  shown: number;
  counted: string[][];
  offset: number;
  more: boolean;
  rows: Value[][];
  marks?: Mark[][];
  anchor?: Anchor;
  scanned: number;
  elapsedMs: number;
  snapshot: number;
}

export interface Facet {
  path: string[];
  top: { value: Value; rows: number }[];
  distinct: number;
  exact: boolean;
}

export interface Counts {
  rows: number;
  exact: boolean;
  from: string;
  widthMs: number;
  bins: number[];
  clients?: number;
  facets: Facet[];
}

export interface Seen extends Counts {
  first?: string;
  allClients: number;
  days: number;
}

export interface CoverageAnswer {
  from: string;
  widthMs: number;
  clients: number;
  reporting: number;
  silentClients: number;
  assigned: number[];
  silent: number[];
  gaps: { clientId: string; hostname: string; totalMs: number; from: string; to: string }[];
  lost: number;
  lostExact: boolean;
}

/** A row by its place: as pages are asked for. */
export interface Place {
  offset: number;
  anchor: Anchor | undefined;
  oldestFirst: boolean;
  snapshot: number | undefined;
}

const BEFORE = 'SELECT * FROM events() WHERE\n';

export class EventsApi {
  readonly #base: string;
  readonly #api: Api;

  constructor(base = '/api/v1') {
    this.#base = base;
    this.#api = new Api(base);
  }

  get api(): Api {
    return this.#api;
  }

  async #post(path: string, body: object, signal?: AbortSignal, accept = 'application/jsonl'): Promise<Response> {
    const session = await this.#api.session();
    let response: Response;
    try {
      response = await fetch(this.#base + path, {
        method: 'POST',
        headers: { accept, 'content-type': 'application/json', 'x-spoor-csrf': session.csrf },
        credentials: 'same-origin',
        cache: 'no-store',
        body: JSON.stringify(body),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError('the server does not answer');
    }
    if (response.ok) return response;
    let it: Json = {};
    try {
      it = JSON.parse(await response.text()) as Json;
    } catch {
      // The status says enough.
    }
    throw new ApiError(String(it['detail'] ?? `the server answered ${response.status}`), response.status, String(it['code'] ?? ''), parseIssues(it['issues']), it['traceId'] as string | undefined);
  }

  /** Reads lines as they come; the last one says whether all came. */
  async #lines(response: Response, take: (line: Json) => void): Promise<Json> {
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    let end: Json | undefined;
    const each = (line: string): void => {
      if (line === '') return;
      const it = JSON.parse(line) as Json;
      if (typeof it['$end'] === 'object' && it['$end'] !== null) end = it['$end'] as Json;
      else take(it);
    };
    for (;;) {
      const piece = await reader?.read();
      rest += decoder.decode(piece?.value, { stream: piece?.done === false });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(each);
      if (!piece || piece.done) break;
    }
    each(rest);
    if (!end) throw new ApiError('the answer broke off');
    const error = end['error'] as Json | undefined;
    if (error && error['code'] !== 'LIMIT_REACHED') {
      throw new ApiError(String(error['detail'] ?? 'the search failed'), 200, String(error['code'] ?? ''), parseIssues(error['issues']));
    }
    return end;
  }

  #question(question: Question): Json {
    return { condition: question.condition, and: conditions(question), range: question.range, clients: question.clients };
  }

  async rows(question: Question, place: Place, limit: number, columns: readonly (readonly string[])[], signal?: AbortSignal): Promise<RowsAnswer> {
    const body = { ...this.#question(question), ...place, limit, columns };
    let page: RowsAnswer | undefined;
    await this.#lines(await this.#post('/events/rows', body, signal), (line) => (page = line as unknown as RowsAnswer));
    if (!page) throw new ApiError('the answer broke off');
    return page;
  }

  async row(question: Question, place: Place, signal?: AbortSignal): Promise<{ [name: string]: Value }> {
    let row: { [name: string]: Value } = {};
    await this.#lines(await this.#post('/events/row', { ...this.#question(question), ...place }, signal), (line) => (row = line as { [name: string]: Value }));
    return row;
  }

  async value(question: Question, place: Place, path: readonly string[], textOffset: number): Promise<{ text: string; length: number }> {
    let piece = { text: '', length: 0 };
    const response = await this.#post('/events/value', { ...this.#question(question), ...place, path, textOffset });
    await this.#lines(response, (line) => (piece = line as unknown as typeof piece));
    return piece;
  }

  async summary(
    question: Question,
    options: { snapshot?: number; lsnFrom?: number; facets: readonly (readonly string[])[]; bins: number; background: boolean; matches?: boolean; top?: number; withinMs?: number },
    take: (part: { background?: Counts; matches?: Counts; done: boolean }) => void,
    signal?: AbortSignal,
  ): Promise<{ elapsedMs: number; scanned: number }> {
    const end = await this.#lines(await this.#post('/events/summary', { ...this.#question(question), ...options }, signal), (line) => take(line as never));
    return { elapsedMs: Number(end['elapsedMs'] ?? 0), scanned: Number(end['scanned'] ?? 0) };
  }

  async seen(path: readonly string[], value: Value, signal?: AbortSignal): Promise<Seen> {
    return (await (await this.#post('/events/seen', { path, value }, signal, 'application/json')).json()) as Seen;
  }

  async coverage(range: TimeRange, clients: readonly string[], artifacts: readonly string[], bins: number, signal?: AbortSignal): Promise<CoverageAnswer> {
    return (await (await this.#post('/coverage', { range, clients, artifacts, bins }, signal, 'application/json')).json()) as CoverageAnswer;
  }

  async exported(question: Question, snapshot: number | undefined, format: 'csv' | 'jsonl'): Promise<{ url: string; note: string }> {
    const body = { ...this.#question(question), snapshot, format };
    return (await (await this.#post('/events/exports', body, undefined, 'application/json')).json()) as { url: string; note: string };
  }

  /** What is wrong with a condition, at the places of its own text. */
  async check(condition: string, signal: AbortSignal): Promise<Issue[]> {
    const issues = await this.#api.check(BEFORE + condition, [], signal);
    return issues
      .filter((issue) => issue.line > 1)
      .map((issue) => {
        const { fix, ...rest } = issue;
        const moved: Issue = { ...rest, line: issue.line - 1 };
        if (fix) moved.fix = fix.offset === undefined ? fix : { ...fix, offset: fix.offset - BEFORE.length };
        return moved;
      });
  }

  /** A notebook with one query; its address. */
  async notebook(title: string, vql: string, range: TimeRange): Promise<string> {
    const made = (await (await this.#post('/notebooks', { title }, undefined, 'application/json')).json()) as { id: string };
    await this.#api.ops(made.id, `events-${Date.now()}`, [
      { op: 'setTimeRange', timeRange: range },
      { op: 'insert', cell: { id: 'events', type: 'vql', text: vql }, after: null },
    ]);
    return `/notebooks/${made.id}`;
  }
}
