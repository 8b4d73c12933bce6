import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '../../main/frontend/spoor-notebook');

/** What each folder may import of the others. The root element, beside them, may import all. */
const MAY: Record<string, string[]> = {
  model: [],
  keys: ['model'],
  sync: ['model'],
  ui: ['model'],
  editor: ['model', 'ui'],
  grid: ['model', 'ui', 'keys'],
  cell: ['model', 'ui'],
  page: ['model', 'ui', 'keys', 'cell'],
};

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

test('each folder imports only what it may', () => {
  for (const file of files) {
    const folder = file.includes('/') ? file.split('/')[0]! : '';
    if (folder === '') continue;
    const allowed = MAY[folder];
    assert.ok(allowed, `${folder} is not on the list`);
    for (const [, target] of readFileSync(join(ROOT, file), 'utf8').matchAll(/from '(\.[^']+)'|import '(\.[^']+)'/g)) {
      if (target === undefined) continue;
      const to = relative(ROOT, normalize(join(ROOT, file, '..', target))).split('/')[0]!;
      assert.ok(to === folder || allowed.includes(to), `${file} imports ${target}`);
    }
  }
});

test('the model touches no page', () => {
  for (const file of files.filter((name) => name.startsWith('model/'))) {
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/\/\/.*|\/\*[^]*?\*\//g, '');
    assert.doesNotMatch(text, /\b(document|window|localStorage|fetch|setTimeout|WebSocket)\b/, file);
  }
});

test('nothing parses data as HTML, and no style comes from an attribute', () => {
  for (const file of files) {
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/^\s*\/\/.*$/gm, '');
    assert.doesNotMatch(text, /innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|document\.write|\beval\(|new Function/, file);
    assert.doesNotMatch(text, /\sstyle=|styleMap|setAttribute\('style'/, file);
  }
});
