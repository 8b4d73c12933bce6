// One open notebook: what the server has, what this browser changed since, and how the two meet.
import { activeRun, isOver } from '../model/cell-state.ts';
import { ChangedInputs } from '../model/changed-inputs.ts';
import { apply, findCell, newCellId, withCell, withRun, type Removed } from '../model/notebook.ts';
import { parseNotebook, parseRun } from '../model/parse.ts';
import type { CellType, Conflict, Notebook, Op, RunSummary, TimeRange } from '../model/types.ts';
import { ApiError, parseAnswers, type OpAnswer } from './api.ts';
import { Drafts, type Draft, type DraftStorage } from './drafts.ts';
import type { LiveMessage } from './live.ts';
import { Outbox } from './outbox.ts';

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

const AUTOSAVE_MS = 300;
const RETRY_MS = 2_000;
const HEARTBEAT_MS = 3_000;
/** A run under way whose news stops coming is asked for. */
const LOCAL_RUN = 'local';

export class NotebookSync {
  readonly id: string;
  readonly removed = new Map<string, Removed>();
  readonly #api: NotebookApi;
  readonly #events: SyncEvents;
  readonly #world: SyncWorld;
  readonly #drafts: Drafts;
  readonly #outbox: Outbox;
  readonly #texts = new Map<string, Draft>();
  readonly #timers = new Map<string, unknown>();
  readonly #ours = new Set<string>();
  readonly #inputs = new ChangedInputs();
  #notebook: Notebook | undefined;
  #offline = false;
  #sending = false;
  #retry: unknown;
  #heartbeat: unknown;
  #savedAt: number | undefined;
  #kept = true;
  #closed = false;

  constructor(
    id: string,
    api: NotebookApi,
    events: SyncEvents,
    world: SyncWorld,
    storage: DraftStorage | undefined,
    tab: string,
  ) {
    this.id = id;
    this.#api = api;
    this.#events = events;
    this.#world = world;
    this.#drafts = new Drafts(storage, id, tab, () => world.now());
    this.#outbox = new Outbox(storage, id, tab);
  }

  get notebook(): Notebook | undefined {
    return this.#notebook;
  }

  get offline(): boolean {
    return this.#offline;
  }

  /** The unsaved text of a cell, if it has one. */
  draft(cell: string): string | undefined {
    return this.#texts.get(cell)?.text;
  }

