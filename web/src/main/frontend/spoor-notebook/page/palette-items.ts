// What the command palette offers, and how what is typed chooses from it. No page here.
import { BINDINGS, type PageCommand } from '../keys/keymap.ts';
import type { Cell, Notebook } from '../model/types.ts';
import { definedNames } from '../model/vql-tokens.ts';
import { count } from '../model/words.ts';
import type { IconName } from '../ui/icons.ts';

export type PaletteGroup = 'This cell' | 'This notebook' | 'Go to' | 'Insert' | 'Clients' | 'Notebooks';

export interface PaletteItem {
  id: string;
  group: PaletteGroup;
  icon: IconName;
  says: string;
  /** A key, or a fact, at the right. */
  keys?: readonly string[];
  fact?: string;
  /** A place: can be opened in a new tab. */
  href?: string;
  run(): void;
}

export interface PaletteSource {
  notebook: Notebook | undefined;
  cell: Cell | undefined;
  artifacts: readonly string[];
  notebooks: readonly { id: string; title: string }[];
  clients: readonly { clientId: string; hostname: string }[];
  do(command: PageCommand): void;
  focusCell(id: string): void;
  insert(type: 'vql' | 'markdown', text: string): void;
  go(href: string): void;
}

const ICONS: Partial<Record<PageCommand, IconName>> = {
  edit: 'pencil',
  run: 'play',
  'run-next': 'play',
  'run-insert': 'play',
  stop: 'stop',
  'insert-above': 'plus',
  'insert-below': 'plus',
  delete: 'trash',
  undo: 'undo',
  'to-markdown': 'text',
  'to-vql': 'table',
  title: 'pencil',
  help: 'key',
  time: 'clock',
  'open-row': 'text',
  fix: 'check',
  'move-up': 'up',
  'move-down': 'down',
  cut: 'copy',
  'copy-cell': 'copy',
  paste: 'copy',
  'paste-above': 'copy',
  find: 'search',
  'run-stale': 'play',
};

/** Moving about and the palette itself are no use in the palette; what edits needs the right to edit. */
const LEFT_OUT: ReadonlySet<PageCommand> = new Set(['next', 'previous', 'close', 'palette']);
const EDITS: ReadonlySet<PageCommand> = new Set([
  'edit', 'run-insert', 'insert-above', 'insert-below', 'delete', 'undo', 'to-markdown', 'to-vql', 'title', 'time', 'fix', 'move-up',
  'move-down', 'cut', 'paste', 'paste-above',
]);
const ROWS: ReadonlySet<PageCommand> = new Set(['find', 'open-row', 'columns']);
const QUERIES: ReadonlySet<PageCommand> = new Set(['run', 'run-next', 'run-insert', 'stop', 'fix', 'to-markdown']);

const PAGES: readonly { says: string; href: string; icon: IconName }[] = [
  { says: 'Notebooks', href: '/notebooks', icon: 'notebook' },
  { says: 'Clients', href: '/clients', icon: 'client' },
  { says: 'Monitoring', href: '/monitoring', icon: 'artifact' },
];

export function paletteItems(source: PaletteSource): PaletteItem[] {
  return [...commands(source), ...places(source), ...inserts(source)];
}

function commands(source: PaletteSource): PaletteItem[] {
  const { notebook, cell } = source;
  if (!notebook) return [];
  return BINDINGS.filter(({ command, group }) => {
    if (LEFT_OUT.has(command) || (EDITS.has(command) && !notebook.canEdit)) return false;
    if (group !== 'Notebook' && !cell) return false;
    if (ROWS.has(command) && !(cell?.run && cell.run.rows > 0)) return false;
    if (QUERIES.has(command) && cell?.type !== 'vql') return false;
    return command !== 'to-vql' || cell?.type !== 'vql';
  }).map(({ command, says, shown, group }) => ({
    id: `do/${command}`,
    group: group === 'Notebook' ? 'This notebook' : 'This cell',
    icon: ICONS[command] ?? 'right',
    says,
    keys: (shown[0] ?? '').split(' '),
    run: () => source.do(command),
  }));
}

