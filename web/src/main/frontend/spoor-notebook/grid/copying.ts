// What leaves a grid by the clipboard: one value exactly, rows as a table that no spreadsheet runs.
import type { RowSource } from '../model/row-source.ts';
import { rowText, tableText } from '../model/table-text.ts';
import type { Value } from '../model/types.ts';
import { copied, plain } from '../model/values.ts';
import { count } from '../model/words.ts';
import { copyText } from '../ui/copy.ts';
import type { LaidColumn } from './columns.ts';
import { readWhole } from './read-whole.ts';
import type { GridRow, RowView } from './row-view.ts';

/** Rows of one copy. */
export const MOST_COPIED = 5_000;

function isCut(value: Value | undefined): boolean {
  return typeof value === 'object' && value !== null && '$cut' in value;
}

/** The value, read to its end where the page holds only its beginning. */
async function whole(source: RowSource, run: string, row: GridRow, column: number): Promise<Value> {
  const value = row.values[column] ?? null;
  return isCut(value) ? readWhole(source, run, row.number, column) : value;
}

/** Each gives what to tell the person, or nothing when the browser refused. */
export async function copyValue(source: RowSource, view: RowView, row: GridRow, column: number): Promise<string | undefined> {
  const text = copied(await whole(source, view.run, row, column));
  return (await copyText(text)) ? `Copied ${count(text.length)} ${text.length === 1 ? 'character' : 'characters'}` : undefined;
}

export async function copyTable(
  source: RowSource,
  view: RowView,
  columns: readonly LaidColumn[],
  from: number,
  to: number,
): Promise<string | undefined> {
  const last = Math.min(to, from + MOST_COPIED - 1);
  const rows = await view.read(from, last);
  const lines: Value[][] = [];
  for (const row of rows) {
    lines.push(await Promise.all(columns.map((column) => whole(source, view.run, row, column.index))));
  }
  const text = tableText(columns.map((column) => column.name), lines);
  if (!(await copyText(text))) return undefined;
  const many = to > last ? `the first ${count(rows.length)} of ${count(to - from + 1)} rows` : rows.length === 1 ? 'the row' : `${count(rows.length)} rows`;
  return `Copied ${many} as a table, formulas made safe`;
}

export async function copyRow(
  source: RowSource,
  view: RowView,
  columns: readonly LaidColumn[],
  row: GridRow,
  as: 'text' | 'json',
): Promise<string | undefined> {
  const values = await Promise.all(columns.map((column) => whole(source, view.run, row, column.index)));
  const names = columns.map((column) => column.name);
  const out = Object.create(null) as { [name: string]: Value };
  names.forEach((name, i) => (out[name] = plain(values[i] ?? null)));
  const text = as === 'text' ? rowText(names, values) : JSON.stringify(out, null, 2);
  return (await copyText(text)) ? `Copied the row as ${as === 'text' ? 'text' : 'JSON'}` : undefined;
}
