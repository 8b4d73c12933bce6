// Operations on the notebook's shape that wait for the server, in order, kept across a reload.
import type { Op } from '../model/types.ts';
import type { DraftStorage } from './drafts.ts';

export interface Waiting {
  editId: string;
  ops: Op[];
}

export class Outbox {
  readonly #storage: DraftStorage | undefined;
  readonly #key: string;
  #waiting: Waiting[];
  #sent = 0;

  constructor(storage: DraftStorage | undefined, notebook: string, tab: string) {
    this.#storage = storage;
    this.#key = `spoor.outbox/${notebook}/${tab}`;
    this.#waiting = this.#read();
  }

  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  first(): Waiting | undefined {
    return this.#waiting[0];
  }

  add(entry: Waiting): void {
    this.#waiting.push(entry);
    this.#write();
  }

  /** What waits starts from what our own earlier edits have become: they are no one else's. */
  rebase(cell: string | undefined, revision: number): void {
    for (const op of this.#waiting.slice(this.#sent).flatMap((entry) => entry.ops)) {
      const same = cell === undefined ? op.op === 'setTitle' : op.op === 'setType' && op.cell === cell;
      if (same && 'baseRevision' in op) op.baseRevision = Math.max(op.baseRevision, revision);
    }
    this.#write();
  }

  /** The first is on its way: sent again, it must be the same. */
  sending(on: boolean): void {
    this.#sent = on ? 1 : 0;
  }

  done(editId: string): void {
    this.#waiting = this.#waiting.filter((entry) => entry.editId !== editId);
    this.#write();
  }

  #read(): Waiting[] {
    try {
      const kept: unknown = JSON.parse(this.#storage?.getItem(this.#key) ?? '[]');
      return Array.isArray(kept) ? (kept as Waiting[]) : [];
    } catch {
      return [];
    }
  }

  #write(): void {
    try {
      if (this.#waiting.length === 0) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(this.#waiting));
    } catch {
      // Without room the queue lives as long as the page.
    }
  }
}
