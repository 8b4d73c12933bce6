import assert from 'node:assert/strict';
import { test } from 'node:test';
import { and, asQuery, brief, conditions, flat, fromSearch, labelled, pathText, START, toSearch, toggled } from '../../main/frontend/spoor-events/model.ts';
import { roundUp, silentStretches, sum, ticks, tickWords } from '../../main/frontend/spoor-notebook/model/time-bins.ts';

test('a question survives the address', () => {
  const question = {
    condition: "EventData.CommandLine =~ '(/ru|/p)' AND Hostname = 'a&b=c'",
    range: { kind: 'absolute', from: '2026-11-24T09:00:00Z', to: '2026-11-24T10:00:00Z' } as const,
    chosen: [{ path: ['EventData', 'User'], values: ["O'Brien", 7, true] }],
    clients: ['C.00000000000000a1'],
  };
  assert.deepEqual(fromSearch(toSearch(question)), question);
  assert.equal(toSearch(START), '');
  assert.deepEqual(fromSearch('?only=broken&last=tomorrow'), START);
});

test('a value is ticked and let go again', () => {
  const once = toggled(START, ['Hostname'], 'srv');
  const twice = toggled(once, ['Hostname'], 'ws');
  assert.deepEqual(conditions(once), ["Hostname = 'srv'"]);
  assert.deepEqual(conditions(twice), ["Hostname IN ('srv', 'ws')"]);
  assert.deepEqual(toggled(once, ['Hostname'], 'srv'), START);
});

test('names that the language cannot read stand in backticks and break out of nothing', () => {
  assert.equal(pathText(['EventData', 'A b`; DROP']), 'EventData.`A b; DROP`');
});

test('what joins by OR is put into brackets before something is added', () => {
  assert.equal(and('', 'a = 1'), 'a = 1');
  assert.equal(and('x = 1', 'a = 1'), 'x = 1 AND a = 1');
  assert.equal(and('x = 1 OR y = 2', 'a = 1'), '(x = 1 OR y = 2) AND a = 1');
  assert.equal(and('x = 1 -- why', 'a = 1'), '(x = 1 -- why\n) AND a = 1');
});

test('a question becomes a query of a notebook', () => {
  const question = { ...toggled(START, ['Hostname'], 'srv'), condition: 'a = 1 OR b = 2' };
  assert.equal(
    asQuery(question, ['_EventTime', 'EventData.User', 'System.User']),
    "SELECT _EventTime,\n       EventData.User AS User,\n       System.User\nFROM events(newest=TRUE)\nWHERE (a = 1 OR b = 2)\n  AND (Hostname = 'srv')\nLIMIT 10000",
  );
});

test('columns are called by their last name where it is theirs alone', () => {
  assert.deepEqual(
    labelled([{ name: '_EventTime' }, { name: 'EventData.User' }, { name: 'System.User' }, { name: 'EventData.Image' }]).map((it) => it.label),
    ['Time', 'EventData.User', 'System.User', 'Image'],
  );
});

test('only paths of files are cut to their last part', () => {
  assert.equal(brief('C:\\Windows\\cmd.exe'), 'cmd.exe');
  assert.equal(brief('/usr/bin/sshd'), 'sshd');
  assert.equal(brief('echo a/b'), 'echo a/b');
  assert.equal(brief('/usr/bin/'), '/usr/bin/');
});

test('a row becomes flat, but typed values stay whole', () => {
  assert.deepEqual({ ...flat({ a: { b: { c: 1 } }, t: { $time: 'x' }, l: [1], e: {} }) }, { 'a.b.c': 1, t: { $time: 'x' }, l: [1], e: {} });
});

test('few silent clients of many are no gap, few of few are', () => {
  assert.deepEqual(silentStretches([100, 100, 100], [1, 50, 60]), [{ first: 1, last: 2 }]);
  assert.deepEqual(silentStretches([100, 100, 100], [20, 21, 60]), [{ first: 2, last: 2 }], 'those that are always silent are no gap');
  assert.deepEqual(silentStretches([1, 1, 0, 1], [1, 1, 0, 1]), [{ first: 0, last: 1 }, { first: 3, last: 3 }]);
  assert.equal(sum([1, 2, 3], { first: 1, last: 2 }), 5);
});

test('axes have round numbers and round times', () => {
  assert.deepEqual([1, 3, 7, 11, 41, 780].map(roundUp), [2, 4, 8, 20, 60, 800]);
  const day = ticks({ from: Date.parse('2026-11-23T14:32:00Z'), width: 900_000 }, 96, 6);
  assert.deepEqual(day.map((time) => tickWords(time, 86_400_000)), ['18:00', '24 Nov', '06:00', '12:00']);
});
