// Changes of a notebook as pure functions: the same ones for our own edits and for those of others.
import { isOver } from './cell-state.ts';
import type { Cell, Notebook, Op, RunSummary } from './types.ts';

export function cellIndex(notebook: Notebook, id: string): number {
  return notebook.cells.findIndex((cell) => cell.id === id);
}

export function findCell(notebook: Notebook, id: string): Cell | undefined {
  return notebook.cells.find((cell) => cell.id === id);
}

export function withCell(notebook: Notebook, id: string, change: (cell: Cell) => Cell): Notebook {
  let changed = false;
  const cells = notebook.cells.map((cell) => {
    if (cell.id !== id) return cell;
    changed = true;
    return change(cell);
  });
  return changed ? { ...notebook, cells } : notebook;
}

function insertAfter(cells: readonly Cell[], cell: Cell, after: string | null): Cell[] {
  const rest = cells.filter((other) => other.id !== cell.id);
  if (after === null) return [cell, ...rest];
  const at = rest.findIndex((other) => other.id === after);
  return at < 0 ? [...rest, cell] : [...rest.slice(0, at + 1), cell, ...rest.slice(at + 1)];
}

/** A cell removed by undo's account: itself and what stood before it. */
export interface Removed {
  cell: Cell;
  after: string | null;
}

/** Applies one operation. The removed cells are needed for restore; revisions come from the server. */
export function apply(notebook: Notebook, op: Op, revision?: number, removed?: Map<string, Removed>): Notebook {
  switch (op.op) {
    case 'setText':
      return withCell(notebook, op.cell, (cell) => ({
        ...cell,
        text: op.text,
        revision: Math.max(cell.revision, revision ?? cell.revision),
      }));
    case 'insert': {
      const known = findCell(notebook, op.cell.id);
      const cell: Cell = known ?? { ...op.cell, revision: revision ?? 1, run: null, pending: null };
      return { ...notebook, cells: insertAfter(notebook.cells, cell, op.after) };
    }
    case 'delete': {
      const at = cellIndex(notebook, op.cell);
      const cell = notebook.cells[at];
      if (!cell) return notebook;
      removed?.set(op.cell, { cell, after: notebook.cells[at - 1]?.id ?? null });
      return { ...notebook, cells: notebook.cells.filter((other) => other.id !== op.cell) };
    }
    case 'restore': {
      const was = removed?.get(op.cell);
      if (!was || findCell(notebook, op.cell)) return notebook;
      removed?.delete(op.cell);
      return { ...notebook, cells: insertAfter(notebook.cells, was.cell, was.after) };
    }
    case 'move': {
      const cell = findCell(notebook, op.cell);
      if (!cell || op.after === op.cell) return notebook;
      return { ...notebook, cells: insertAfter(notebook.cells, cell, op.after) };
    }
    case 'setType':
      return withCell(notebook, op.cell, (cell) => ({
        ...cell,
        type: op.type,
        revision: Math.max(cell.revision, revision ?? cell.revision),
      }));
    case 'setTitle':
      return {
        ...notebook,
        title: op.title,
        titleRevision: Math.max(notebook.titleRevision, revision ?? notebook.titleRevision),
      };
    case 'setTimeRange':
      return { ...notebook, timeRange: op.timeRange };
  }
}

/**
 * Takes in the news of a run. Old rows stay until the new run has its first row, or has ended.
 * News of a run that a newer one has replaced is dropped.
 */
export function withRun(notebook: Notebook, summary: RunSummary): Notebook {
  return withCell(notebook, summary.cell, (cell) => {
    if (cell.run?.run === summary.run) {
      if (isOver(cell.run) && !isOver(summary)) return cell;
      return { ...cell, run: summary };
    }
    const mine = cell.pending?.run === summary.run || cell.pending === null || cell.pending.run.startsWith('local');
    if (!mine && startedBefore(summary, cell.pending)) return cell;
    if (startedBefore(summary, cell.run)) return cell;
    // A run that ended without a row, and not because there is none, leaves the good rows where they are.
    if (summary.rows > 0 || summary.state === 'done') return { ...cell, run: summary, pending: null };
    return { ...cell, pending: summary };
  });
}

function startedBefore(a: RunSummary, b: RunSummary | null): boolean {
  return b?.started !== undefined && a.started !== undefined && a.started < b.started;
}

let counter = 0;

/** A cell id in nbformat's form, of 16 hex characters. */
export function newCellId(random: () => number = Math.random): string {
  counter = (counter + 1) % 0x10000;
  let id = '';
  for (let i = 0; i < 12; i++) id += Math.floor(random() * 16).toString(16);
  return id + counter.toString(16).padStart(4, '0');
}
