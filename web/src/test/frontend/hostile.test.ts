import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixesScripts, segments, spoken } from '../../main/frontend/spoor-notebook/model/hostile.ts';

const joined = (text: string): string => segments(text).map((it) => it.text).join('');

test('every text comes back whole from its segments, whatever it holds', () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 0x8000_0000;
    return seed % below;
  };
  for (let round = 0; round < 300; round++) {
    let text = '';
    for (let i = 0; i < 60; i++) text += String.fromCharCode(random(3) === 0 ? random(0x10000) : random(0x100));
    assert.equal(joined(text), text, `seed 42, round ${round}`);
  }
});

test('control characters, ANSI and line breaks are named', () => {
  assert.equal(spoken('a\u0000\u001b[31m\u0007\r\n\t\u007f\u0085'), 'a[NUL][ESC][31m[BEL][CR][LF][TAB][DEL][U+0085]');
});

test('what changes direction or takes no place is marked', () => {
  for (const code of [0x202a, 0x202e, 0x2066, 0x2069, 0x200e, 0x200f, 0x061c, 0x200b, 0x200d, 0x2060, 0xfeff, 0xad, 0xfe0f, 0xe0067, 0x3164]) {
    const char = String.fromCodePoint(code);
    const found = segments(`x${char}y`);
    assert.equal(found.length, 3, code.toString(16));
    assert.equal(found[1]?.kind, 'mark');
    assert.equal(found[1]?.text, char);
  }
});

test('half a surrogate pair is marked, a whole one is text', () => {
  assert.equal(spoken('a\ud83db'), 'a[U+D83D]b');
  assert.equal(spoken('a\u{1f600}b'), 'a\u{1f600}b');
});

test('ordinary text of any language is one segment', () => {
  for (const text of ['schtasks /Create', 'ÆØÅ', 'Привет', '日本語', 'שלום', '']) {
    assert.ok(segments(text).every((it) => it.kind === 'text') && segments(text).length <= 1, text);
  }
});

test('a word of two scripts that look alike is known, a sentence of two languages is not', () => {
  assert.equal(mixesScripts('\u0430dm_peter'), true);
  assert.equal(mixesScripts('admin администратор'), false);
});
