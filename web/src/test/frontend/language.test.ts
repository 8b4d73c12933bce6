import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeAt, wordAt } from '../../main/frontend/spoor-notebook/model/vql-place.ts';

/** The place of the bar in a text. */
function place(text: string) {
  const at = text.indexOf('|');
  return placeAt(text.replace('|', ''), at);
}

test('inside a call its argument names may stand, those given are known', () => {
  const it = place("SELECT * FROM source(artifact='A', sta|");
  assert.equal(it.call?.name, 'source');
  assert.deepEqual(it.call?.given, ['artifact']);
  assert.ok(it.argumentName);
  assert.equal(it.word?.text, 'sta');
  assert.ok(place('SELECT f(|').argumentName);
  assert.ok(!place('SELECT f(a=|').argumentName);
  assert.ok(!place('SELECT (|').argumentName);
  assert.equal(place('SELECT f(a=g(b=1), |').call?.name, 'f');
  assert.equal(place('SELECT f(a={ SELECT |').call, undefined);
});

test('a text tells whose value it is', () => {
  assert.deepEqual(place("FROM source(artifact='Linux.De|").textOf, { argument: 'artifact', from: 22, text: 'Linux.De' });
  assert.equal(place("FROM source(artifact='A'|").textOf, undefined);
  assert.equal(place("WHERE a =~ 'x|").textOf, undefined);
  assert.ok(place("WHERE a =~ 'x|").closed);
  assert.ok(place("WHERE a = 'it\\'s|").closed);
});

test('nothing is offered in comments and after a dot', () => {
  assert.ok(place('SELECT a -- FRO|').closed);
  assert.ok(place('SELECT EventData.Co|').closed);
  assert.ok(!place('SELECT a -- x\nFRO|').closed);
});

test('after FROM a source may stand', () => {
  assert.ok(place('SELECT * FROM |').source);
  assert.ok(place('SELECT * FROM sou|').source);
  assert.ok(!place('SELECT sou|').source);
});

test('the word under the pointer knows what it is', () => {
  const text = "SELECT count() FROM source(artifact='A')";
  assert.deepEqual(wordAt(text, 8), { from: 7, to: 12, text: 'count', called: true, argumentOf: undefined });
  assert.equal(wordAt(text, 28)?.argumentOf, 'source');
  assert.equal(wordAt(text, 1), undefined);
});
