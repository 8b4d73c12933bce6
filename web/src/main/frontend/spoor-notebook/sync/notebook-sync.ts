// One open notebook: what the server has, what this browser changed since, and how the two meet.
import { ChangedInputs } from '../model/changed-inputs.ts';
import { apply, findCell, newCellId, withCell, type Removed } from '../model/notebook.ts';
import { parseNotebook } from '../model/parse.ts';
import type { CellType, Conflict, Notebook, Op, TimeRange } from '../model/types.ts';
import { ApiError, parseAnswers, type OpAnswer } from './api.ts';
import { Drafts, type DraftStorage } from './drafts.ts';
import type { LiveMessage } from './live.ts';
import { Outbox } from './outbox.ts';
import { Runs } from './runs.ts';
import type { NotebookApi, SaveState, SyncEvents, SyncState, SyncWorld } from './sync-world.ts';
import { Texts } from './texts.ts';

const RETRY_MS = 2_000;
const MOST_READS = 5;

export class NotebookSync {
  readonly id: string;
  readonly removed = new Map<string, Removed>();
  readonly #api: NotebookApi;
  readonly #events: SyncEvents;
  readonly #world: SyncWorld;
  readonly #outbox: Outbox;
  readonly #texts: Texts;
  readonly #runs: Runs;
  readonly #ours = new Set<string>();
  readonly #inputs = new ChangedInputs();
  readonly #state: SyncState = { notebook: undefined, offline: false };
  #news = 0;
  #sending = false;
  #draining: Promise<void> = Promise.resolve();
  #retry: unknown;
  #savedAt: number | undefined;
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
    this.#outbox = new Outbox(storage, id, tab);
    this.#texts = new Texts(this.#state, new Drafts(storage, id, tab, () => world.now()), world, {
      newEditId: () => this.#newEditId(),
      ours: (editId) => void this.#ours.add(editId),
      send: (editId, ops) => this.#api.ops(this.id, editId, ops),
      saved: (cell, revision) => this.#outbox.rebase(cell, revision),
      due: () => void this.#drain(),
      lostRace: (conflict) => {
        this.#events.conflict(conflict);
        void this.refresh();
      },
    });
    this.#runs = new Runs(this.#state, this.#inputs, {
      now: () => world.now(),
      changed: () => this.#events.changed(),
      ended: (run) => this.#events.ended(run),
      saved: async (cell) => {
        await this.flush();
        if (this.#texts.draft(cell) !== undefined && this.offline) throw new ApiError('the server does not answer');
      },
      run: (cell) => this.#api.run(this.id, cell),
      cancel: (run) => this.#api.cancel(run),
      failed: (error, cell) => this.#fail(error, cell),
    });
  }

  get notebook(): Notebook | undefined {
    return this.#state.notebook;
  }

  get offline(): boolean {
    return this.#state.offline;
  }

  /** The unsaved text of a cell, if it has one. */
  draft(cell: string): string | undefined {
    return this.#texts.draft(cell);
  }

  /** What a cell shows: its draft, or what is saved. */
  text(cell: string): string {
    return this.draft(cell) ?? (this.notebook && findCell(this.notebook, cell)?.text) ?? '';
  }

  changedInput(cell: string): string | undefined {
    return this.#inputs.of(cell);
  }

  get save(): SaveState {
    const dirty = this.#texts.unsaved || this.#outbox.waiting.length > 0;
    if (dirty && !this.#texts.kept) return { kind: 'unkept' };
    if (dirty && this.offline) return { kind: 'kept' };
    if (dirty) return { kind: 'saving' };
    return { kind: 'saved', at: this.#savedAt ?? this.#world.now() };
  }

  async open(): Promise<void> {
    this.#take(await this.#api.notebook(this.id));
    this.#state.offline = false;
    this.#texts.adopt();
    this.#savedAt = this.#world.now();
    this.#events.changed();
    void this.#drain();
  }

  close(): void {
    this.#closed = true;
    this.#texts.close();
    this.#world.forget(this.#retry);
  }

  /** Whether the server can be reached, as the live channel sees it. */
  connected(online: boolean): void {
    if (this.#state.offline === !online) return;
    this.#state.offline = !online;
    this.#events.changed();
    if (online) void this.#drain();
  }

  // --- edits -------------------------------------------------------------------------------------

  edit(cell: string, text: string): void {
    if (!this.#texts.edit(cell, text)) return;
    this.#inputs.text(this.notebook, cell, text);
    this.#events.changed();
  }

  /** Sends what is unsaved now, before a run or when the page is left. */
  async flush(): Promise<void> {
    this.#texts.hurry();
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
    const it = this.#state.notebook && findCell(this.#state.notebook, cell);
    if (it && it.type !== type) this.#shape({ op: 'setType', cell, type, baseRevision: it.revision });
  }

  setTitle(title: string): void {
    const it = this.#state.notebook;
    if (it && title !== it.title) this.#shape({ op: 'setTitle', title, baseRevision: it.titleRevision });
  }

  setTimeRange(timeRange: TimeRange): void {
    const it = this.#state.notebook;
    if (!it) return;
    this.#inputs.timeRange(it);
    this.#shape({ op: 'setTimeRange', timeRange });
  }

  /** Settles a conflict. Their text stays, or ours is put back and theirs goes into the copy: none is lost. */
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void {
    if (keep === 'theirs' || !this.#state.notebook) return;
    const copy = conflict.copy ?? this.#state.notebook.cells.find((cell) => cell.conflictOf === conflict.cell)?.id;
    this.edit(conflict.cell, conflict.yours);
    if (copy !== undefined) this.edit(copy, conflict.theirs);
  }

  // --- runs --------------------------------------------------------------------------------------

  run(cell: string): Promise<void> {
    return this.#runs.run(cell);
  }

  stop(cell: string): Promise<void> {
    return this.#runs.stop(cell);
  }

  // --- news --------------------------------------------------------------------------------------

  receive(message: LiveMessage): void {
    if (this.#closed || !this.#state.notebook) return;
    this.#news++;
    switch (message.type) {
      case 'snapshot':
        this.#take(parseNotebook(message['notebook'] ?? message['snapshot'] ?? message));
        this.#events.changed();
        break;
      case 'run':
        this.#runs.take(message);
        break;
      case 'ops':
        this.#takeOps(message);
        break;
      case 'unknown':
        void this.refresh();
        break;
      default:
        break;
    }
  }

  #takeOps(message: LiveMessage): void {
    const list = message['ops'];
    const editId = message['editId'];
    if (!Array.isArray(list) || !Array.isArray(message['results']) || !this.#state.notebook) {
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
    if (!this.#state.notebook || 'refused' in result) return true;
    if ('conflict' in result) {
      // The losing text stands in a cell of its own, which everybody sees. Our own loss is told with the answer.
      return mine;
    }
    // What we did is here already; its revision comes with the answer to our request.
    if (mine) return true;
    if (op.op === 'restore' && !this.removed.has(op.cell) && !findCell(this.#state.notebook, op.cell)) return false;
    if (op.op === 'setText') {
      const cell = findCell(this.#state.notebook, op.cell);
      if (cell && result.saved.revision !== undefined && result.saved.revision <= cell.revision) return true;
      this.#inputs.text(this.#state.notebook, op.cell, op.text);
    }
    this.#state.notebook = apply(this.#state.notebook, op, result.saved.revision, this.removed);
    return true;
  }

  /** Reads the notebook anew; drafts stay. */
  async refresh(): Promise<void> {
    try {
      for (let i = 0; i < MOST_READS; i++) {
        const before = this.#news;
        this.#take(await this.#api.notebook(this.id));
        this.#events.changed();
        // What came while it was read may be newer than what was read.
        if (this.#news === before) return;
      }
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
    this.#state.notebook = this.#runs.keepLocal(notebook);
  }

  // --- sending -----------------------------------------------------------------------------------

  #shape(op: Op): void {
    if (!this.#state.notebook) return;
    this.#state.notebook = apply(this.#state.notebook, op, undefined, this.removed);
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
  #drain(): Promise<void> {
    // One that is under way takes what was added meanwhile: whoever waits, waits for that too.
    if (!this.#sending) this.#draining = this.#sendAll();
    return this.#draining;
  }

  async #sendAll(): Promise<void> {
    if (this.#closed || !this.#state.notebook) return;
    this.#sending = true;
    this.#world.forget(this.#retry);
    try {
      for (;;) {
        const shape = this.#outbox.first();
        const text = shape ? undefined : this.#texts.next();
        if (!shape && !text) break;
        try {
          if (shape) await this.#sendShape(shape.editId, shape.ops);
          else if (text) await this.#texts.send(text);
          this.#savedAt = this.#world.now();
          if (this.#state.offline) this.#state.offline = false;
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
    if (error.status === undefined) this.#state.offline = true;
    this.#retry = this.#world.later(() => void this.#drain(), RETRY_MS);
    this.#events.changed();
    return true;
  }

  async #sendShape(editId: string, ops: readonly Op[]): Promise<void> {
    this.#ours.add(editId);
    // Once sent it stays as it is, so that sent twice it is applied once.
    this.#outbox.sending(true);
    const answers = await this.#api.ops(this.id, editId, ops);
    this.#outbox.done(editId);
    this.#outbox.sending(false);
    ops.forEach((op, i) => {
      const answer = answers[i];
      if (!this.#state.notebook || !answer) return;
      if ('refused' in answer) throw new ApiError(answer.refused.detail, 422, answer.refused.code);
      if ('conflict' in answer) {
        void this.refresh();
        return;
      }
      const revision = answer.saved.revision;
      if (revision === undefined) return;
      if (op.op === 'setTitle') {
        this.#state.notebook = { ...this.#state.notebook, titleRevision: Math.max(this.#state.notebook.titleRevision, revision) };
        this.#outbox.rebase(undefined, revision);
      } else if (op.op === 'insert' || op.op === 'setType') {
        const id = op.op === 'insert' ? op.cell.id : op.cell;
        this.#state.notebook = withCell(this.#state.notebook, id, (cell) => ({ ...cell, revision: Math.max(cell.revision, revision) }));
        this.#texts.rebase(id, revision);
        this.#outbox.rebase(id, revision);
      }
    });
  }

  #fail(error: unknown, cell: string | undefined): void {
    const it = error instanceof ApiError ? error : new ApiError(String(error), 500, 'INTERNAL');
    if (it.status === undefined) this.#state.offline = true;
    this.#events.refused(it, cell);
    this.#events.changed();
  }
}

const KNOWN = new Set(['setText', 'insert', 'delete', 'restore', 'move', 'setType', 'setTitle', 'setTimeRange']);

function known(op: unknown): op is Op {
  return typeof op === 'object' && op !== null && KNOWN.has(String((op as { op?: unknown }).op));
}
