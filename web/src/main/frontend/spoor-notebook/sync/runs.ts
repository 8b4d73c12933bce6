// Runs of cells: asked for, stopped, and what the server tells of them.
import { activeRun, isOver } from '../model/cell-state.ts';
import type { ChangedInputs } from '../model/changed-inputs.ts';
import { findCell, withCell, withRun } from '../model/notebook.ts';
import { parseRun } from '../model/parse.ts';
import type { Notebook, RunSummary } from '../model/types.ts';
import type { LiveMessage } from './live.ts';
import type { SyncState } from './sync-world.ts';

/** A run under way that the server has not named yet. */
const LOCAL_RUN = 'local';

export interface RunHost {
  now(): number;
  changed(): void;
  ended(run: RunSummary): void;
  /** Saves the text that is to run. Throws when the server cannot be reached. */
  saved(cell: string): Promise<void>;
  run(cell: string): Promise<string>;
  cancel(run: string): Promise<void>;
  failed(error: unknown, cell: string): void;
}

export class Runs {
  readonly #state: SyncState;
  readonly #inputs: ChangedInputs;
  readonly #host: RunHost;

  constructor(state: SyncState, inputs: ChangedInputs, host: RunHost) {
    this.#state = state;
    this.#inputs = inputs;
    this.#host = host;
  }

  /** Shows at once that the cell runs; the server's word comes later. */
  async run(cell: string): Promise<void> {
    const notebook = this.#state.notebook;
    if (!notebook) return;
    this.#inputs.read(cell);
    const local = `${LOCAL_RUN}.${cell}`;
    const pending: RunSummary = {
      run: local,
      cell,
      state: 'running',
      rows: 0,
      exact: false,
      columns: [],
      warnings: [],
      footer: [],
      log: [],
      started: new Date(this.#host.now()).toISOString(),
    };
    this.#state.notebook = withCell(notebook, cell, (it) => ({ ...it, pending }));
    this.#host.changed();
    try {
      await this.#host.saved(cell);
      const run = await this.#host.run(cell);
      this.#settle(cell, local, (named) => ({ ...named, run }));
      this.#host.changed();
    } catch (error) {
      this.#settle(cell, local, () => null);
      this.#host.failed(error, cell);
    }
  }

  #settle(cell: string, local: string, change: (pending: RunSummary) => RunSummary | null): void {
    if (!this.#state.notebook) return;
    this.#state.notebook = withCell(this.#state.notebook, cell, (it) =>
      it.pending?.run === local ? { ...it, pending: change(it.pending) } : it,
    );
  }

  async stop(cell: string): Promise<void> {
    const it = this.#state.notebook && findCell(this.#state.notebook, cell);
    const active = it && activeRun(it);
    if (!active || active.run.startsWith(LOCAL_RUN)) return;
    try {
      await this.#host.cancel(active.run);
    } catch (error) {
      this.#host.failed(error, cell);
    }
  }

  take(message: LiveMessage): void {
    const inner = message['run'];
    const summary = parseRun(typeof inner === 'object' && inner !== null ? inner : (message['summary'] ?? message));
    if (!summary || !this.#state.notebook) return;
    const before = findCell(this.#state.notebook, summary.cell);
    const wasActive = before && activeRun(before);
    this.#state.notebook = withRun(this.#state.notebook, summary);
    if (!isOver(summary)) this.#inputs.read(summary.cell);
    if (isOver(summary) && wasActive && (wasActive.run === summary.run || wasActive.run.startsWith(LOCAL_RUN))) this.#host.ended(summary);
    this.#host.changed();
  }

  /** Runs that we asked for and that a fresh notebook does not know yet. */
  keepLocal(fresh: Notebook): Notebook {
    let notebook = fresh;
    for (const cell of this.#state.notebook?.cells ?? []) {
      const local = cell.pending;
      if (local?.run.startsWith(LOCAL_RUN)) {
        notebook = withCell(notebook, cell.id, (it) => (it.pending && !isOver(it.pending) ? it : { ...it, pending: local }));
      }
    }
    return notebook;
  }
}
