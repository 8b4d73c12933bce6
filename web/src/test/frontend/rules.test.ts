import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';

const WEB = join(import.meta.dirname, '../../..');
const lint = new ESLint({ cwd: WEB });

async function faults(file: string, text: string): Promise<string[]> {
  const [result] = await lint.lintText(text, { filePath: join(WEB, 'src/main/frontend/spoor-notebook', file) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

test('a folder may import only what its list names', async () => {
  assert.deepEqual(await faults('model/x.ts', "import '../sync/api.ts';\n"), ['no-restricted-imports']);
  assert.deepEqual(await faults('model/x.ts', "import { html } from 'lit';\nhtml``;\n"), ['no-restricted-imports']);
  assert.deepEqual(await faults('grid/x.ts', "import '../cell/cell.ts';\n"), ['no-restricted-imports']);
  assert.deepEqual(await faults('sync/x.ts', "import type { Cell } from '../spoor-notebook.ts';\nexport type X = Cell;\n"), ['no-restricted-imports']);
  assert.deepEqual(await faults('grid/x.ts', "import '../model/values.ts';\nimport './columns.ts';\nimport 'lit';\n"), []);
  assert.deepEqual(await faults('spoor-notebook.ts', "import './sync/api.ts';\nimport './grid/row-grid.ts';\n"), []);
});

test('the model touches no page', async () => {
  assert.deepEqual(await faults('model/x.ts', 'document.title = "x";\n'), ['no-restricted-globals']);
});

test('data is never parsed as HTML, and no style comes from an attribute', async () => {
  assert.deepEqual(await faults('grid/x.ts', 'export const f = (e: Element, v: string) => (e.innerHTML = v);\n'), ['no-restricted-syntax']);
  assert.deepEqual(await faults('grid/x.ts', "import { html } from 'lit';\nexport const f = () => html`<p style=\"color:red\"></p>`;\n"), ['no-restricted-syntax']);
  assert.deepEqual(await faults('grid/x.ts', "export const f = (e: Element) => e.setAttribute('style', 'x');\n"), ['no-restricted-syntax']);
  assert.deepEqual(await faults('grid/x.ts', 'export const f = (s: string) => eval(s);\n'), ['no-eval']);
});
