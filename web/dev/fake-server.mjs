// A scripted server: the notebook and live parts of the public API, in memory, for looking and for tests.
// Text of a query decides its result: "hostile", "hashes", "wide", "million", "slow", "zero", "denied", "broken".
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accept } from './websocket.mjs';
import { calm, cut, hashes, hostile, wide } from './rows.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.html': 'text/html' };
const NONCE = 'bm9uY2UtZm9yLXRlc3Rz';

export class FakeServer {
  notebooks = new Map();
  runs = new Map();
  edits = new Map();
  peers = new Set();
  /** Every request, as "METHOD path", for tests. */
  log = [];
  /** Answers requests with 503 and takes no sockets. */
  down = false;
  /** Keeps back the answers to operations until let go. */
  holdOps = undefined;
  /** Milliseconds between two pieces of news of a run. */
  pace = 20;
  #seq = 0;
  #runs = 0;
  #server = createServer((request, response) => this.#handle(request, response).catch((error) => fail(response, 500, String(error))));

  constructor() {
    this.#server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
  }

  async listen(port = 0) {
    await new Promise((done) => this.#server.listen(port, '127.0.0.1', done));
    return this.#server.address().port;
  }

  async close() {
    for (const peer of this.peers) peer.cut();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  add(id, title, cells) {
    this.notebooks.set(id, {
      id,
      title,
      titleRevision: 1,
      timeRange: { kind: 'relative', last: '24h' },
      revision: 1,
      canEdit: true,
      bin: new Map(),
      cells: cells.map((cell, i) => ({ id: `cell${i + 1}`, type: 'vql', revision: 1, run: null, pending: null, ...cell })),
    });
  }

  /** As if somebody else had done it. */
  edit(id, ops, editId = `other-${Math.random()}`) {
    return this.#ops(this.notebooks.get(id), editId, ops);
  }

  push(id, message) {
    for (const peer of this.peers) if (peer.topics.has(`notebook:${id}`)) peer.send({ sub: `notebook:${id}`, seq: ++this.#seq, ...message });
  }

  // --- requests ------------------------------------------------------------------------------------

  async #handle(request, response) {
    const url = new URL(request.url, 'http://x');
    const path = url.pathname;
    if (!path.startsWith('/api/')) return this.#file(path, response);
    this.log.push(`${request.method} ${path}`);
    if (this.down) return fail(response, 503, 'down');
    const body = request.method === 'POST' ? JSON.parse((await read(request)) || '{}') : undefined;
    const parts = path.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
    if (request.method === 'POST' && request.headers['x-spoor-csrf'] !== 'csrf') return fail(response, 403, 'no CSRF token', 'FORBIDDEN');
    switch (parts[0]) {
      case 'session':
        return json(response, { user: { id: 'u1', name: 'ivo', role: 'analyst', permissions: [] }, csrf: 'csrf', setupNeeded: false });
      case 'artifacts':
        return json(response, { items: ['Linux.Detection.ProcessCreation', 'Server.Alerts.ProcessCreation', 'Windows.Detection.ProcessCreation'].map((name) => ({ name, type: 'CLIENT_EVENT', description: 'Process starts, with command line.' })), next: null });
      case 'clients':
        return json(response, { items: [{ clientId: 'C.7f31a9e20b4d5c68', hostname: 'WS-0142' }].filter((it) => it.hostname.toLowerCase().includes(url.searchParams.get('q'))), next: null });
      case 'vql':
        if (parts[1] === 'check') return json(response, { issues: check(body.vql) });
        return json(response, CATALOG);
      case 'notebooks':
        return this.#notebook(request, response, parts, body);
      case 'runs':
        return this.#run(request, response, parts, url);
      default:
        return fail(response, 404, `no ${path}`);
    }
  }

  async #notebook(request, response, parts, body) {
    if (parts.length === 1) return json(response, { items: [...this.notebooks.values()].map(({ id, title }) => ({ id, title })), next: null });
    const notebook = this.notebooks.get(parts[1]);
    if (!notebook) return fail(response, 404, 'no such notebook', 'NOT_FOUND');
    if (parts.length === 2) return json(response, view(notebook));
    if (parts[2] === 'ops') {
      if (this.holdOps) await this.holdOps;
      return json(response, { results: this.#ops(notebook, body.editId, body.ops) });
    }
    const cell = notebook.cells.find((it) => it.id === parts[3]);
    if (!cell) return fail(response, 404, 'no such cell', 'NOT_FOUND');
    return json(response, { run: this.#start(notebook, cell) }, 202);
  }

  #ops(notebook, editId, ops) {
    if (this.edits.has(editId)) return this.edits.get(editId);
    const answers = ops.map((op) => this.#op(notebook, op));
    this.edits.set(editId, answers);
    this.push(notebook.id, { type: 'ops', editId, author: 'someone', revision: notebook.revision, ops, results: answers });
    return answers;
  }

  #op(notebook, op) {
    const cell = notebook.cells.find((it) => it.id === (op.cell?.id ?? op.cell));
    const place = (after) => (after === null ? 0 : notebook.cells.findIndex((it) => it.id === after) + 1);
    notebook.revision++;
    switch (op.op) {
      case 'setText': {
        if (!cell) return { saved: {} };
        if (cell.revision !== op.baseRevision) {
          const copy = { id: `copy${this.edits.size}`, type: cell.type, text: op.text, revision: 1, run: null, pending: null, conflictOf: cell.id };
          notebook.cells.splice(place(cell.id), 0, copy);
          return { conflict: { cell: cell.id, yours: op.text, theirs: cell.text, revision: cell.revision, copy: copy.id } };
        }
        cell.text = op.text;
        cell.revision++;
        return { saved: { cell: cell.id, revision: cell.revision } };
      }
      case 'insert':
        if (!cell) notebook.cells.splice(place(op.after), 0, { run: null, pending: null, revision: 1, ...op.cell });
        return { saved: { cell: op.cell.id, revision: 1 } };
      case 'delete': {
        const at = notebook.cells.indexOf(cell);
        if (cell) notebook.bin.set(cell.id, { cell, at });
        notebook.cells = notebook.cells.filter((it) => it !== cell);
        return { saved: { cell: op.cell } };
      }
      case 'restore': {
        const was = notebook.bin.get(op.cell);
        if (was) notebook.cells.splice(was.at, 0, was.cell);
        notebook.bin.delete(op.cell);
        return { saved: { cell: op.cell } };
      }
      case 'move':
        notebook.cells = notebook.cells.filter((it) => it !== cell);
        notebook.cells.splice(place(op.after), 0, cell);
        return { saved: { cell: op.cell } };
      case 'setType':
        if (cell.revision !== op.baseRevision) return { conflict: { cell: cell.id, yours: cell.text, theirs: cell.text, revision: cell.revision } };
        cell.type = op.type;
        cell.revision++;
        return { saved: { cell: cell.id, revision: cell.revision } };
      case 'setTitle':
        notebook.title = op.title;
        notebook.titleRevision++;
        return { saved: { revision: notebook.titleRevision } };
      default:
        notebook.timeRange = op.timeRange;
        return { saved: {} };
    }
  }

  // --- runs ----------------------------------------------------------------------------------------

  #start(notebook, cell) {
    const run = `R.${String(++this.#runs).padStart(13, 'A')}`;
    const text = cell.text;
    const set = /hostile/.test(text) ? hostile() : /hashes/.test(text) ? hashes(50) : /wide/.test(text) ? wide(40) : calm(/million/.test(text) ? 1_000_000 : /slow/.test(text) ? 1204 : 412);
    const summary = {
      run,
      cell: cell.id,
      textHash: createHash('sha256').update(text).digest('hex'),
      state: 'running',
      rows: 0,
      exact: false,
      scanned: 0,
      elapsedMs: 0,
      started: new Date().toISOString(),
      columns: set.columns,
      timeRange: notebook.timeRange,
      warnings: [],
      footer: [],
      log: [],
    };
    const state = { summary, set, notebook, cell, text, cancelled: false };
    this.runs.set(run, state);
    cell.pending = summary;
    this.push(notebook.id, { type: 'run', run: { ...summary } });
    const issues = check(text);
    const end = (change) => {
      Object.assign(summary, change, { finished: new Date().toISOString(), elapsedMs: 38 });
      cell.run = summary;
      cell.pending = null;
      this.push(notebook.id, { type: 'run', run: { ...summary } });
    };
    let step = 0;
    const steps = /slow/.test(text) ? 400 : 3;
    const tick = () => {
      if (state.cancelled) return end({ state: 'partial' });
      if (issues.length > 0) return end({ state: 'error', error: { code: 'INVALID_INPUT', message: issues[0].message, issues } });
      if (/denied/.test(text)) return end({ state: 'error', error: { code: 'FORBIDDEN', message: 'shell transcripts need the role Investigator. Root can grant it', issues: [] } });
      if (/zero/.test(text)) return end({ state: 'done', exact: true, scanned: 48_200_000, columns: [] });
      step++;
      if (step >= steps) {
        return end({
          state: 'done',
          rows: set.count,
          exact: true,
          scanned: 3190,
          footer: ['indexed: artifact, time', 'then regex on 3,190 rows'],
          warnings: /Comandline/.test(text) ? ['Comandline: not found in 3,190 rows. Did you mean CommandLine?'] : [],
        });
      }
      Object.assign(summary, { rows: Math.floor((set.count * step) / steps), scanned: step * 12_000, progress: step / steps, elapsedMs: step * this.pace });
      cell.run = summary;
      cell.pending = null;
      this.push(notebook.id, { type: 'run', run: { ...summary } });
      setTimeout(tick, this.pace);
    };
    setTimeout(tick, this.pace);
    return run;
  }

  #run(request, response, parts, url) {
    const state = this.runs.get(parts[1]);
    if (!state) return fail(response, 404, 'no such run', 'NOT_FOUND');
    const { summary, set } = state;
    if (parts[2] === 'cancel') {
      state.cancelled = true;
      return json(response, undefined, 204);
    }
    if (parts.length === 2) return json(response, summary);
    if (parts.length === 3) {
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const limit = Math.min(500, Number(url.searchParams.get('limit') ?? 200));
      const order = ordered(state, url.searchParams);
      const total = order ? order.length : summary.rows;
      const numbers = [];
      for (let i = offset; i < Math.min(total, offset + limit); i++) numbers.push(order ? order[i] : i);
      const marks = numbers.map((n) => marksOf(state, set.row(n)));
      return json(response, {
        offset,
        rows: numbers.map((n, i) => set.row(n).map((value, column) => cut(value, marks[i].find((mark) => mark[0] === column)))),
        ...(order ? { numbers } : {}),
        ...(marks.some((it) => it.length > 0) ? { marks } : {}),
        total,
        exact: summary.exact,
      });
    }
    const row = set.row(Number(parts[3]));
    if (parts.length === 4) {
      return json(response, Object.fromEntries(set.columns.map((column, i) => {
        const value = row[i];
        return [column.name, typeof value === 'string' && value.length > 65536 ? { $cut: { text: value.slice(0, 512), length: value.length } } : value];
      })));
    }
    const value = row[Number(parts[4])];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const offset = Number(url.searchParams.get('offset') ?? 0);
    return json(response, { text: text.slice(offset, offset + 65536), offset, length: text.length });
  }

  // --- live and files ------------------------------------------------------------------------------

  #upgrade(request, socket) {
    if (this.down) return socket.destroy();
    const peer = accept(request, socket);
    peer.topics = new Set();
    this.peers.add(peer);
    peer.on('close', () => this.peers.delete(peer));
    peer.on('message', (text) => {
      const message = JSON.parse(text);
      if (message.op === 'subscribe') {
        peer.topics.add(message.topic);
        peer.send({ re: message.id, ok: true });
        const notebook = this.notebooks.get(message.topic.split(':')[1]);
        if (notebook && message.since !== undefined) peer.send({ sub: message.topic, seq: ++this.#seq, type: 'snapshot', notebook: view(notebook) });
      } else peer.send({ re: message.id, ok: true });
    });
  }

  async #file(path, response) {
    if (path.startsWith('/dist/')) {
      const body = await readFile(join(here, path)).catch(() => undefined);
      if (!body) return fail(response, 404, 'no such file');
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
      return response.end(body);
    }
    const id = path.split('/')[1] || 'N.AAAAAAAAAAAAA';
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${NONCE}'; img-src 'self' data:; font-src 'self'; connect-src 'self' ws:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    });
    response.end(`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="spoor-nonce" content="${NONCE}"><title>Spoor</title><script type="module" src="/dist/page.js"></script></head>
<body><spoor-notebook notebook-id="${id.replace(/[^A-Za-z0-9.]/g, '')}" list-href="/"></spoor-notebook></body></html>`);
  }
}

/** Sorted by text or number, or those that hold a text: as the server does, over the whole result. */
function ordered({ summary, set }, query) {
  const sort = query.get('sort');
  const find = (query.get('find') ?? '').toLowerCase();
  if (!sort && !find) return undefined;
  let order = Array.from({ length: summary.rows }, (_, i) => i);
  if (find) order = order.filter((i) => set.row(i).some((value) => JSON.stringify(value).toLowerCase().includes(find)));
  const column = set.columns.findIndex((it) => it.name === sort);
  if (column >= 0) {
    const of = (i) => set.row(i)[column];
    order.sort((a, b) => (typeof of(a) === 'number' && typeof of(b) === 'number' ? of(a) - of(b) : String(of(a)).localeCompare(String(of(b)))));
    if (query.get('order') === 'desc') order.reverse();
  }
  return order;
}

function marksOf({ text }, row) {
  const pattern = /=~ '((?:[^'\\]|\\.)+)'/.exec(text)?.[1];
  if (!pattern) return [];
  return row.flatMap((value, column) => (typeof value !== 'string' ? [] : [...value.matchAll(new RegExp(pattern, 'gi'))].map((it) => [column, it.index, it.index + it[0].length])));
}

