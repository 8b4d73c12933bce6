// A long value read to its end, for a copy.
import type { RowSource } from '../model/row-source.ts';

const COPY_LIMIT = 8 * 1024 * 1024;

/** At most a few megabytes: a clipboard is no archive. */
export async function readWhole(source: RowSource, run: string, row: number, column: number): Promise<string> {
  let text = '';
  while (text.length < COPY_LIMIT) {
    const page = await source.value(run, row, column, text.length);
    text += page.text;
    if (page.text === '' || page.length === undefined || text.length >= page.length) break;
  }
  return text;
}
