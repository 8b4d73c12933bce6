import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { activeRun } from '../../main/frontend/spoor-notebook/model/cell-state.ts';
import type { Conflict, RunSummary } from '../../main/frontend/spoor-notebook/model/types.ts';
import { Api, type ApiError } from '../../main/frontend/spoor-notebook/sync/api.ts';
import type { DraftStorage } from '../../main/frontend/spoor-notebook/sync/drafts.ts';
import { browserWorld, Live, type LiveState } from '../../main/frontend/spoor-notebook/sync/live.ts';
import { NotebookSync } from '../../main/frontend/spoor-notebook/sync/notebook-sync.ts';
// The scripted server is plain JavaScript.
// @ts-expect-error no types
import { FakeServer } from '../../../dev/fake-server.mjs';

const ID = 'N.AAAAAAAAAAAAA';

class MemoryStorage implements DraftStorage {
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key(index: number) {
    return [...this.#items.keys()][index] ?? null;
  }
  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.#items.set(key, value);
  }
  removeItem(key: string) {
    this.#items.delete(key);
  }
}

interface Page {
  sync: NotebookSync;
  live: Live;
  conflicts: Conflict[];
  ended: RunSummary[];
  refused: ApiError[];
  states: LiveState[];
  close(): void;
}

let server: InstanceType<typeof FakeServer>;
let base: string;
let pages: Page[] = [];

beforeEach(async () => {
  server = new FakeServer();
  server.pace = 5;
  server.add(ID, 'Title', [{ text: 'one' }, { text: 'two' }, { text: 'slow' }]);
  base = `http://127.0.0.1:${await server.listen()}/api/v1`;
});

afterEach(async () => {
  for (const page of pages) page.close();
  pages = [];
  await server.close();
});

async function until(check: () => boolean, why: string): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (check()) return;
    await new Promise((done) => setTimeout(done, 5));
  }
  assert.fail(`never: ${why}`);
}

async function open(storage: DraftStorage | undefined = new MemoryStorage(), tab = 'tab'): Promise<Page> {
  const conflicts: Conflict[] = [];
  const ended: RunSummary[] = [];
  const refused: ApiError[] = [];
  const states: LiveState[] = [];
  const world = browserWorld();
  const sync = new NotebookSync(
    ID,
    new Api(base),
    {
      changed: () => undefined,
      conflict: (it) => conflicts.push(it),
      ended: (it) => ended.push(it),
      refused: (it) => refused.push(it),
    },
    world,
    storage,
    tab,
  );
  const live = new Live(`${base.replace('http', 'ws')}/live`, (state) => {
    states.push(state);
    if (state.kind !== 'connecting') sync.connected(state.kind === 'online');
  }, world);
  live.subscribe(`notebook:${ID}`, (message) => sync.receive(message));
  live.start();
  const page = { sync, live, conflicts, ended, refused, states, close: () => (sync.close(), live.close()) };
  pages.push(page);
  await sync.open();
  await until(() => states.some((it) => it.kind === 'online'), 'online');
  await until(() => server.peers.size > 0 && [...server.peers].every((it) => it.topics.size > 0), 'subscribed');
  return page;
}

const saved = (index: number): string => server.notebooks.get(ID).cells[index].text;
const texts = (page: Page): string[] => page.sync.notebook!.cells.map((it) => page.sync.text(it.id));
const opsSent = (): number => server.log.filter((line: string) => line.endsWith('/ops')).length;

test('a run waits for its text, also while something else is being sent', async () => {
  const page = await open();
  const cell = page.sync.insert('vql', null);
  page.sync.edit(cell, 'three');
  await page.sync.run(cell);
  assert.equal(server.notebooks.get(ID).cells[0].text, 'three');
});

test('typing is saved once, after it stops', async () => {
  const { sync } = await open();
  for (const text of ['o', 'on', 'one!', 'one!!']) sync.edit('cell1', text);
  assert.equal(sync.save.kind, 'saving');
  assert.equal(saved(0), 'one');
  await until(() => saved(0) === 'one!!', 'saved');
  await until(() => sync.save.kind === 'saved', 'said so');
  assert.equal(opsSent(), 1);
});

test('text typed while a save is under way is saved next, on the new revision', async () => {
  const { sync, conflicts } = await open();
  let release = () => {};
  server.holdOps = new Promise<void>((done) => (release = done));
  sync.edit('cell1', 'first');
  await until(() => opsSent() === 1, 'sent');
  sync.edit('cell1', 'second');
  server.holdOps = undefined;
  release();
  await until(() => saved(0) === 'second', 'saved');
  assert.equal(server.notebooks.get(ID).cells[0].revision, 3);
  assert.deepEqual(conflicts, []);
});

