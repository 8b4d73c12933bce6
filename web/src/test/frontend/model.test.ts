import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { look } from '../../main/frontend/spoor-notebook/model/cell-state.ts';
import { apply, withRun, type Removed } from '../../main/frontend/spoor-notebook/model/notebook.ts';
import { parseCell, parseIssue, parseNotebook, parseRun, parseTimeRange } from '../../main/frontend/spoor-notebook/model/parse.ts';
import { sha256 } from '../../main/frontend/spoor-notebook/model/sha256.ts';
import { columnKind, copied, shown, timeText } from '../../main/frontend/spoor-notebook/model/values.ts';
import { age, duration, rangeInWords, rowsInWords } from '../../main/frontend/spoor-notebook/model/words.ts';
import { KeyReader, keyName } from '../../main/frontend/spoor-notebook/keys/keymap.ts';

const notebook = () => parseNotebook({ id: 'N.1', title: 'T', titleRevision: 1, timeRange: { kind: 'all' }, cells: ['a', 'b', 'c'].map((id) => ({ id, type: 'vql', text: id, revision: 1 })) });
const run = (change: object = {}) => parseRun({ run: 'R.1', cell: 'a', state: 'done', rows: 3, exact: true, started: '2026-11-24T10:00:00Z', ...change })!;
const ids = (it: { cells: { id: string }[] }): string => it.cells.map((cell) => cell.id).join('');

test('our SHA-256 is everybody’s', () => {
  for (const text of ['', 'abc', 'æøå \u{1f600}', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'x'.repeat(1000)]) {
    assert.equal(sha256(text), createHash('sha256').update(text).digest('hex'));
  }
});

test('insert, move, delete and restore keep the order that they promise', () => {
  const removed = new Map<string, Removed>();
  let it = apply(notebook(), { op: 'insert', cell: { id: 'd', type: 'vql', text: '' }, after: 'a' });
  assert.equal(ids(it), 'adbc');
  it = apply(it, { op: 'move', cell: 'd', after: 'c' });
  assert.equal(ids(it), 'abcd');
  it = apply(it, { op: 'move', cell: 'd', after: null });
  assert.equal(ids(it), 'dabc');
  it = apply(it, { op: 'delete', cell: 'b' }, undefined, removed);
  assert.equal(ids(it), 'dac');
  it = apply(it, { op: 'restore', cell: 'b' }, undefined, removed);
  assert.equal(ids(it), 'dabc');
  assert.equal(it.cells[2]?.text, 'b');
});

test('an operation on a cell that is gone changes nothing', () => {
  const it = notebook();
  assert.equal(apply(it, { op: 'setText', cell: 'x', baseRevision: 1, text: 'y' }), it);
  assert.equal(apply(it, { op: 'delete', cell: 'x' }), it);
});

test('old rows stay until the new run has its first row', () => {
  let it = withRun(notebook(), run());
  it = withRun(it, run({ run: 'R.2', state: 'running', rows: 0, started: '2026-11-24T10:01:00Z' }));
  assert.equal(it.cells[0]?.run?.run, 'R.1');
  assert.equal(it.cells[0]?.pending?.run, 'R.2');
  it = withRun(it, run({ run: 'R.2', state: 'running', rows: 1, started: '2026-11-24T10:01:00Z' }));
  assert.equal(it.cells[0]?.run?.run, 'R.2');
  assert.equal(it.cells[0]?.pending, null);
});

test('late news of a run that is over, or replaced, is dropped', () => {
  let it = withRun(notebook(), run({ run: 'R.2', started: '2026-11-24T10:01:00Z' }));
  it = withRun(it, run({ run: 'R.2', state: 'running', rows: 1, started: '2026-11-24T10:01:00Z' }));
  assert.equal(it.cells[0]?.run?.state, 'done');
  it = withRun(it, run({ run: 'R.1', state: 'partial' }));
  assert.equal(it.cells[0]?.run?.run, 'R.2');
});

