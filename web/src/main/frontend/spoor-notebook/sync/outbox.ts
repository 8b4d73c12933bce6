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
