// Texts that this browser changed: kept as drafts, sent after a rest, one request at a time.
import { findCell, withCell } from '../model/notebook.ts';
import type { Conflict, Op } from '../model/types.ts';
import { ApiError, type OpAnswer } from './api.ts';
import type { Draft, Drafts } from './drafts.ts';
import type { SyncState, SyncWorld } from './sync-world.ts';

const AUTOSAVE_MS = 300;
const HEARTBEAT_MS = 3_000;

export interface TextHost {
  newEditId(): string;
  /** Marks an edit as ours before it is sent: its echo may come before its answer. */
  ours(editId: string): void;
  send(editId: string, ops: readonly Op[]): Promise<OpAnswer[]>;
  saved(cell: string, revision: number): void;
  /** A text waits no longer for its rest. */
  due(): void;
  lostRace(conflict: Conflict): void;
}

export class Texts {
  readonly #state: SyncState;
  readonly #drafts: Drafts;
  readonly #world: SyncWorld;
  readonly #host: TextHost;
  readonly #texts = new Map<string, Draft>();
  readonly #timers = new Map<string, unknown>();
  #heartbeat: unknown;
  #kept = true;

  constructor(state: SyncState, drafts: Drafts, world: SyncWorld, host: TextHost) {
    this.#state = state;
    this.#drafts = drafts;
    this.#world = world;
    this.#host = host;
  }

  get unsaved(): boolean {
    return this.#texts.size > 0;
  }

  /** Whether the browser has room for what is unsaved. */
  get kept(): boolean {
    return this.#kept;
  }

  draft(cell: string): string | undefined {
    return this.#texts.get(cell)?.text;
  }

  /** Drafts of an earlier visit, ours and those of tabs that are gone. */
  adopt(): void {
    for (const [cell, draft] of this.#drafts.adopt()) {
      const saved = this.#state.notebook && findCell(this.#state.notebook, cell);
      if (saved && saved.text === draft.text && !draft.sent) this.#drafts.drop(cell);
      else this.#texts.set(cell, draft);
    }
    this.#beat();
  }

  close(): void {
    for (const timer of this.#timers.values()) this.#world.forget(timer);
    this.#world.forget(this.#heartbeat);
  }

  /** Takes what was typed. False when nothing has changed. */
  edit(cell: string, text: string): boolean {
    const saved = this.#state.notebook && findCell(this.#state.notebook, cell);
    const draft = this.#texts.get(cell);
    if (!saved || (draft?.text ?? saved.text) === text) return false;
    if (!draft?.sent && saved.text === text) {
      this.#forget(cell);
      return true;
    }
    this.#keep(cell, { text, baseRevision: draft?.baseRevision ?? saved.revision, ...(draft?.sent ? { sent: draft.sent } : {}) });
    this.#world.forget(this.#timers.get(cell));
    this.#timers.set(
      cell,
      this.#world.later(() => {
        this.#timers.delete(cell);
        this.#host.due();
      }, AUTOSAVE_MS),
    );
    return true;
  }

  /** Nothing waits for its rest any more. */
  hurry(): void {
    for (const timer of this.#timers.values()) this.#world.forget(timer);
    this.#timers.clear();
  }

  /** The next cell whose text is to be sent. */
  next(): string | undefined {
    for (const [cell, draft] of this.#texts) if (draft.sent || !this.#timers.has(cell)) return cell;
    return undefined;
  }

  /** A draft begun before its cell's own insert or change of type was answered starts from that answer. */
  rebase(cell: string, revision: number): void {
    const draft = this.#texts.get(cell);
    if (draft && !draft.sent && draft.baseRevision < revision) this.#keep(cell, { ...draft, baseRevision: revision });
  }

  async send(cell: string): Promise<void> {
    const draft = this.#texts.get(cell);
    if (!draft) return;
    const sent = draft.sent ?? { editId: this.#host.newEditId(), text: draft.text, baseRevision: draft.baseRevision };
    this.#host.ours(sent.editId);
    this.#keep(cell, { text: draft.text, baseRevision: draft.baseRevision, sent });
    const [answer] = await this.#host.send(sent.editId, [{ op: 'setText', cell, baseRevision: sent.baseRevision, text: sent.text }]);
    const notebook = this.#state.notebook;
    if (!answer || !notebook) return;
    const now = this.#texts.get(cell);
    if ('refused' in answer) throw new ApiError(answer.refused.detail, 422, answer.refused.code);
    if ('conflict' in answer) {
      this.#lostRace(cell, answer.conflict, now);
      return;
    }
    const revision = answer.saved.revision ?? sent.baseRevision + 1;
    this.#state.notebook = withCell(notebook, cell, (it) => (it.revision > revision ? it : { ...it, text: sent.text, revision }));
    this.#host.saved(cell, revision);
    if (!now || now.text === sent.text) this.#forget(cell);
    else this.#keep(cell, { text: now.text, baseRevision: revision });
  }

  /** Somebody saved first. The server keeps our text as a copy; what was typed since goes into that copy. */
  #lostRace(cell: string, conflict: Conflict, now: Draft | undefined): void {
    if (!this.#state.notebook) return;
    const yours = now?.text ?? conflict.yours;
    this.#forget(cell);
    this.#state.notebook = withCell(this.#state.notebook, cell, (it) => ({
      ...it,
      text: conflict.theirs,
      revision: Math.max(it.revision, conflict.revision),
    }));
    this.#host.lostRace({ ...conflict, yours });
  }

  #keep(cell: string, draft: Omit<Draft, 'at'>): void {
    this.#texts.set(cell, { ...draft, at: this.#world.now() });
    this.#kept = this.#drafts.keep(cell, draft);
  }

  #forget(cell: string): void {
    this.#texts.delete(cell);
    this.#drafts.drop(cell);
    this.#world.forget(this.#timers.get(cell));
    this.#timers.delete(cell);
  }

  /** Says to other tabs that the drafts of this one have an owner. */
  #beat(): void {
    for (const [cell, draft] of this.#texts) this.#drafts.keep(cell, draft);
    this.#world.forget(this.#heartbeat);
    this.#heartbeat = this.#world.later(() => this.#beat(), HEARTBEAT_MS);
  }
}
