// What is asked of the events, in the address and in words. Pure.
import { literal } from '../spoor-notebook/model/refine.ts';
import type { Column, TimeRange, Value } from '../spoor-notebook/model/types.ts';

/** Values that somebody ticked beside the rows; a row must have one of them. */
export interface Chosen {
  path: readonly string[];
  values: readonly Value[];
}

export interface Question {
  condition: string;
  range: TimeRange;
  chosen: readonly Chosen[];
  clients: readonly string[];
}

export const START: Question = { condition: '', range: { kind: 'relative', last: '24h' }, chosen: [], clients: [] };

export function fromSearch(search: string): Question {
  const query = new URLSearchParams(search);
  const from = query.get('from');
  const to = query.get('to');
  const last = query.get('last');
  const range: TimeRange =
    from !== null && to !== null
      ? { kind: 'absolute', from, to }
      : query.has('all')
        ? { kind: 'all' }
        : { kind: 'relative', last: last !== null && /^[1-9]\d{0,4}[smhdw]$/.test(last) ? last : '24h' };
  return { condition: query.get('q') ?? '', range, chosen: readChosen(query.get('only')), clients: query.getAll('client') };
}

function readChosen(text: string | null): Chosen[] {
  try {
    const list = JSON.parse(text ?? '[]') as unknown;
    if (!Array.isArray(list)) return [];
    return list.flatMap((it: unknown) => {
      const [path, values] = Array.isArray(it) ? (it as unknown[]) : [];
      return Array.isArray(path) && path.every((name) => typeof name === 'string') && Array.isArray(values)
        ? [{ path: path as string[], values: values as Value[] }]
        : [];
    });
  } catch {
    return [];
  }
}

export function toSearch(question: Question): string {
  const query = new URLSearchParams();
  if (question.condition !== '') query.set('q', question.condition);
  const range = question.range;
  if (range.kind === 'absolute') {
    query.set('from', range.from);
    query.set('to', range.to);
  } else if (range.kind === 'all') query.set('all', '1');
  else if (range.last !== '24h') query.set('last', range.last);
  if (question.chosen.length > 0) query.set('only', JSON.stringify(question.chosen.map((it) => [it.path, it.values])));
  for (const client of question.clients) query.append('client', client);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

export function samePath(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

export function isChosen(question: Question, path: readonly string[], value: Value): boolean {
  return question.chosen.some((it) => samePath(it.path, path) && it.values.some((one) => same(one, value)));
}

function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Ticks a value, or takes the tick away. */
export function toggled(question: Question, path: readonly string[], value: Value): Question {
  const before = question.chosen.find((it) => samePath(it.path, path))?.values ?? [];
  const without = before.filter((one) => !same(one, value));
  const values = without.length === before.length ? [...before, value] : without;
  const others = question.chosen.filter((it) => !samePath(it.path, path));
  return { ...question, chosen: values.length === 0 ? others : [...others, { path, values }] };
}

/** A path as the language writes it; names that it could not read stand in backticks. */
export function pathText(path: readonly string[]): string {
  return path.map((name) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replaceAll('`', '')}\``)).join('.');
}

/** The ticked values as conditions of the language. */
export function conditions(question: Question): string[] {
  return question.chosen.flatMap((it) => {
    const values = it.values.map(literal).filter((text) => text !== undefined);
    if (values.length === 0) return [];
    return [values.length === 1 ? `${pathText(it.path)} = ${values[0]}` : `${pathText(it.path)} IN (${values.join(', ')})`];
  });
}

/** The condition with one more; what joins by OR is put into brackets. */
export function and(condition: string, more: string): string {
  const old = condition.trim();
  if (old === '') return more;
  return /\bor\b|\|\||--|#|\n/i.test(old) ? `(${old}${/--|#/.test(old) ? '\n' : ''}) AND ${more}` : `${old} AND ${more}`;
}

/** The question as a query for a notebook. */
export function asQuery(question: Question, columns: readonly string[]): string {
  const all = [...(question.condition.trim() === '' ? [] : [question.condition.trim()]), ...conditions(question)];
  const where = all.length === 1 ? all[0] : all.map((text) => `(${text}${text.includes('--') ? '\n' : ''})`).join('\n  AND ');
  const names = new Set<string>();
  const picked = columns.map((column) => {
    const short = column.split('.').at(-1) ?? column;
    if (!column.includes('.') || names.has(short)) return column;
    names.add(short);
    return `${column} AS ${short}`;
  });
  const clients = question.clients.length === 0 ? '' : `client_id=[${question.clients.map((id) => `'${id}'`).join(', ')}], `;
  return `SELECT ${picked.length === 0 ? '*' : picked.join(',\n       ')}\nFROM events(${clients}newest=TRUE)${all.length === 0 ? '' : `\nWHERE ${where}`}\nLIMIT 10000`;
}

/** The last name of a path, for heads of columns and lists. */
export function shortName(name: string): string {
  const known: Record<string, string> = { _EventTime: 'Time', _Source: 'Artifact', _ts: 'Received' };
  return known[name] ?? name.split('.').at(-1) ?? name;
}

export function labelled(columns: readonly { name: string }[]): Column[] {
  const shorts = columns.map((it) => shortName(it.name));
  return columns.map((it, i) => {
    const short = shorts[i] ?? it.name;
    return { name: it.name, label: shorts.filter((other) => other === short).length > 1 ? it.name : short };
  });
}

/** What to show of a long value in a list: the last part of a path of files. */
export function brief(text: string): string {
  const cut = text.split(/[\\/]/).at(-1) ?? text;
  return cut === '' || !/^([A-Za-z]:)?[\\/]/.test(text) ? text : cut;
}

/** A row as one level of names: `EventData.User` instead of a dict in a dict. */
export function flat(row: { [name: string]: Value }, depth = 3): { [name: string]: Value } {
  const out: { [name: string]: Value } = Object.create(null) as { [name: string]: Value };
  const walk = (prefix: string, value: Value, left: number): void => {
    const isDict = typeof value === 'object' && value !== null && !Array.isArray(value);
    const names = isDict ? Object.keys(value) : [];
    if (!isDict || left === 0 || names.length === 0 || names.some((name) => name.startsWith('$'))) {
      out[prefix] = value;
      return;
    }
    for (const name of names) walk(`${prefix}.${name}`, (value as { [name: string]: Value })[name] ?? null, left - 1);
  };
  for (const [name, value] of Object.entries(row)) walk(name, value, depth);
  return out;
}