function places(source: PaletteSource): PaletteItem[] {
  const cells = (source.notebook?.cells ?? []).map(
    (cell, i): PaletteItem => ({
      id: `cell/${cell.id}`,
      group: 'Go to',
      icon: cell.type === 'vql' ? 'table' : 'text',
      says: `Cell ${i + 1}: ${cellTitle(cell)}`,
      ...(cell.run ? { fact: `${count(cell.run.rows)} rows` } : {}),
      run: () => source.focusCell(cell.id),
    }),
  );
  const pages = PAGES.map(
    ({ says, href, icon }): PaletteItem => ({ id: href, group: 'Go to', icon, says, href, run: () => source.go(href) }),
  );
  const notebooks = source.notebooks
    .filter(({ id }) => id !== source.notebook?.id)
    .map(({ id, title }): PaletteItem => {
      const href = `/notebooks/${encodeURIComponent(id)}`;
      return { id: href, group: 'Notebooks', icon: 'notebook', says: title, fact: 'notebook', href, run: () => source.go(href) };
    });
  const clients = source.clients.map(({ clientId, hostname }): PaletteItem => {
    const href = `/clients/${encodeURIComponent(clientId)}`;
    return { id: href, group: 'Clients', icon: 'client', says: hostname || clientId, fact: clientId, href, run: () => source.go(href) };
  });
  return [...cells, ...pages, ...notebooks, ...clients];
}

/** What a cell is about, in a few words. */
export function cellTitle(cell: Cell): string {
  if (cell.name) return cell.name;
  const line = cell.text.split('\n').find((it) => it.trim() !== '')?.trim() ?? 'empty';
  if (cell.type === 'markdown') return line.replace(/^#+\s*/, '').slice(0, 80);
  const names = definedNames(cell.text);
  const artifact = /artifact\s*=\s*['"]([^'"]+)['"]/.exec(cell.text)?.[1];
  return (names.length > 0 ? names.join(', ') : (artifact ?? line)).slice(0, 80);
}

function inserts(source: PaletteSource): PaletteItem[] {
  if (!source.notebook?.canEdit) return [];
  const item = (id: string, icon: IconName, says: string, type: 'vql' | 'markdown', text: string, fact?: string): PaletteItem => ({
    id: `insert/${id}`,
    group: 'Insert',
    icon,
    says,
    ...(fact === undefined ? {} : { fact }),
    run: () => source.insert(type, text),
  });
  return [
    item('vql', 'table', 'Query below', 'vql', ''),
    item('markdown', 'text', 'Text below', 'markdown', ''),
    ...source.artifacts.map((name) =>
      item(name, 'artifact', name, 'vql', `SELECT *\nFROM source(artifact='${name}')\nLIMIT 100`, 'artifact'),
    ),
  ];
}

export interface Found extends PaletteItem {
  /** The parts of `says` that match what was typed. */
  spans: readonly (readonly [number, number])[];
}

const MOST = 40;
const MOST_OF_GROUP_AT_FIRST = 6;

/** `>` commands, `@` clients, `#` notebooks; every word must be found, the beginnings of words first. */
export function choose(items: readonly PaletteItem[], typed: string): Found[] {
  const prefix = /^\s*([>@#])/.exec(typed)?.[1] ?? '';
  const words = typed.replace(/^\s*[>@#]/, '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  const groups: Record<string, readonly PaletteGroup[]> = {
    '>': ['This cell', 'This notebook', 'Insert'],
    '@': ['Clients'],
    '#': ['Notebooks'],
  };
  const allowed = groups[prefix];
  const found: { item: Found; rank: number }[] = [];
  const perGroup = new Map<PaletteGroup, number>();
  for (const item of items) {
    if (allowed && !allowed.includes(item.group)) continue;
    const hit = match(item, words);
    if (!hit) continue;
    const before = perGroup.get(item.group) ?? 0;
    if (words.length === 0 && !allowed && before >= MOST_OF_GROUP_AT_FIRST) continue;
    perGroup.set(item.group, before + 1);
    found.push({ item: { ...item, spans: hit.spans }, rank: hit.rank });
  }
  // Groups stand in their order; within one the better match comes first.
  const order: readonly PaletteGroup[] = ['This cell', 'This notebook', 'Go to', 'Insert', 'Notebooks', 'Clients'];
  found.sort((a, b) => order.indexOf(a.item.group) - order.indexOf(b.item.group) || b.rank - a.rank);
  return found.slice(0, MOST).map(({ item }) => item);
}

function match(item: PaletteItem, words: readonly string[]): { spans: [number, number][]; rank: number } | undefined {
  const text = item.says.toLowerCase();
  const spans: [number, number][] = [];
  let rank = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    if (at >= 0) {
      spans.push([at, at + word.length]);
      rank += at === 0 ? 3 : /[\s.,:]/.test(text[at - 1] ?? '') ? 2 : 1;
    } else if (!(item.fact ?? '').toLowerCase().includes(word)) return undefined;
  }
  return { spans: text.length === item.says.length ? spans.sort((a, b) => a[0] - b[0]) : [], rank };
}
