// Rows as text for other programs: values between tabs, and nothing that a spreadsheet would run.
import type { Value } from './types.ts';
import { copied } from './values.ts';

/** What a spreadsheet takes for a formula gets an apostrophe before it; what would break the table is quoted. */
export function tableField(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[\t\r\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function tableText(columns: readonly string[], rows: readonly (readonly (Value | undefined)[])[]): string {
  const lines = [columns.map(tableField), ...rows.map((row) => row.map((value) => tableField(copied(value))))];
  return lines.map((line) => line.join('\t')).join('\n');
}

/** A row as a person would read it out: one field a line. */
export function rowText(columns: readonly string[], row: readonly (Value | undefined)[]): string {
  return columns.map((name, i) => `${name}: ${copied(row[i])}`).join('\n');
}
