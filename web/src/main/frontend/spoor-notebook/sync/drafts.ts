// Text that the server has not acknowledged, kept in this browser. One entry per notebook, cell and tab.

export interface Draft {
  text: string;
  baseRevision: number;
  /** When the tab that holds it last said that it is alive. */
  at: number;
  /** What was sent and not answered: sent again under the same id, so it cannot be applied twice. */
  sent?: { editId: string; text: string; baseRevision: number };
}

export interface DraftStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = 'spoor.draft';
/** A draft of a tab that has been silent so long belongs to whoever opens the notebook next. */
const ORPHAN_MS = 10_000;

export class Drafts {
  readonly #storage: DraftStorage | undefined;
  readonly #notebook: string;
  readonly #tab: string;
  readonly #now: () => number;

  constructor(storage: DraftStorage | undefined, notebook: string, tab: string, now: () => number = Date.now) {
    this.#storage = storage;
    this.#notebook = notebook;
    this.#tab = tab;
    this.#now = now;
  }

  #key(cell: string, tab = this.#tab): string {
    return `${PREFIX}/${this.#notebook}/${cell}/${tab}`;
  }

  /** Keeps a draft. False when the browser has no room or no storage: then the page must say so. */
  keep(cell: string, draft: Omit<Draft, 'at'>): boolean {
    if (!this.#storage) return false;
    try {
      this.#storage.setItem(this.#key(cell), JSON.stringify({ ...draft, at: this.#now() }));
      return true;
    } catch {
      return false;
    }
  }

  drop(cell: string): void {
    try {
      this.#storage?.removeItem(this.#key(cell));
    } catch {
      // Nothing to drop where nothing can be kept.
    }
  }

  /** Our own drafts, and those of tabs that are gone, which become ours. */
  adopt(): Map<string, Draft> {
    const found = new Map<string, Draft>();
    if (!this.#storage) return found;
    const entries: { key: string; cell: string; mine: boolean; draft: Draft }[] = [];
    for (let i = 0; i < this.#storage.length; i++) {
      const key = this.#storage.key(i);
      if (!key?.startsWith(`${PREFIX}/${this.#notebook}/`)) continue;
      const [, , cell, tab] = key.split('/');
      const draft = read(this.#storage.getItem(key));
      if (cell !== undefined && draft) entries.push({ key, cell, mine: tab === this.#tab, draft });
    }
    // The newest of a cell is taken; an older one stays where it is, for the next opening.
    entries.sort((a, b) => b.draft.at - a.draft.at);
    for (const { key, cell, mine, draft } of entries) {
      if (found.has(cell) || (!mine && this.#now() - draft.at < ORPHAN_MS)) continue;
      found.set(cell, draft);
      if (!mine && this.keep(cell, draft)) this.#storage.removeItem(key);
    }
    return found;
  }
}

function read(json: string | null): Draft | undefined {
  if (json === null) return undefined;
  try {
    const it = JSON.parse(json) as Partial<Draft>;
    if (typeof it.text !== 'string' || typeof it.baseRevision !== 'number') return undefined;
    return { at: 0, ...it, text: it.text, baseRevision: it.baseRevision };
  } catch {
    return undefined;
  }
}
