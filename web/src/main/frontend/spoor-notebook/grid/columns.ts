// Widths and kinds of columns, judged from the first rows.
import { columnKind, dayOf, shown, type ColumnKind } from '../model/values.ts';
import type { Column, Value } from '../model/types.ts';
import type { ColumnChoice } from './column-choice.ts';

export interface LaidColumn {
  index: number;
  name: string;
  label: string;
  kind: ColumnKind;
  width: number;
  /** Chosen by hand: it takes no part of what is left over. */
  fixed: boolean;
  sameDay: boolean;
}

/** Width of a character of a value, for what fits into a column. */
export function characterWidth(kind: ColumnKind): number {
  return isMono(kind) ? MONO_PX : PLAIN_PX;
}

/** Columns that are laid out at first; the rest is a choice away. */
export const FIRST_COLUMNS = 50;

const MONO_KINDS: ReadonlySet<ColumnKind> = new Set(['time', 'client', 'mono', 'hash', 'json']);
const MONO_PX = 6.95;
const PLAIN_PX = 6.9;
const DIGIT_PX = 8;
const PADDING_PX = 18;
/** Place for the arrow of a sorted column. */
const SORT_PX = 12;
/** Columns whose longest value is short show it whole. */
const SHORT = 26;
const NARROWEST = 56;
const WIDEST = 420;

export function isMono(kind: ColumnKind): boolean {
  return MONO_KINDS.has(kind);
}

/** Lays out columns over the rows of the first page. Widths in CSS pixels at 16 px root size. */
export function layOut(columns: readonly Column[], rows: readonly Value[][], limit: number, choice: ColumnChoice): LaidColumn[] {
  const sample = rows.slice(0, 60);
  const hidden = new Set(choice.hidden);
  const seen = columns.map((column, index) => ({ column, index })).filter(({ column }) => !hidden.has(column.name));
  return seen.slice(0, limit).map(({ column, index }) => {
    const values = sample.map((row) => row[index]);
    const kind = columnKind(column, values);
    const days = new Set(values.map((value) => dayOf(textOf(value))).filter((day) => day !== ''));
    const sameDay = kind === 'time' && days.size === 1;
    const lengths = values.map((value) => lengthOf(value, kind, sameDay)).sort((a, b) => a - b);
    const longest = lengths.at(-1) ?? 0;
    const typical = longest <= SHORT ? longest : (lengths[Math.floor(lengths.length * 0.9)] ?? 0);
    const label = column.label ?? column.name;
    const head = label.length * PLAIN_PX + SORT_PX;
    const body = typical * (isMono(kind) ? MONO_PX : kind === 'number' ? DIGIT_PX : PLAIN_PX);
    const padding = index === seen[0]?.index ? PADDING_PX + 4 : PADDING_PX;
    const chosen = choice.widths[column.name];
    return {
      index,
      name: column.name,
      label,
      kind,
      sameDay,
      fixed: chosen !== undefined,
      width: chosen ?? Math.round(Math.min(WIDEST, Math.max(NARROWEST, Math.max(head, body) + padding))),
    };
  });
}

function textOf(value: Value | undefined): string {
  const it = shown(value);
  return it.kind === 'null' ? '' : it.text;
}

function lengthOf(value: Value | undefined, kind: ColumnKind, sameDay: boolean): number {
  const length = textOf(value).length;
  if (kind === 'time') return sameDay ? Math.max(0, length - 11 - (textOf(value).endsWith('Z') ? 1 : 0)) : length;
  if (kind === 'hash') return Math.min(length, 30);
  return length;
}

/** grid-template-columns: the widest column takes what is left, or a last empty track does. */
export function template(columns: readonly LaidColumn[]): { tracks: string; least: number } {
  let widest = -1;
  columns.forEach((column, i) => {
    if (column.kind !== 'number' && !column.fixed && column.width > (columns[widest]?.width ?? 0)) widest = i;
  });
  const least = columns.reduce((sum, column) => sum + column.width, 0);
  const stretch = widest >= 0 && (columns[widest]?.width ?? 0) > 120;
  const tracks = columns.map((column, i) =>
    stretch && i === widest ? `minmax(${rem(column.width)},1fr)` : rem(column.width),
  );
  if (!stretch) tracks.push('minmax(0,1fr)');
  return { tracks: tracks.join(' '), least };
}

function rem(px: number): string {
  return `${px / 16}rem`;
}
