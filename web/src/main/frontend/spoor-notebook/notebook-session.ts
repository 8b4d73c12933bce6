// One notebook opened: its synchroniser, its live channel, and what the server can say about the language.
import { EMPTY_VOCABULARY, type Vocabulary } from './editor/vocabulary.ts';
import type { Conflict, RunSummary } from './model/types.ts';
import { browserTime, liveUrl, storage, tabId } from './page/browser.ts';
import { Api, ApiError } from './sync/api.ts';
import { Live, type LiveState } from './sync/live.ts';
import { NotebookSync } from './sync/notebook-sync.ts';

export interface SessionEvents {
  changed(): void;
  /** The notebook is here for the first time. */
  opened(title: string): void;
  conflict(conflict: Conflict): void;
  ended(run: RunSummary): void;
  refused(error: ApiError, cell: string | undefined): void;
}

export class NotebookSession {
  readonly #events: SessionEvents;
  #api = new Api();
  #sync: NotebookSync | undefined;
  #channel: Live | undefined;
  #vocabulary: Vocabulary = EMPTY_VOCABULARY;
  #live: LiveState = { kind: 'connecting' };
  #failed = '';

  constructor(events: SessionEvents) {
    this.#events = events;
  }

  get api(): Api {
    return this.#api;
  }

  get sync(): NotebookSync | undefined {
    return this.#sync;
  }

  get live(): LiveState {
    return this.#live;
  }

  /** Why the notebook cannot be opened; empty when it can. */
  get failed(): string {
    return this.#failed;
  }

  get vocabulary(): Vocabulary {
    return this.#vocabulary;
  }

  open(id: string, base: string): void {
    this.close();
    this.#failed = '';
    this.#api = new Api(base);
    const sync = new NotebookSync(id, this.#api, this.#events, browserTime, storage('local'), tabId());
    this.#sync = sync;
    void this.#load(sync);
    const channel = new Live(liveUrl(base), (state) => {
      this.#live = state;
      if (state.kind !== 'connecting') sync.connected(state.kind === 'online');
      if (state.kind === 'online' && !sync.notebook) void this.#load(sync);
      this.#events.changed();
    });
    this.#channel = channel;
    channel.subscribe(`notebook:${id}`, (message) => sync.receive(message));
    channel.start();
  }

  close(): void {
    this.#sync?.close();
    this.#channel?.close();
    this.#sync = undefined;
    this.#channel = undefined;
  }

  tryNow(): void {
    this.#channel?.tryNow();
    const sync = this.#sync;
    if (sync && !sync.notebook) void this.#load(sync);
  }

  async #load(sync: NotebookSync): Promise<void> {
    try {
      await sync.open();
      if (sync !== this.#sync) return;
      this.#failed = '';
      this.#events.opened(sync.notebook?.title ?? 'Notebook');
      void this.#learn();
    } catch (error) {
      if (sync !== this.#sync) return;
      this.#failed = error instanceof ApiError && error.status !== undefined ? error.message : '';
      if (this.#failed === '') sync.connected(false);
    }
    this.#events.changed();
  }

  /** What completion offers. A notebook works without it. */
  async #learn(): Promise<void> {
    const [entries, artifacts] = await Promise.all([this.#api.catalog().catch(() => []), this.#api.artifacts().catch(() => [])]);
    this.#vocabulary = { ...this.#vocabulary, entries, artifacts };
    this.#events.changed();
  }
}
