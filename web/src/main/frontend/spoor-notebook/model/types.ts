// What the API sends, as this page understands it.

export type CellType = 'vql' | 'markdown';

export type TimeRange =
  | { kind: 'relative'; last: string }
  | { kind: 'absolute'; from: string; to: string }
  | { kind: 'all' };

export interface Fix {
  label?: string;
  offset?: number;
  length?: number;
  replacement: string;
}

/** One problem of a cell's text; line and column from 1, length in UTF-16 units. */
export interface Issue {
  line: number;
  column: number;
  length: number;
  severity: 'error' | 'warning';
  message: string;
  fix?: Fix;
}

export interface RunError {
  code: string;
  message: string;
  issues: Issue[];
}

export type RunPhase = 'queued' | 'running' | 'done' | 'partial' | 'error' | 'cancelled';

export interface Column {
  name: string;
  /** What stands over it, where the name is long. */
  label?: string;
  type?: string;
}

export interface RunSummary {
  run: string;
  cell: string;
  textHash?: string;
  state: RunPhase;
  rows: number;
  exact: boolean;
  scanned?: number;
  elapsedMs?: number;
  started?: string;
  finished?: string;
  columns: Column[];
  error?: RunError;
  warnings: string[];
  footer: string[];
  log: string[];
  /** How much was read, 0 to 1, where the server knows. */
  progress?: number;
  /** Place in line, 1 for next. */
  position?: number;
  /** The inputs that this run used, where the server says so. */
  timeRange?: TimeRange;
}

export interface Cell {
  id: string;
  type: CellType;
  text: string;
  revision: number;
  name?: string;
  run: RunSummary | null;
  pending: RunSummary | null;
  conflictOf?: string;
}

export interface Notebook {
  id: string;
  title: string;
  titleRevision: number;
  timeRange: TimeRange;
  revision: number;
  cells: Cell[];
  canEdit: boolean;
}

export type Op =
  | { op: 'setText'; cell: string; baseRevision: number; text: string }
  | { op: 'insert'; cell: { id: string; type: CellType; text: string }; after: string | null }
  | { op: 'delete'; cell: string }
  | { op: 'restore'; cell: string }
  | { op: 'move'; cell: string; after: string | null }
  | { op: 'setType'; cell: string; type: CellType; baseRevision: number }
  | { op: 'setTitle'; title: string; baseRevision: number }
  | { op: 'setTimeRange'; timeRange: TimeRange };

export interface Conflict {
  cell: string;
  yours: string;
  theirs: string;
  revision: number;
  /** The new cell that keeps the losing text. */
  copy?: string;
}

/** A value of a row as the API writes it. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Value[]
  | { [key: string]: Value };

/** A stretch of a text that matched: column by its place in the result, from and to in UTF-16 units. */
export type Mark = readonly [column: number, from: number, to: number];

export interface RowPage {
  offset: number;
  rows: Value[][];
  /** The place of each row in the result, where the page is of a sorted or searched view. */
  numbers?: number[];
  /** What made each row match, where something did. */
  marks?: Mark[][];
  total: number;
  exact: boolean;
}

/** How rows are looked at: sorted by a column, or only those that hold a text. */
export interface RowOrder {
  sort?: string;
  descending?: boolean;
  find?: string;
}

export interface User {
  id: string;
  name: string;
  role: string;
  permissions: string[];
}

export interface Session {
  user: User | null;
  csrf: string;
  timeZone?: string;
}
