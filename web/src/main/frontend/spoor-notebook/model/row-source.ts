// Where a grid, a row panel and a value viewer get their rows from.
import type { RowOrder, RowPage, Value } from './types.ts';

export interface RowSource {
  rows(run: string, offset: number, limit: number, signal?: AbortSignal, order?: RowOrder): Promise<RowPage>;
  row(run: string, row: number, signal?: AbortSignal): Promise<{ [name: string]: Value }>;
  value(run: string, row: number, column: number, offset: number): Promise<{ text: string; length?: number }>;
}