test('another page sees text, title, order and runs', async () => {
  const a = await open();
  const b = await open(new MemoryStorage(), 'other');
  a.sync.edit('cell1', 'seen');
  a.sync.setTitle('New title');
  a.sync.move('cell1', 'cell2');
  await until(() => texts(b).join() === 'two,seen,slow', 'order and text');
  await until(() => b.sync.notebook!.title === 'New title', 'title');
  await a.sync.run('cell2');
  await until(() => b.sync.notebook!.cells[0]!.run?.rows === 412, 'run');
  assert.deepEqual(b.sync.notebook!.cells.map((it) => it.id), a.sync.notebook!.cells.map((it) => it.id));
});

test('two who edit at once: the loser is told both texts, and the losing text has its own cell', async () => {
  const { sync, conflicts } = await open();
  let release = () => {};
  server.holdOps = new Promise<void>((done) => (release = done));
  sync.edit('cell1', 'mine');
  await until(() => opsSent() === 1, 'sent');
  server.edit(ID, [{ op: 'setText', cell: 'cell1', baseRevision: 1, text: 'theirs' }]);
  server.holdOps = undefined;
  release();
  await until(() => conflicts.length === 1, 'told');
  assert.equal(conflicts[0]!.yours, 'mine');
  assert.equal(conflicts[0]!.theirs, 'theirs');
  assert.deepEqual([saved(0), saved(1)], ['theirs', 'mine']);
  await until(() => sync.notebook!.cells.length === 4, 'the copy is here');
  sync.settle(conflicts[0]!, 'mine');
  await until(() => saved(0) === 'mine' && saved(1) === 'theirs', 'settled');
});

test('without a server text is kept, and sent when it is back', async () => {
  const storage = new MemoryStorage();
  const { sync, states } = await open(storage);
  server.down = true;
  for (const peer of server.peers) peer.cut();
  await until(() => sync.offline, 'offline');
  sync.edit('cell1', 'kept');
  await until(() => sync.save.kind === 'kept', 'says so');
  assert.equal(states.at(-1)!.kind, 'offline');
  server.down = false;
  await until(() => saved(0) === 'kept', 'sent');
  await until(() => sync.save.kind === 'saved', 'says so');
  assert.equal(storage.length, 0);
});

test('a page that dies with unsent text: the next one sends it', async () => {
  const storage = new MemoryStorage();
  const first = await open(storage);
  server.down = true;
  first.sync.edit('cell1', 'survives');
  first.sync.insert('vql', 'cell1', 'new cell');
  await until(() => first.sync.save.kind === 'saving' || first.sync.save.kind === 'kept', 'tried');
  first.close();
  server.down = false;
  await open(storage);
  await until(() => saved(0) === 'survives' && saved(1) === 'new cell', 'sent');
});

test('an answer that was lost: the same edit is sent under the same id and applied once', async () => {
  const storage = new MemoryStorage();
  const first = await open(storage);
  let release = () => {};
  server.holdOps = new Promise<void>((done) => (release = done));
  first.sync.edit('cell1', 'once');
  await until(() => opsSent() === 1, 'sent');
  first.close();
  server.holdOps = undefined;
  release();
  await until(() => saved(0) === 'once', 'applied');
  const again = await open(storage);
  await until(() => again.sync.save.kind === 'saved', 'saved');
  assert.equal(server.notebooks.get(ID).cells[0].revision, 2);
  assert.deepEqual(again.conflicts, []);
  assert.equal(server.notebooks.get(ID).cells.length, 3);
});

test('a draft of a living tab is left alone by another', async () => {
  const storage = new MemoryStorage();
  server.holdOps = new Promise<void>(() => {});
  const a = await open(storage, 'a');
  a.sync.edit('cell1', 'of tab a');
  const b = await open(storage, 'b');
  assert.equal(b.sync.draft('cell1'), undefined);
  server.holdOps = undefined;
});

test('a run is shown as running at once, counts rise, and its end is told', async () => {
  const { sync, ended } = await open();
  const running = sync.run('cell3');
  assert.equal(activeRun(sync.notebook!.cells[2]!)?.state, 'running');
  await running;
  await until(() => (sync.notebook!.cells[2]!.run?.rows ?? 0) > 0, 'rows');
  const early = sync.notebook!.cells[2]!.run!.rows;
  await until(() => sync.notebook!.cells[2]!.run!.rows > early, 'more rows');
  await sync.stop('cell3');
  await until(() => ended.length === 1, 'ended');
  assert.equal(ended[0]!.state, 'partial');
});

