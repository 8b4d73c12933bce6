import assert from 'node:assert/strict';
import { test } from 'node:test';
import { occurrences, parts, tidy } from '../../main/frontend/spoor-notebook/model/excerpt.ts';
import { rowText, tableField, tableText } from '../../main/frontend/spoor-notebook/model/table-text.ts';
import { refine } from '../../main/frontend/spoor-notebook/model/refine.ts';
import { keepChoice, nextSort, noChoice, readChoice } from '../../main/frontend/spoor-notebook/grid/column-choice.ts';
import { inside, reveal, rowTop, scrollTopOf, topRow } from '../../main/frontend/spoor-notebook/grid/scroll.ts';

test('parts joined are the text again, whatever is marked and left out', () => {
  const text = 'schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru system';
  for (let room = 5; room < 120; room += 7) {
    for (const spans of [[], [[78, 81]], [[10, 13], [20, 40]], [[0, 3], [2, 9]], [[85, 500]]] as [number, number][][]) {
      const all = parts(text, spans, room);
      assert.equal(all.map((part) => part.text).join(''), text, `${room} ${JSON.stringify(spans)}`);
      assert.ok(all.filter((part) => part.hit).every((part) => part.text !== ''));
    }
  }
});

test('a match beyond the room is seen, the middle before it is not, the end is cut', () => {
  const text = 'schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru system /s srv_dc01';
  const at = text.indexOf('/ru');
  const all = parts(text, [[at, at + 3]], 40);
  assert.equal(all.find((part) => part.hit)?.text, '/ru');
  assert.ok(all.filter((part) => part.hit).every((part) => part.seen));
  const seen = all.filter((part) => part.seen).map((part) => part.text).join('');
  assert.ok(seen.startsWith('schtasks') && seen.length <= 40, seen);
});

test('marks are ordered, joined and cut to the text', () => {
  assert.deepEqual(tidy([[8, 12], [2, 4], [3, 6], [11, 99]], 20), [[2, 6], [8, 20]]);
  assert.deepEqual(occurrences('Schtasks /S schTASKS', 'schtasks'), [[0, 8], [12, 20]]);
  assert.deepEqual(occurrences('x', ''), []);
});

test('a table has no formula and no broken line', () => {
  assert.equal(tableField("=cmd|'/c calc'!A0"), "'=cmd|'/c calc'!A0");
  assert.equal(tableField('+1'), "'+1");
  assert.equal(tableField('-3.5'), '-3.5');
  assert.equal(tableField('@x'), "'@x");
  assert.equal(tableField('a\tb"c'), '"a\tb""c"');
  assert.equal(tableText(['a', '=b'], [[1, '\n=x'], [null, { $int: '9007199254740993' }]]), "a\t'=b\n1\t\"'\n=x\"\n\t9007199254740993");
  assert.equal(rowText(['a', 'b'], ['x', null]), 'a: x\nb: ');
});

test('a value becomes a condition of the last query', () => {
  assert.equal(refine('SELECT a FROM x()', 'a', "it's", true), "SELECT a FROM x()\nWHERE a = 'it\\'s'");
  assert.equal(refine('SELECT a FROM x() WHERE a =~ "b" LIMIT 5 -- end', 'n', 3, false), 'SELECT a FROM x() WHERE a =~ "b" AND n != 3 LIMIT 5 -- end');
  assert.equal(
    refine('LET y = SELECT * FROM z() WHERE q\nSELECT * FROM y WHERE a OR b\nORDER BY c', 'c d', null, true),
    'LET y = SELECT * FROM z() WHERE q\nSELECT * FROM y WHERE (a OR b) AND `c d` = NULL\nORDER BY c',
  );
  assert.equal(refine("SELECT * FROM x(q={ SELECT * FROM y() WHERE z }) -- WHERE", 'a', true, true), "SELECT * FROM x(q={ SELECT * FROM y() WHERE z })\nWHERE a = TRUE -- WHERE");
  assert.equal(refine('SELECT a, count() AS n FROM x() GROUP BY a', 'n', 3, true), undefined);
  assert.equal(refine('LET a = 1', 'a', 1, true), undefined);
  assert.equal(refine('SELECT * FROM x()', 'a', { $cut: { text: 'x', length: 9000 } }, true), undefined);
});

test('choices of columns are kept and read again; rubbish is no choice', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const choice = { ...noChoice(), hidden: ['b'], sort: { column: 'a', descending: true } };
  choice.widths['a'] = 120;
  keepChoice(storage, 'N.1/c', choice);
  assert.deepEqual({ ...readChoice(storage, 'N.1/c') }, { ...choice });
  keepChoice(storage, 'N.1/c', noChoice());
  assert.equal(kept.size, 0);
  kept.set('spoor.columns/x', '{"widths":{"a":"wide","b":999999},"hidden":"no","sort":7}');
  assert.deepEqual(readChoice(storage, 'x').hidden, []);
  assert.deepEqual(nextSort(noChoice(), 'a'), { column: 'a', descending: false });
  assert.equal(nextSort(choice, 'a'), undefined);
});

test('a scroll bar is a scale beyond the tallest element, and every row can be reached', () => {
  for (const total of [5, 412, 1_000_000]) {
    const g = { rowHeight: 28, viewport: 280, total };
    for (const row of [0, Math.floor(total / 2), total - 1]) {
      const first = Math.max(0, Math.min(row, total - inside(g)));
      const at = scrollTopOf(g, first);
      assert.ok(Math.abs(topRow(g, at) - first) < 1, `${total} ${row}`);
      const y = rowTop(g, row, at) - at;
      assert.ok(y > -28 && y < 280, `${total} ${row} ${y}`);
      assert.equal(reveal(g, row, at), undefined);
    }
    if (total > 100) assert.equal(reveal(g, 50, 0), scrollTopOf(g, 41));
  }
});
