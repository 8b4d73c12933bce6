// From the API's JSON to the model. Missing fields get their plain meaning; nothing is trusted to be there.
import type { Cell, Column, Fix, Issue, Notebook, RunError, RunPhase, RunSummary, TimeRange } from './types.ts';

type Json = { [key: string]: unknown };

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise;
}

function number(value: unknown, otherwise = 0): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function maybeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function maybeText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value)) return typeof value === 'string' && value !== '' ? [value] : [];
  return value.map((line) => {
    if (typeof line === 'string') return line;
    const it = object(line);
    return text(it['message'], text(it['text'], JSON.stringify(line)));
  });
}

export function parseTimeRange(value: unknown): TimeRange {
  const it = object(value);
  if (it['kind'] === 'all') return { kind: 'all' };
  if (it['kind'] === 'absolute' && typeof it['from'] === 'string' && typeof it['to'] === 'string') {
    return { kind: 'absolute', from: it['from'], to: it['to'] };
  }
  const last = text(it['last'], '24h');
  return { kind: 'relative', last: last === '1d' ? '24h' : last };
}

/** A fix is an edit with its own place; a bare text says not where it goes and is not applied. */
function parseFix(value: unknown): Fix | undefined {
  const it = object(value);
  if (typeof it['replacement'] !== 'string') return undefined;
  const fix: Fix = { replacement: it['replacement'] };
  const label = maybeText(it['label']);
  const offset = maybeNumber(it['offset']);
  const length = maybeNumber(it['length']);
  if (label !== undefined) fix.label = label;
  if (offset !== undefined) fix.offset = offset;
  if (length !== undefined) fix.length = length;
  return fix;
}

export function parseIssue(value: unknown): Issue {
  const it = object(value);
  const at = object(it['position']);
  const issue: Issue = {
    line: Math.max(1, number(it['line'], number(at['line'], 1))),
    column: Math.max(1, number(it['column'], number(at['column'], 1))),
    length: Math.max(0, number(it['length'], number(at['length'], 0))),
    severity: text(it['severity']).toLowerCase() === 'warning' ? 'warning' : 'error',
    message: text(it['message'], text(it['detail'], text(it['text']))),
  };
  const fix = parseFix(it['fix']);
  if (fix) issue.fix = fix;
  return issue;
}

export function parseIssues(value: unknown): Issue[] {
  return Array.isArray(value) ? value.map(parseIssue) : [];
}

export function parseError(value: unknown): RunError | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return { code: 'INTERNAL', message: value, issues: [] };
  const it = object(value);
  return {
    code: text(it['code'], 'INTERNAL'),
    message: text(it['message'], text(it['detail'], text(it['title'], 'the run failed'))),
    issues: parseIssues(it['issues']),
  };
}

const PHASES: readonly string[] = ['queued', 'running', 'done', 'partial', 'error', 'cancelled'];

export function parseRun(value: unknown): RunSummary | null {
  const it = object(value);
  const run = text(it['run'], text(it['id']));
  if (run === '') return null;
  const state = text(it['state']).toLowerCase();
  const summary: RunSummary = {
    run,
    cell: text(it['cell']),
    state: (PHASES.includes(state) ? state : 'running') as RunPhase,
    rows: number(it['rows']),
    exact: it['exact'] !== false,
    columns: Array.isArray(it['columns']) ? it['columns'].map(parseColumn) : [],
    warnings: texts(it['warnings']),
    footer: texts(it['footer']),
    log: texts(it['log']),
  };
  const error = parseError(it['error']);
  if (error) summary.error = error;
  const scanned = maybeNumber(it['scanned']);
  if (scanned !== undefined) summary.scanned = scanned;
  const elapsed = maybeNumber(it['elapsedMs']);
  if (elapsed !== undefined) summary.elapsedMs = elapsed;
  const progress = maybeNumber(it['progress']);
  if (progress !== undefined) summary.progress = progress;
  const position = maybeNumber(it['position']);
  if (position !== undefined) summary.position = position;
  const hash = maybeText(it['textHash']);
  if (hash !== undefined) summary.textHash = hash;
  const started = maybeText(it['started']);
  if (started !== undefined) summary.started = started;
  const finished = maybeText(it['finished']);
  if (finished !== undefined) summary.finished = finished;
  if (it['timeRange'] !== undefined && it['timeRange'] !== null) summary.timeRange = parseTimeRange(it['timeRange']);
  return summary;
}

function parseColumn(value: unknown): Column {
  if (typeof value === 'string') return { name: value };
  const it = object(value);
  const column: Column = { name: text(it['name']) };
  const type = maybeText(it['type']);
  if (type !== undefined) column.type = type;
  return column;
}

export function parseCell(value: unknown): Cell {
  const it = object(value);
  const cell: Cell = {
    id: text(it['id']),
    type: it['type'] === 'markdown' ? 'markdown' : 'vql',
    text: text(it['text']),
    revision: number(it['revision']),
    run: parseRun(it['run']),
    pending: parseRun(it['pending']),
  };
  const name = maybeText(it['name']);
  if (name !== undefined) cell.name = name;
  const of = maybeText(it['conflictOf']);
  if (of !== undefined) cell.conflictOf = of;
  return cell;
}

export function parseNotebook(value: unknown): Notebook {
  const it = object(value);
  return {
    id: text(it['id']),
    title: text(it['title'], 'Untitled'),
    titleRevision: number(it['titleRevision']),
    timeRange: parseTimeRange(it['timeRange']),
    revision: number(it['revision']),
    cells: Array.isArray(it['cells']) ? it['cells'].map(parseCell) : [],
    canEdit: it['canEdit'] !== false,
  };
}
