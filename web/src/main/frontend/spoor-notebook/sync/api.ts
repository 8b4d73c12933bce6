// The REST side of the public API.
import { parseIssues, parseNotebook, parseRun } from '../model/parse.ts';
import type { Conflict, Issue, Mark, Notebook, Op, RowOrder, RowPage, RunSummary, Session, Value } from '../model/types.ts';

/** A request that got no good answer. Without a status the server was not reached. */
export class ApiError extends Error {
  readonly status: number | undefined;
  readonly code: string;
  readonly issues: Issue[];
  readonly traceId: string | undefined;

  constructor(message: string, status?: number, code = 'UNREACHABLE', issues: Issue[] = [], traceId?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = issues;
    this.traceId = traceId;
  }

  /** Whether the same request may succeed later: the server is away or busy. */
  get passing(): boolean {
    return this.status === undefined || this.status === 429 || (this.status >= 502 && this.status <= 504);
  }
}

/** What the server said to one operation. */
export type OpAnswer =
  | { saved: { cell?: string; revision?: number } }
  | { conflict: Conflict }
  | { refused: { code: string; detail: string } };

export interface CatalogEntry {
  name: string;
  kind: 'function' | 'plugin' | 'artifact';
  doc: string;
  synopsis: string;
  args: { name: string; type: string; required: boolean; doc: string }[];
}

type Json = { [key: string]: unknown };
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function parseConflict(value: Json, cell: string): Conflict {
  const conflict: Conflict = {
    cell: String(value['cell'] ?? cell),
    yours: String(value['yours'] ?? ''),
    theirs: String(value['theirs'] ?? ''),
    revision: Number(value['revision'] ?? 0),
  };
  const copy = value['copy'] ?? value['conflictCopy'] ?? value['conflictCell'];
  if (typeof copy === 'string') conflict.copy = copy;
  return conflict;
}

/** Answers in the order of the operations; a single answer may come without a list. */
export function parseAnswers(body: unknown, ops: readonly Op[]): OpAnswer[] {
  let list: readonly unknown[];
  if (Array.isArray(body)) list = body;
  else {
    const it = object(body);
    const inner = it['results'] ?? it['answers'] ?? it['ops'];
    list = Array.isArray(inner) ? inner : [body];
  }
  return ops.map((op, i) => {
    const it = object(list[i]);
    const cell = 'cell' in op ? (typeof op.cell === 'string' ? op.cell : op.cell.id) : '';
    if (it['conflict']) return { conflict: parseConflict(object(it['conflict']), cell) };
    if (it['refused']) {
      const refused = object(it['refused']);
      return { refused: { code: String(refused['code'] ?? 'INVALID'), detail: String(refused['detail'] ?? 'refused') } };
    }
    const saved = object(it['saved'] ?? it);
    const answer: { cell?: string; revision?: number } = {};
    if (typeof saved['cell'] === 'string') answer.cell = saved['cell'];
    if (typeof saved['revision'] === 'number') answer.revision = saved['revision'];
    return { saved: answer };
  });
}

export class Api {
  readonly #fetch: Fetch;
  readonly #base: string;
  #session: Promise<Session> | undefined;

  constructor(base = '/api/v1', fetcher: Fetch = (url, init) => fetch(url, init)) {
    this.#base = base;
    this.#fetch = fetcher;
  }

