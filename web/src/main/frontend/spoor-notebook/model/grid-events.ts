// What a grid tells its cell and the page.
import type { Mark, Value } from './types.ts';

export interface SeenRows {
  first: number;
  last: number;
  total: number;
  /** Rows of the run, when only those that hold a text are seen. */
  of: number | undefined;
  /** Columns that are not drawn yet, and those that a person hid. */
  moreColumns: number;
  hiddenColumns: number;
}

export interface OpenRow {
  run: string;
  /** Its place as seen. */
  row: number;
  /** Its place in the result. */
  number: number;
  marks: readonly Mark[];
  find: string;
  total: number;
  exact: boolean;
}

/** A value that a person wants only, or not at all. */
export interface Refine {
  column: string;
  value: Value;
  keep: boolean;
}
