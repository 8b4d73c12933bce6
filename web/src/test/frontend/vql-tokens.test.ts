import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definedNames, mentionedNames, tokens } from '../../main/frontend/spoor-notebook/model/vql-tokens.ts';

const kinds = (text: string): string[] => tokens(text).map((it) => `${it.kind}:${text.slice(it.from, it.to)}`);

test('the blog query is coloured', () => {
  assert.deepEqual(kinds("SELECT EventData.UtcTime as T FROM source(artifact='A.B')"), [
    'keyword:SELECT', 'name:EventData', 'operator:.', 'name:UtcTime', 'keyword:as', 'name:T', 'keyword:FROM',
    'function:source', 'operator:(', 'name:artifact', 'operator:=', "string:'A.B'", 'operator:)',
  ]);
});

test('two dashes begin a comment, also after a number', () => {
  assert.deepEqual(kinds('5--3'), ['number:5', 'comment:--3']);
  assert.deepEqual(kinds('1 /* a\nb */ 2 // c'), ['number:1', 'comment:/* a\nb */', 'number:2', 'comment:// c']);
});

test('minus belongs to a number or a name that follows it', () => {
  assert.deepEqual(kinds('X -1'), ['name:X', 'number:-1']);
  assert.deepEqual(kinds('X - 1'), ['name:X', 'operator:-', 'number:1']);
  assert.deepEqual(kinds('X -Y'), ['name:X', 'name:-Y']);
});

test('keywords are whole words in any case, and GROUP BY is one', () => {
  assert.deepEqual(kinds('selected Order GROUP \n BY limit'), ['name:selected', 'name:Order', 'keyword:GROUP \n BY', 'keyword:limit']);
});

test('raw strings hold quotes, others protect by a backslash', () => {
  assert.deepEqual(kinds(`'''a'b\\''' 'c\\'d' "e"`), [`string:'''a'b\\'''`, `string:'c\\'d'`, 'string:"e"']);
});

test('numbers in all their forms', () => {
  assert.deepEqual(kinds('0x1F 1.5 .5 1e5 1.'), ['number:0x1F', 'number:1.5', 'number:.5', 'number:1e5', 'number:1', 'operator:.']);
});

test('an unclosed string or comment reaches to the end, and nothing ever fails', () => {
  assert.deepEqual(kinds("SELECT 'abc"), ['keyword:SELECT', "string:'abc"]);
  assert.deepEqual(kinds('1 /* abc'), ['number:1', 'comment:/* abc']);
  assert.deepEqual(kinds('§ \u{1f600}'), ['fault:§', 'fault:\u{1f600}']);
});

test('a long text costs little', () => {
  const text = 'SELECT a, b FROM source(artifact=\'X\') WHERE a =~ "y" -- z\n'.repeat(3000);
  const began = performance.now();
  assert.ok(tokens(text).length > 40_000);
  assert.ok(performance.now() - began < 1500);
});

test('names given and names mentioned', () => {
  assert.deepEqual(definedNames('LET x = 1 LET f(a) = a LET `y z` <= SELECT * FROM t'), ['x', 'f', 'y z']);
  assert.ok(mentionedNames("SELECT * FROM query(query='SELECT * FROM hidden')").has('hidden'));
});