const CATALOG = {
  functions: [
    { name: 'count', doc: 'Counts rows.', synopsis: 'count(items)', parameters: [{ name: 'items', type: 'any', required: false, doc: 'not used' }] },
    { name: 'count_distinct', doc: 'Counts different values.', synopsis: '', parameters: [{ name: 'item', type: 'any', required: true, doc: 'the value' }] },
    { name: 'now', doc: 'The time when the query began.', synopsis: 'now()', parameters: [] },
  ],
  plugins: [
    { name: 'source', doc: 'Rows of an artifact.', synopsis: '', parameters: [{ name: 'artifact', type: 'string', required: true, doc: 'its name' }, { name: 'start_time', type: 'timestamp', required: false, doc: 'from when' }] },
    { name: 'clients', doc: 'Enrolled clients.', synopsis: '', parameters: [] },
  ],
};

/** A parser of sorts: it knows two mistakes. */
function check(text) {
  const issues = [];
  text.split('\n').forEach((line, i) => {
    const before = text.split('\n').slice(0, i).join('\n').length + (i > 0 ? 1 : 0);
    const form = /\bFORM\b/.exec(line);
    if (form) issues.push({ severity: 'ERROR', message: "expected FROM, found 'FORM'", line: i + 1, column: form.index + 1, length: 4, fix: { label: 'Replace it by FROM', offset: before + form.index, length: 4, replacement: 'FROM' } });
    const group = /\bGROUP (?!BY\b)(\w+)/.exec(line);
    if (group) issues.push({ severity: 'ERROR', message: `'GROUP' is followed by '${group[1]}'. Did you mean 'GROUP BY'?`, line: i + 1, column: group.index + 1, length: 5, fix: { label: 'Replace it', offset: before + group.index, length: 5, replacement: 'GROUP BY' } });
  });
  return issues;
}