test('what is unsaved is saved before its cell runs', async () => {
  const { sync } = await open();
  sync.edit('cell1', 'hashes');
  await sync.run('cell1');
  await until(() => sync.notebook!.cells[0]!.run?.rows === 50, 'the new text ran');
  assert.equal(saved(0), 'hashes');
});

test('delete and undo bring the cell back with its text and result', async () => {
  const { sync } = await open();
  await sync.run('cell2');
  await until(() => sync.notebook!.cells[1]!.run?.state === 'done', 'ran');
  sync.remove('cell2');
  assert.equal(sync.notebook!.cells.length, 2);
  await until(() => server.notebooks.get(ID).cells.length === 2, 'deleted');
  sync.restore('cell2');
  assert.equal(sync.notebook!.cells[1]!.run?.rows, 412);
  await until(() => saved(1) === 'two', 'restored');
});

test('a refusal is told, and what is on the page is what the server has', async () => {
  const { sync, refused } = await open();
  server.notebooks.get(ID).cells.splice(1, 1);
  await sync.run('cell2');
  assert.equal(refused.length, 1);
  assert.equal(refused[0]!.status, 404);
  assert.equal(activeRun(sync.notebook!.cells[1]!), null);
});

test('a LET that changes makes those who read it stale', async () => {
  server.add(ID, 'Title', [{ text: 'LET host = 1' }, { text: 'SELECT host FROM calm()' }, { text: 'SELECT 1 FROM calm()' }]);
  const { sync } = await open();
  await sync.run('cell2');
  await sync.run('cell3');
  await until(() => sync.notebook!.cells.slice(1).every((it) => it.run?.state === 'done'), 'ran');
  sync.edit('cell1', 'LET host = 2');
  assert.equal(sync.changedInput('cell2'), 'host');
  assert.equal(sync.changedInput('cell3'), undefined);
});

test('a cut connection resumes and catches up', async () => {
  const { sync } = await open();
  server.edit(ID, [{ op: 'setText', cell: 'cell1', baseRevision: 1, text: 'before' }]);
  await until(() => sync.text('cell1') === 'before', 'first news');
  for (const peer of server.peers) peer.cut();
  server.edit(ID, [{ op: 'setText', cell: 'cell2', baseRevision: 1, text: 'missed' }]);
  await until(() => sync.text('cell2') === 'missed', 'caught up');
});

test('a session that is over ends the channel and is not tried again', async () => {
  const { live, sync } = await open();
  for (const peer of server.peers) peer.close(4001);
  await until(() => live.state.kind === 'ended', 'ended');
  assert.equal(sync.offline, true);
});

test('a browser without room says so', async () => {
  const full: DraftStorage = { length: 0, key: () => null, getItem: () => null, setItem: () => { throw new Error('full'); }, removeItem: () => undefined };
  const { sync } = await open(full);
  server.down = true;
  sync.edit('cell1', 'x');
  assert.equal(sync.save.kind, 'unkept');
});

test('the type changed twice in a breath, after a text, meets only our own edits', async () => {
  const { sync } = await open();
  sync.edit('cell1', 'one!');
  const saving = sync.flush();
  sync.setType('cell1', 'markdown');
  sync.setType('cell1', 'vql');
  sync.setType('cell1', 'markdown');
  await saving;
  await until(() => sync.save.kind === 'saved', 'saved');
  assert.equal(server.notebooks.get(ID).cells[0].type, 'markdown');
  assert.equal(saved(0), 'one!');
  assert.equal(sync.notebook?.cells[0]?.type, 'markdown');
});

test('a cell runs the text that was typed, also when its saving is under way already', async () => {
  const { sync } = await open();
  let letGo: () => void = () => undefined;
  server.holdOps = new Promise<void>((done) => (letGo = done));
  sync.edit('cell1', 'typed');
  void sync.flush();
  const running = sync.run('cell1');
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(server.runs.size, 0);
  server.holdOps = undefined;
  letGo();
  await running;
  assert.deepEqual([...server.runs.values()].map((it: { text: string }) => it.text), ['typed']);
});

test('a snapshot that is older than the news before it takes nothing back', async () => {
  const page = await open();
  const old = structuredClone(server.notebooks.get(ID));
  delete old.bin;
  server.edit(ID, [{ op: 'setText', cell: 'cell1', baseRevision: 1, text: 'newer' }]);
  await until(() => texts(page)[0] === 'newer', 'the news came');
  for (const peer of server.peers) peer.send({ sub: `notebook:${ID}`, seq: 0, type: 'snapshot', notebook: old });
  const asked = server.log.length;
  await until(() => server.log.length > asked, 'the state is asked for');
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(texts(page)[0], 'newer');
});