  session(): Promise<Session> {
    this.#session ??= this.#json('GET', '/session').then(
      (body) => body as unknown as Session,
      (error: unknown) => {
        this.#session = undefined;
        throw error;
      },
    );
    return this.#session;
  }

  async notebook(id: string): Promise<Notebook> {
    return parseNotebook(await this.#json('GET', `/notebooks/${encodeURIComponent(id)}`));
  }

  async ops(notebook: string, editId: string, ops: readonly Op[]): Promise<OpAnswer[]> {
    const body = await this.#json('POST', `/notebooks/${encodeURIComponent(notebook)}/ops`, { editId, ops });
    return parseAnswers(body, ops);
  }

  async run(notebook: string, cell: string): Promise<string> {
    const path = `/notebooks/${encodeURIComponent(notebook)}/cells/${encodeURIComponent(cell)}/run`;
    return String((await this.#json('POST', path, {}))['run'] ?? '');
  }

  async cancel(run: string): Promise<void> {
    await this.#json('POST', `/runs/${encodeURIComponent(run)}/cancel`, {});
  }

  async runSummary(run: string): Promise<RunSummary | null> {
    return parseRun(await this.#json('GET', `/runs/${encodeURIComponent(run)}`));
  }

  async rows(run: string, offset: number, limit: number, signal?: AbortSignal, order: RowOrder = {}): Promise<RowPage> {
    const query = new URLSearchParams({ offset: String(offset), limit: String(limit) });
    if (order.sort !== undefined) query.set('sort', order.sort);
    if (order.descending) query.set('order', 'desc');
    if (order.find) query.set('find', order.find);
    const body = await this.#json('GET', `/runs/${encodeURIComponent(run)}/rows?${query}`, undefined, signal);
    return {
      ...(Array.isArray(body['numbers']) ? { numbers: body['numbers'].map(Number) } : {}),
      ...(Array.isArray(body['marks']) ? { marks: body['marks'] as Mark[][] } : {}),
      offset: typeof body['offset'] === 'number' ? body['offset'] : offset,
      rows: Array.isArray(body['rows']) ? (body['rows'] as Value[][]) : [],
      total: typeof body['total'] === 'number' ? body['total'] : 0,
      exact: body['exact'] !== false,
    };
  }

  /** One row whole, values by column name. */
  async row(run: string, row: number, signal?: AbortSignal): Promise<{ [name: string]: Value }> {
    const body = await this.#json('GET', `/runs/${encodeURIComponent(run)}/rows/${row}`, undefined, signal);
    return body as { [name: string]: Value };
  }

  /** A stretch of one value's text, for values too long to hold. */
  async value(run: string, row: number, column: number, offset: number): Promise<{ text: string; length?: number }> {
    const response = await this.#send(
      'GET',
      `/runs/${encodeURIComponent(run)}/rows/${row}/${column}?offset=${offset}`,
    );
    if ((response.headers.get('content-type') ?? '').includes('json')) {
      const body = object(await response.json());
      const page: { text: string; length?: number } = { text: String(body['text'] ?? '') };
      const length = body['length'] ?? body['total'];
      if (typeof length === 'number') page.length = length;
      return page;
    }
    return { text: await response.text() };
  }

  /** The parser's and checker's word on a text; names are those that other cells define. */
  async check(vql: string, names: readonly string[], signal?: AbortSignal): Promise<Issue[]> {
    return parseIssues((await this.#json('POST', '/vql/check', { vql, names }, signal))['issues']);
  }

  async catalog(): Promise<CatalogEntry[]> {
    const body = await this.#json('GET', '/vql/catalog');
    const out: CatalogEntry[] = [];
    for (const [key, kind] of [['functions', 'function'], ['plugins', 'plugin'], ['artifacts', 'artifact']] as const) {
      const list = body[key];
      if (!Array.isArray(list)) continue;
      for (const item of list) {
        const it = typeof item === 'string' ? { name: item } : object(item);
        const args = it['parameters'] ?? it['args'];
        out.push({
          name: String(it['name'] ?? ''),
          kind,
          doc: String(it['doc'] ?? ''),
          synopsis: String(it['synopsis'] ?? ''),
          args: Array.isArray(args) ? args.map(parseArgument) : [],
        });
      }
    }
    return out;
  }

  async artifacts(): Promise<{ name: string; type: string; doc: string }[]> {
    return (await this.#items('/artifacts'))
      .map((it) => ({ name: String(it['name'] ?? ''), type: String(it['type'] ?? ''), doc: String(it['description'] ?? '') }))
      .filter(({ name }) => name !== '');
  }

  async notebooks(): Promise<{ id: string; title: string }[]> {
    return (await this.#items('/notebooks')).map((it) => ({ id: String(it['id'] ?? ''), title: String(it['title'] ?? '') }));
  }

  async clients(query: string): Promise<{ clientId: string; hostname: string }[]> {
    return (await this.#items(`/clients?limit=8&q=${encodeURIComponent(query)}`)).map((it) => ({
      clientId: String(it['clientId'] ?? ''),
      hostname: String(it['hostname'] ?? ''),
    }));
  }

  async #items(path: string): Promise<Json[]> {
    const items = (await this.#json('GET', path))['items'];
    return Array.isArray(items) ? items.map(object) : [];
  }

  async #json(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Json> {
    const response = await this.#send(method, path, body, signal);
    if (response.status === 204) return {};
    const text = await response.text();
    if (text === '') return {};
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { results: value } : object(value);
  }

  async #send(method: string, path: string, body?: unknown, signal?: AbortSignal, again = false): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (method !== 'GET') headers['x-spoor-csrf'] = (await this.session()).csrf;
    const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (signal) init.signal = signal;
    let response: Response;
    try {
      response = await this.#fetch(this.#base + path, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError('the server does not answer');
    }
    if (response.ok) return response;
    if (response.status === 401 || response.status === 403) {
      // A new login, in another tab perhaps, has a new token: asked for once more.
      const token = headers['x-spoor-csrf'];
      this.#session = undefined;
      if (response.status === 403 && token !== undefined && !again && (await this.session()).csrf !== token) {
        return this.#send(method, path, body, signal, true);
      }
    }
    throw await problem(response);
  }
}

function parseArgument(value: unknown): CatalogEntry['args'][number] {
  const it = typeof value === 'string' ? { name: value } : object(value);
  return {
    name: String(it['name'] ?? ''),
    type: String(it['type'] ?? ''),
    required: it['required'] === true,
    doc: String(it['doc'] ?? ''),
  };
}

async function problem(response: Response): Promise<ApiError> {
  let it: Json = {};
  try {
    it = object(JSON.parse(await response.text()));
  } catch {
    // Not a problem document: the status says enough.
  }
  const detail = it['detail'] ?? it['title'];
  const trace = it['traceId'];
  return new ApiError(
    typeof detail === 'string' ? detail : `the server answered ${response.status}`,
    response.status,
    typeof it['code'] === 'string' ? it['code'] : `HTTP_${response.status}`,
    parseIssues(it['issues']),
    typeof trace === 'string' ? trace : undefined,
  );
}