function view(notebook) {
  const { bin, ...rest } = notebook;
  void bin;
  return rest;
}

function json(response, value, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(value === undefined ? '' : JSON.stringify(value));
}

function fail(response, status, detail, code = 'INTERNAL') {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: detail, status, code, detail, issues: [], traceId: '7f3a' }));
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

export function sample() {
  const server = new FakeServer();
  server.add('N.AAAAAAAAAAAAA', 'Alert overview: adm_peter and svc_iis', [
    {
      type: 'markdown',
      text: '# Who else did adm_peter touch?\n\nAt 09:41 UTC someone on `WS-0142` created the task `WindowsUpdateCheck` on `srv_dc01`. It runs `C:/Perflog/m.exe` as SYSTEM every five minutes. We watch, and contain nothing yet.',
    },
    {
      name: 'alerts',
      text: "SELECT EventData.UtcTime AS UtcTime, Hostname, EventData.User AS User,\n       EventData.CommandLine AS CommandLine, ClientId\nFROM source(artifact='Windows.Detection.ProcessCreation')\nWHERE EventData.CommandLine =~ '(?:(/ru)|(/p)|(/s))'",
    },
    { name: 'rare_hashes', text: "SELECT EventData.Hashes AS Hash, count() AS Seen, count_distinct(item=ClientId) AS Clients\nFROM source(artifact='Windows.Detection.ProcessCreation') GROUP BY Hash ORDER BY Clients LIMIT 50 -- hashes" },
    { name: 'by_host', text: "SELECT Hostname, count() AS n\nFROM source(artifact='Windows.Detection.ProcessCreation')\nWHERE EventData.CommandLine =~ 'Perflog' GROUP Hostname" },
    { name: 'hostile', text: 'SELECT * FROM hostile()' },
    { name: 'slow', text: 'SELECT * FROM slow()' },
    { text: 'SELECT * FROM zero()' },
    { text: 'SELECT * FROM denied()' },
    { text: "SELECT Comandline FROM source(artifact='Server.Alerts.ProcessCreation') -- million" },
  ]);
  server.add('N.EEEEEEEEEEEEE', 'Untitled', []);
  return server;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { bundle } = await import('./build.mjs');
  await bundle(process.argv.includes('--watch'));
  const port = await sample().listen(Number(process.argv[process.argv.indexOf('--port') + 1]) || 8899);
  process.stderr.write(`http://127.0.0.1:${port}/\n`);
}
