// Values of rows: what they are, how they read on one line, what a copy gives.
import type { Column, Value } from './types.ts';

/** A value in the form in which the page shows it. */
export type Shown =
  | { kind: 'null' }
  | { kind: 'word'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'time'; text: string }
  | { kind: 'json'; text: string; value: Value }
  | { kind: 'cut'; text: string; length: number; match?: { offset: number; text: string } };

function single(value: Value, key: string): Value | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === key ? value[key] : undefined;
}

export function shown(value: Value | undefined): Shown {
  if (value === null || value === undefined) return { kind: 'null' };
  switch (typeof value) {
    case 'boolean':
      return { kind: 'word', text: value ? 'TRUE' : 'FALSE' };
    case 'number':
      return { kind: 'number', text: String(value) };
    case 'string':
      return { kind: 'text', text: value };
  }
  const int = single(value, '$int');
  if (typeof int === 'string') return { kind: 'number', text: int };
  const time = single(value, '$time');
  if (typeof time === 'string') return { kind: 'time', text: time };
  const cut = single(value, '$cut');
  if (typeof cut === 'object' && cut !== null && !Array.isArray(cut)) {
    const text = cut['text'];
    const length = cut['length'];
    const it: Shown = { kind: 'cut', text: typeof text === 'string' ? text : '', length: typeof length === 'number' ? length : 0 };
    const match = cut['match'];
    if (typeof match === 'object' && match !== null && !Array.isArray(match)) {
      it.match = { offset: Number(match['offset'] ?? 0), text: String(match['text'] ?? '') };
    }
    return it;
  }
  return { kind: 'json', text: JSON.stringify(plain(value)), value };
}

/** Without the API's wrappers, for JSON that a person reads or copies. */
export function plain(value: Value): Value {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const as = single(value, '$int') ?? single(value, '$time');
  if (typeof as === 'string') return as;
  const cut = cutText(value);
  if (cut !== undefined) return cut;
  // Object.entries keeps order; a null prototype keeps a key named __proto__ a key.
  const out = Object.create(null) as { [key: string]: Value };
  for (const [key, inner] of Object.entries(value)) out[key] = plain(inner);
  return out;
}

function cutText(value: Value): string | undefined {
  const cut = single(value, '$cut');
  if (typeof cut !== 'object' || cut === null || Array.isArray(cut)) return undefined;
  return typeof cut['text'] === 'string' ? `${cut['text']}…` : undefined;
}

/** What a copy of the value gives: exactly what arrived, JSON for objects. */
export function copied(value: Value | undefined): string {
  const it = shown(value);
  return it.kind === 'null' ? '' : it.text;
}

const RFC3339 = /^\d{4}-\d\d-\d\d[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|[+-]\d\d:\d\d)?$/;

export type ColumnKind = 'time' | 'client' | 'number' | 'mono' | 'hash' | 'json' | 'plain';

const MONO = /command|path|image|file|hash|guid|^ip|ip$|address|registry|key$|exe$|argv|url|sha|md5|script|query/i;
const CLIENT = /^C\.[0-9a-f]{16}$/;
const HASH = /^(?:[A-Za-z0-9]+=)?[0-9a-fA-F]{32,}$/;

/** How a column is drawn, judged from its name, its declared type and the rows on screen. */
export function columnKind(column: Column, sample: readonly (Value | undefined)[]): ColumnKind {
  const filled = sample.filter((value) => value !== null && value !== undefined).slice(0, 30);
  const kinds = filled.map(shown);
  if (column.type === 'timestamp' || column.type === 'time') return 'time';
  if (filled.length === 0) return MONO.test(column.name) ? 'mono' : 'plain';
  if (kinds.every((it) => it.kind === 'number')) return 'number';
  if (kinds.every((it) => it.kind === 'time' || (it.kind === 'text' && RFC3339.test(it.text)))) return 'time';
  if (kinds.every((it) => it.kind === 'text' && CLIENT.test(it.text))) return 'client';
  if (kinds.every((it) => it.kind === 'text' && HASH.test(it.text))) return 'hash';
  if (kinds.some((it) => it.kind === 'json')) return 'json';
  if (MONO.test(column.name)) return 'mono';
  return 'plain';
}

/** 09:41:07.218 when all the rows on screen are of one day, otherwise with the day in front. */
export function timeText(text: string, sameDay: boolean): string {
  const match = RFC3339.exec(text);
  if (!match) return text;
  return sameDay ? (match[1] ?? text) : text.replace('T', ' ').replace(/Z$/, '');
}

export function dayOf(text: string): string {
  return RFC3339.test(text) ? text.slice(0, 10) : '';
}
