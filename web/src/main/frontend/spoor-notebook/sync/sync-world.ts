// What the synchroniser needs of the world, and what it tells the page.
import type { Conflict, Notebook, Op, RunSummary } from '../model/types.ts';
import type { ApiError, OpAnswer } from './api.ts';

/** What the synchroniser asks of the server. */
export interface NotebookApi {
  notebook(id: string): Promise<Notebook>;
  ops(notebook: string, editId: string, ops: readonly Op[]): Promise<OpAnswer[]>;
  run(notebook: string, cell: string): Promise<string>;
  cancel(run: string): Promise<void>;
}

export interface SyncWorld {
  now(): number;
  random(): number;
  later(run: () => void, ms: number): unknown;
  forget(timer: unknown): void;
}

export type SaveState = { kind: 'saved'; at: number } | { kind: 'saving' } | { kind: 'kept' } | { kind: 'unkept' };

export interface SyncEvents {
  /** Anything that is drawn has changed. */
  changed(): void;
  conflict(conflict: Conflict): void;
  /** A run of ours ended, for the announcement. */
  ended(run: RunSummary): void;
  /** Something the user asked for was refused. */
  refused(error: ApiError, cell: string | undefined): void;
}

/** The notebook as this browser has it, shared by the parts that keep it up to date. */
export interface SyncState {
  notebook: Notebook | undefined;
  offline: boolean;
}