  /** What a cell shows: its draft, or what is saved. */
  text(cell: string): string {
    return this.draft(cell) ?? (this.#notebook && findCell(this.#notebook, cell)?.text) ?? '';
  }

  changedInput(cell: string): string | undefined {
    return this.#inputs.of(cell);
  }

  get save(): SaveState {
    const dirty = this.#texts.size > 0 || this.#outbox.waiting.length > 0;
    if (dirty && !this.#kept) return { kind: 'unkept' };
    if (dirty && this.#offline) return { kind: 'kept' };
    if (dirty) return { kind: 'saving' };
    return { kind: 'saved', at: this.#savedAt ?? this.#world.now() };
  }

  async open(): Promise<void> {
    this.#take(await this.#api.notebook(this.id));
    this.#offline = false;
    for (const [cell, draft] of this.#drafts.adopt()) {
      const saved = this.#notebook && findCell(this.#notebook, cell);
      if (saved && saved.text === draft.text && !draft.sent) this.#drafts.drop(cell);
      else this.#texts.set(cell, draft);
    }
    this.#savedAt = this.#world.now();
    this.#beat();
    this.#events.changed();
    void this.#drain();
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) this.#world.forget(timer);
    this.#world.forget(this.#retry);
    this.#world.forget(this.#heartbeat);
  }

  /** Whether the server can be reached, as the live channel sees it. */
  connected(online: boolean): void {
    if (this.#offline === !online) return;
    this.#offline = !online;
    this.#events.changed();
    if (online) void this.#drain();
  }

  // --- edits -------------------------------------------------------------------------------------

  edit(cell: string, text: string): void {
    const saved = this.#notebook && findCell(this.#notebook, cell);
    if (!saved || this.text(cell) === text) return;
    const draft = this.#texts.get(cell);
    if (!draft?.sent && saved.text === text) {
      this.#forgetDraft(cell);
      this.#events.changed();
      return;
    }
    this.#keep(cell, {
      text,
      baseRevision: draft?.baseRevision ?? saved.revision,
      ...(draft?.sent ? { sent: draft.sent } : {}),
    });
    this.#inputs.text(this.#notebook, cell, text);
    this.#world.forget(this.#timers.get(cell));
    this.#timers.set(
      cell,
      this.#world.later(() => {
        this.#timers.delete(cell);
        void this.#drain();
      }, AUTOSAVE_MS),
    );
    this.#events.changed();
  }

  /** Sends what is unsaved now, before a run or when the page is left. */
  async flush(): Promise<void> {
    for (const timer of this.#timers.values()) this.#world.forget(timer);
    this.#timers.clear();
    await this.#drain();
  }

  insert(type: CellType, after: string | null, text = ''): string {
    const id = newCellId(() => this.#world.random());
    this.#shape({ op: 'insert', cell: { id, type, text }, after });
    return id;
  }

  remove(cell: string): void {
    this.#shape({ op: 'delete', cell });
  }

  restore(cell: string): void {
    this.#shape({ op: 'restore', cell });
  }

  move(cell: string, after: string | null): void {
    this.#shape({ op: 'move', cell, after });
  }

  setType(cell: string, type: CellType): void {
    const it = this.#notebook && findCell(this.#notebook, cell);
    if (it && it.type !== type) this.#shape({ op: 'setType', cell, type, baseRevision: it.revision });
  }

  setTitle(title: string): void {
    const it = this.#notebook;
    if (it && title !== it.title) this.#shape({ op: 'setTitle', title, baseRevision: it.titleRevision });
  }

  setTimeRange(timeRange: TimeRange): void {
    const it = this.#notebook;
    if (!it) return;
    this.#inputs.timeRange(it);
    this.#shape({ op: 'setTimeRange', timeRange });
  }

  /** Settles a conflict. Their text stays, or ours is put back and theirs goes into the copy: none is lost. */
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void {
    if (keep === 'theirs' || !this.#notebook) return;
    const copy = conflict.copy ?? this.#notebook.cells.find((cell) => cell.conflictOf === conflict.cell)?.id;
    this.edit(conflict.cell, conflict.yours);
    if (copy !== undefined) this.edit(copy, conflict.theirs);
  }

  // --- runs --------------------------------------------------------------------------------------

  async run(cell: string): Promise<void> {
    if (!this.#notebook) return;
    this.#inputs.read(cell);
    const pending: RunSummary = {
      run: `${LOCAL_RUN}.${cell}`,
      cell,
      state: 'running',
      rows: 0,
      exact: false,
      columns: [],
      warnings: [],
      footer: [],
      log: [],
      started: new Date(this.#world.now()).toISOString(),
    };
    this.#notebook = withCell(this.#notebook, cell, (it) => ({ ...it, pending }));
    this.#events.changed();
    try {
      await this.flush();
      const unsaved = this.#texts.get(cell);
      if (unsaved && this.#offline) throw new ApiError('the server does not answer');
      const run = await this.#api.run(this.id, cell);
      this.#notebook = withCell(this.#notebook, cell, (it) =>
        it.pending?.run === pending.run ? { ...it, pending: { ...it.pending, run } } : it,
      );
      this.#events.changed();
    } catch (error) {
      this.#notebook = withCell(this.#notebook, cell, (it) =>
        it.pending?.run === pending.run ? { ...it, pending: null } : it,
      );
      this.#fail(error, cell);
    }
  }

  async stop(cell: string): Promise<void> {
    const it = this.#notebook && findCell(this.#notebook, cell);
    const active = it && activeRun(it);
    if (!active || active.run.startsWith(LOCAL_RUN)) return;
    try {
      await this.#api.cancel(active.run);
    } catch (error) {
      this.#fail(error, cell);
    }
  }

  // --- news --------------------------------------------------------------------------------------

  receive(message: LiveMessage): void {
    if (this.#closed || !this.#notebook) return;
    switch (message.type) {
      case 'snapshot':
        this.#take(parseNotebook(message['notebook'] ?? message['snapshot'] ?? message));
        this.#events.changed();
        break;
      case 'run':
        this.#takeRun(message);
        break;
      case 'ops':
        this.#takeOps(message);
        break;
      default:
        break;
    }
  }

  #takeRun(message: LiveMessage): void {
    const inner = message['run'];
    const summary = parseRun(typeof inner === 'object' && inner !== null ? inner : (message['summary'] ?? message));
    if (!summary || !this.#notebook) return;
    const before = findCell(this.#notebook, summary.cell);
    const wasActive = before && activeRun(before);
    this.#notebook = withRun(this.#notebook, summary);
    if (!isOver(summary)) this.#inputs.read(summary.cell);
    if (isOver(summary) && wasActive && (wasActive.run === summary.run || wasActive.run.startsWith(LOCAL_RUN))) {
      this.#events.ended(summary);
    }
    this.#events.changed();
  }

  #takeOps(message: LiveMessage): void {
    const list = message['ops'];
    const editId = message['editId'];
    if (!Array.isArray(list) || !Array.isArray(message['results']) || !this.#notebook) {
      void this.refresh();
      return;
    }
    const results = parseAnswers(message['results'], list as Op[]);
    const mine = typeof editId === 'string' && this.#ours.has(editId);
    for (const [i, op] of (list as Op[]).entries()) {
      const result = results[i];
      if (!known(op) || !result || !this.#takeOp(op, result, mine)) {
        void this.refresh();
        return;
      }
    }
    this.#events.changed();
  }

  /** Takes in one saved operation. False when only the server can say what came of it. */
  #takeOp(op: Op, result: OpAnswer, mine: boolean): boolean {
    if (!this.#notebook || 'refused' in result) return true;
    if ('conflict' in result) {
      // The losing text stands in a cell of its own, which everybody sees. Our own loss is told with the answer.
      return mine;
    }
    // What we did is here already; its revision comes with the answer to our request.
    if (mine) return true;
    if (op.op === 'restore' && !this.removed.has(op.cell) && !findCell(this.#notebook, op.cell)) return false;
    if (op.op === 'setText') {
      const cell = findCell(this.#notebook, op.cell);
      if (cell && result.saved.revision !== undefined && result.saved.revision <= cell.revision) return true;
      this.#inputs.text(this.#notebook, op.cell, op.text);
    }
    this.#notebook = apply(this.#notebook, op, result.saved.revision, this.removed);
    return true;
  }

  /** Reads the notebook anew; drafts stay. */
  async refresh(): Promise<void> {
    try {
      this.#take(await this.#api.notebook(this.id));
      this.#events.changed();
    } catch (error) {
      this.#fail(error, undefined);
    }
  }

  /** What the server has, with our waiting operations on top. */
  #take(fresh: Notebook): void {
    let notebook = fresh;
    for (const waiting of this.#outbox.waiting) {
      for (const op of waiting.ops) notebook = apply(notebook, op, undefined, this.removed);
    }
    for (const cell of this.#notebook?.cells ?? []) {
      // A run that we asked for and that the snapshot does not know yet.
      const local = cell.pending;
      if (local?.run.startsWith(LOCAL_RUN)) {
        notebook = withCell(notebook, cell.id, (it) => (it.pending ? it : { ...it, pending: local }));
      }
    }
    this.#notebook = notebook;
  }

  // --- sending -----------------------------------------------------------------------------------

  #shape(op: Op): void {
    if (!this.#notebook) return;
    this.#notebook = apply(this.#notebook, op, undefined, this.removed);
    const editId = this.#newEditId();
    this.#outbox.add({ editId, ops: [op] });
    this.#events.changed();
    void this.#drain();
  }

  #newEditId(): string {
    let id = '';
    for (let i = 0; i < 20; i++) id += Math.floor(this.#world.random() * 36).toString(36);
    this.#ours.add(id);
    return id;
  }

  /** Sends everything that waits, one request at a time: shapes first, since a new cell's text needs its cell. */
  async #drain(): Promise<void> {
    if (this.#sending || this.#closed || !this.#notebook) return;
    this.#sending = true;
    this.#world.forget(this.#retry);
    try {
      for (;;) {
        const shape = this.#outbox.first();
        const text = shape ? undefined : this.#nextText();
        if (!shape && !text) break;
        try {
          if (shape) await this.#sendShape(shape.editId, shape.ops);
          else if (text) await this.#sendText(text);
          this.#savedAt = this.#world.now();
          if (this.#offline) this.#offline = false;
        } catch (error) {
          if (this.#holdBack(error)) return;
          if (shape) {
            this.#outbox.done(shape.editId);
            this.#fail(error, undefined);
            await this.refresh();
          } else if (text) {
            // Refused for good: the draft stays in the browser and on the page.
            this.#fail(error, text);
            return;
          }
        }
        this.#events.changed();
      }
    } finally {
      this.#sending = false;
    }
  }

  /** A server that is away: everything is kept, and tried again. */
  #holdBack(error: unknown): boolean {
    if (!(error instanceof ApiError) || !error.passing) return false;
    if (error.status === undefined) this.#offline = true;
    this.#retry = this.#world.later(() => void this.#drain(), RETRY_MS);
    this.#events.changed();
    return true;
  }

  #nextText(): string | undefined {
    for (const [cell, draft] of this.#texts) {
      if (draft.sent) return cell;
      if (!this.#timers.has(cell)) return cell;
    }
    return undefined;
  }

  async #sendShape(editId: string, ops: readonly Op[]): Promise<void> {
    this.#ours.add(editId);
    const answers = await this.#api.ops(this.id, editId, ops);
    this.#outbox.done(editId);
    ops.forEach((op, i) => {
      const answer = answers[i];
      if (!this.#notebook || !answer) return;
      if ('refused' in answer) throw new ApiError(answer.refused.detail, 422, answer.refused.code);
      if ('conflict' in answer) {
        void this.refresh();
        return;
      }
      const revision = answer.saved.revision;
      if (revision === undefined) return;
      if (op.op === 'setTitle') {
        this.#notebook = { ...this.#notebook, titleRevision: Math.max(this.#notebook.titleRevision, revision) };
      } else if (op.op === 'insert' || op.op === 'setType') {
        const id = op.op === 'insert' ? op.cell.id : op.cell;
        this.#notebook = withCell(this.#notebook, id, (cell) => ({ ...cell, revision: Math.max(cell.revision, revision) }));
        this.#rebase(id, revision);
      }
    });
  }

  /** A draft begun before its cell's own insert or change of type was answered starts from that answer. */
  #rebase(cell: string, revision: number): void {
    const draft = this.#texts.get(cell);
    if (draft && !draft.sent && draft.baseRevision < revision) this.#keep(cell, { ...draft, baseRevision: revision });
  }

  async #sendText(cell: string): Promise<void> {
    const draft = this.#texts.get(cell);
    if (!draft) return;
    const sent = draft.sent ?? {
      editId: this.#newEditId(),
      text: draft.text,
      baseRevision: draft.baseRevision,
    };
    this.#ours.add(sent.editId);
    this.#keep(cell, { text: draft.text, baseRevision: draft.baseRevision, sent });
    const [answer] = await this.#api.ops(this.id, sent.editId, [
      { op: 'setText', cell, baseRevision: sent.baseRevision, text: sent.text },
    ]);
    if (!answer || !this.#notebook) return;
    const now = this.#texts.get(cell);
    if ('refused' in answer) throw new ApiError(answer.refused.detail, 422, answer.refused.code);
    if ('conflict' in answer) this.#lostRace(cell, answer.conflict, now);
    else {
      const revision = answer.saved.revision ?? sent.baseRevision + 1;
      this.#notebook = withCell(this.#notebook, cell, (it) =>
        it.revision > revision ? it : { ...it, text: sent.text, revision },
      );
      if (!now || now.text === sent.text) this.#forgetDraft(cell);
      else this.#keep(cell, { text: now.text, baseRevision: revision });
    }
  }

  /** Somebody saved first. The server keeps our text as a copy; what was typed since goes into that copy. */
  #lostRace(cell: string, conflict: Conflict, now: Draft | undefined): void {
    if (!this.#notebook) return;
    const yours = now?.text ?? conflict.yours;
    this.#forgetDraft(cell);
    this.#notebook = withCell(this.#notebook, cell, (it) => ({
      ...it,
      text: conflict.theirs,
      revision: Math.max(it.revision, conflict.revision),
    }));
    this.#events.conflict({ ...conflict, yours });
    void this.refresh();
  }

  #keep(cell: string, draft: Omit<Draft, 'at'>): void {
    this.#texts.set(cell, { ...draft, at: this.#world.now() });
    this.#kept = this.#drafts.keep(cell, draft);
  }

  #forgetDraft(cell: string): void {
    this.#texts.delete(cell);
    this.#drafts.drop(cell);
    this.#world.forget(this.#timers.get(cell));
    this.#timers.delete(cell);
  }

  /** Says to other tabs that the drafts of this one have an owner. */
  #beat(): void {
    if (this.#closed) return;
    for (const [cell, draft] of this.#texts) this.#drafts.keep(cell, draft);
    this.#heartbeat = this.#world.later(() => this.#beat(), HEARTBEAT_MS);
  }

  #fail(error: unknown, cell: string | undefined): void {
    const it = error instanceof ApiError ? error : new ApiError(String(error), 500, 'INTERNAL');
    if (it.status === undefined) this.#offline = true;
    this.#events.refused(it, cell);
    this.#events.changed();
  }
}

const KNOWN = new Set(['setText', 'insert', 'delete', 'restore', 'move', 'setType', 'setTitle', 'setTimeRange']);

function known(op: unknown): op is Op {
  return typeof op === 'object' && op !== null && KNOWN.has(String((op as { op?: unknown }).op));
}