test('the states of a cell', () => {
  const context = { offline: false, timeRange: { kind: 'all' } as const };
  const cell = (change: object) => parseCell({ id: 'a', type: 'vql', text: 'SELECT 1', revision: 1, ...change });
  const done = { run: 'R.1', cell: 'a', state: 'done', rows: 3, textHash: sha256('SELECT 1') };
  assert.equal(look(cell({}), context).state, 'new');
  assert.equal(look(cell({ run: done }), context).state, 'fresh');
  assert.equal(look(cell({ run: done }), { ...context, draft: 'SELECT 2' }).state, 'edited');
  assert.equal(look(cell({ run: done, pending: { ...done, run: 'R.2', state: 'queued', position: 2 } }), context).words, 'Second in line');
  assert.deepEqual(look(cell({ run: done, pending: { ...done, run: 'R.2', state: 'running' } }), context), { state: 'running', words: 'Running', dim: true });
  assert.equal(look(cell({ run: done }), { ...context, changedInput: 'x' }).words, 'Stale: x changed');
  assert.equal(look(cell({ run: { ...done, timeRange: { kind: 'relative', last: '7d' } } }), context).state, 'stale');
  assert.equal(look(cell({ run: { ...done, state: 'error', error: { code: 'INVALID', message: 'm' } } }), context).state, 'error');
  assert.equal(look(cell({ run: { ...done, state: 'error', error: { code: 'FORBIDDEN', message: 'm' } } }), context).state, 'denied');
  assert.equal(look(cell({ run: { ...done, state: 'cancelled' } }), context).state, 'partial');
  assert.equal(look(cell({ run: done }), { ...context, offline: true, draft: 'x' }).state, 'offline');
});

test('what is missing in an answer gets its plain meaning', () => {
  assert.deepEqual(parseTimeRange(undefined), { kind: 'relative', last: '24h' });
  assert.deepEqual(parseTimeRange({ kind: 'relative', last: '1d' }), { kind: 'relative', last: '24h' });
  assert.equal(parseRun({}), null);
  assert.deepEqual(parseIssue({ position: { line: 3, column: 42, length: 5 }, severity: 'WARNING', message: 'm', fix: 'x' }), {
    line: 3, column: 42, length: 5, severity: 'warning', message: 'm',
  });
});

test('a fix is an edit with a place, never a bare text', () => {
  assert.equal(parseIssue({ message: 'm', fix: 'Fix[label=x]' }).fix, undefined);
  assert.deepEqual(parseIssue({ message: 'm', fix: { label: 'add BY', offset: 5, length: 0, replacement: ' BY' } }).fix, { label: 'add BY', offset: 5, length: 0, replacement: ' BY' });
});

test('values are shown and copied as they are', () => {
  assert.deepEqual(shown({ $int: '9223372036854775807' }), { kind: 'number', text: '9223372036854775807' });
  assert.deepEqual(shown({ $time: '2026-11-24T09:41:07Z' }), { kind: 'time', text: '2026-11-24T09:41:07Z' });
  assert.deepEqual(shown({ $cut: { text: 'abc', length: 1000 } }), { kind: 'cut', text: 'abc', length: 1000 });
  assert.equal(copied({ b: { $int: '1' }, a: [null, true] }), '{"b":"1","a":[null,true]}');
  assert.equal(copied(JSON.parse('{"__proto__":{"x":1}}')), '{"__proto__":{"x":1}}');
  assert.equal(timeText('2026-11-24T09:41:07.218Z', true), '09:41:07.218');
  assert.equal(columnKind({ name: 'ClientId' }, ['C.7f31a9e20b4d5c68']), 'client');
  assert.equal(columnKind({ name: 'CommandLine' }, ['net use']), 'mono');
  assert.equal(columnKind({ name: 'n' }, [1, 2]), 'number');
});

test('words', () => {
  assert.equal(rowsInWords(1, true), '1 row');
  assert.equal(rowsInWords(1204, false), '≥ 1,204 rows');
  assert.equal(duration(38), '38 ms');
  assert.equal(duration(3240), '3.2 s');
  assert.equal(age(0, 130_000), '2 min ago');
  assert.equal(rangeInWords({ kind: 'relative', last: '24h' }), 'Last 24 h');
  assert.equal(rangeInWords({ kind: 'absolute', from: '2026-11-23T14:32:00Z', to: '2026-11-24T14:32:00Z' }), '23 Nov 14:32 to 24 Nov 14:32');
});

test('keys: pairs in time, single letters, modifiers', () => {
  const keys = new KeyReader();
  const key = (key: string, more: object = {}) => keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  assert.equal(keys.read(key('d'), 0), undefined);
  assert.equal(keys.read(key('d'), 300), 'delete');
  assert.equal(keys.read(key('d'), 1000), undefined);
  assert.equal(keys.read(key('d'), 2500), undefined);
  assert.equal(keys.read(key('j'), 2600), 'next');
  assert.equal(keys.read(key('d'), 2700), undefined);
  assert.equal(keys.read(key('Enter', { shiftKey: true }), 3000), 'run-next');
  assert.equal(keys.read(key('Enter', { ctrlKey: true }), 3000), 'run');
  assert.equal(keys.read(key('Enter', { altKey: true }), 3000), 'run-insert');
  assert.equal(keys.read(key('?', { shiftKey: true }), 3000), 'help');
  assert.equal(keys.read(key('J', { shiftKey: true }), 3000), undefined);
});
