import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BINDINGS } from '../../main/frontend/spoor-notebook/keys/keymap.ts';
import { GRID_BINDINGS } from '../../main/frontend/spoor-notebook/keys/grid-keys.ts';
import type { Cell, Notebook } from '../../main/frontend/spoor-notebook/model/types.ts';
import { choose, paletteItems, type PaletteSource } from '../../main/frontend/spoor-notebook/page/palette-items.ts';

const cell: Cell = { id: 'a', type: 'vql', text: "SELECT * FROM source(artifact='A')", revision: 1, run: null, pending: null };
const notebook: Notebook = { id: 'N.1', title: 't', titleRevision: 1, timeRange: { kind: 'all' }, revision: 1, cells: [cell], canEdit: true };

function source(more: Partial<PaletteSource> = {}): PaletteSource {
  return {
    notebook,
    cell,
    artifacts: ['Linux.Detection.ProcessCreation', 'Server.Alerts.ProcessCreation'],
    notebooks: [{ id: 'N.2', title: 'Test detections before rollout' }],
    clients: [{ clientId: 'C.1', hostname: 'WS-0142' }],
    do: () => undefined,
    focusCell: () => undefined,
    insert: () => undefined,
    go: () => undefined,
    ...more,
  };
}

const said = (typed: string, more: Partial<PaletteSource> = {}) => choose(paletteItems(source(more)), typed).map((item) => item.says);

test('every word must be found; the beginnings of words come first', () => {
  assert.deepEqual(said('det'), ['Linux.Detection.ProcessCreation', 'Test detections before rollout']);
  assert.deepEqual(said('below insert')[0], 'Insert a cell below');
  assert.deepEqual(said('nothing like this'), []);
});

test('a prefix chooses the kind', () => {
  assert.deepEqual(said('@ws'), ['WS-0142']);
  assert.deepEqual(said('#'), ['Test detections before rollout']);
  assert.ok(said('>run').every((it) => /run/i.test(it)));
});

test('who may not edit is offered nothing that edits', () => {
  const reading = said('', { notebook: { ...notebook, canEdit: false } });
  assert.ok(!reading.some((it) => /insert|delete|paste|edit/i.test(it)), reading.join());
  assert.ok(reading.includes('Run, stay here'));
});

test('each command has its key beside it', () => {
  const run = paletteItems(source()).find((item) => item.says === 'Run, stay here');
  assert.deepEqual(run?.keys, ['Ctrl', 'Enter']);
});

test('no key of a table stands for two commands', () => {
  for (const table of [BINDINGS, GRID_BINDINGS]) {
    const keys = table.flatMap((binding) => binding.keys);
    assert.equal(new Set(keys).size, keys.length);
  }
});
