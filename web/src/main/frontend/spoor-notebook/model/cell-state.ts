// The state of a cell, in one place: what the bar, the icon, the words and the rows show.
import { sha256 } from './sha256.ts';
import type { Cell, RunSummary, TimeRange } from './types.ts';
import { placeInLine } from './words.ts';

export type CellState =
  | 'text'
  | 'new'
  | 'edited'
  | 'queued'
  | 'running'
  | 'fresh'
  | 'stale'
  | 'error'
  | 'partial'
  | 'denied'
  | 'offline';

export interface CellLook {
  state: CellState;
  /** Beside the name; empty when all is well. */
  words: string;
  /** Rows of another text, time or run are shown in a quieter colour. */
  dim: boolean;
}

export interface CellContext {
  /** What the editor holds, when it differs from what is saved. */
  draft?: string | undefined;
  /** Whether the server does not answer. */
  offline: boolean;
  timeRange: TimeRange;
  /** An input of this cell that changed since its run, by name. */
  changedInput?: string | undefined;
}

const DENIED = new Set(['FORBIDDEN', 'NOT_ALLOWED', 'UNAUTHORIZED']);

export function isOver(run: RunSummary): boolean {
  return run.state !== 'queued' && run.state !== 'running';
}

export function sameRange(a: TimeRange, b: TimeRange): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'relative' && b.kind === 'relative') return a.last === b.last || lengthOf(a.last) === lengthOf(b.last);
  if (a.kind === 'absolute' && b.kind === 'absolute') return a.from === b.from && a.to === b.to;
  return true;
}

/** Seconds of "24h" or "1d"; NaN for what is no length. */
function lengthOf(last: string): number {
  const match = /^(\d+)([smhd])$/.exec(last);
  return match ? Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? NaN) : NaN;
}

/** Whether a run was of another text. A hash of a form that we do not know says nothing. */
export function ranOtherText(run: RunSummary, text: string): boolean {
  const hash = run.textHash?.toLowerCase().replace(/^sha256[:-]/, '');
  if (hash === undefined || !/^[0-9a-f]{16,64}$/.test(hash)) return false;
  return !hashOf(text).startsWith(hash);
}

const hashes = new Map<string, string>();
const MOST_HASHES = 4_000;

/** Cells are looked at far more often than they change. */
function hashOf(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  if (hashes.size >= MOST_HASHES) hashes.clear();
  const hash = sha256(text);
  hashes.set(text, hash);
  return hash;
}

/** The run that is under way, if any. */
export function activeRun(cell: Cell): RunSummary | null {
  if (cell.pending && !isOver(cell.pending)) return cell.pending;
  if (cell.run && !isOver(cell.run)) return cell.run;
  return null;
}

/** The newest run: its state is the cell's, even when an older one still gives the rows. */
export function latestRun(cell: Cell): RunSummary | null {
  return cell.pending ?? cell.run;
}

export function look(cell: Cell, context: CellContext): CellLook {
  if (cell.type === 'markdown') {
    return context.offline && context.draft !== undefined
      ? { state: 'offline', words: 'Offline, text kept here', dim: false }
      : { state: 'text', words: '', dim: false };
  }
  const text = context.draft ?? cell.text;
  const active = activeRun(cell);
  if (context.offline && (context.draft !== undefined || active)) {
    return { state: 'offline', words: 'Offline, text kept here', dim: true };
  }
  if (active?.state === 'queued') return { state: 'queued', words: placeInLine(active.position), dim: true };
  if (active) return { state: 'running', words: 'Running', dim: cell.run !== active };
  const run = latestRun(cell);
  if (!run) return { state: 'new', words: 'Not run yet', dim: false };
  if (ranOtherText(run, text)) return { state: 'edited', words: 'Edited', dim: true };
  if (run.error && DENIED.has(run.error.code)) return { state: 'denied', words: 'You may not run this', dim: true };
  if (run.state === 'error') return { state: 'error', words: 'Error', dim: true };
  if (context.changedInput !== undefined) return { state: 'stale', words: `Stale: ${context.changedInput} changed`, dim: true };
  if (run.timeRange && !sameRange(run.timeRange, context.timeRange)) {
    return { state: 'stale', words: 'Stale: time range changed', dim: true };
  }
  if (run.state === 'partial' || run.state === 'cancelled') {
    // Stopped before its first row: what is shown is of an earlier run.
    return { state: 'partial', words: run === cell.run ? 'Partial' : 'Stopped', dim: run !== cell.run };
  }
  return { state: 'fresh', words: '', dim: false };
}

/** "Cell 4, query logons, stale". */
export function cellLabel(cell: Cell, index: number, state: CellState): string {
  const kind = cell.type === 'markdown' ? 'text' : cell.name ? `query ${cell.name}` : 'query';
  return `Cell ${index + 1}, ${kind}${state === 'text' ? '' : `, ${state === 'new' ? 'not run yet' : state}`}`;
}
