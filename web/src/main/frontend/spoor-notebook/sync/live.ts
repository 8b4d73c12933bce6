// The live channel: one socket, subscriptions that survive a lost connection, resume by sequence number.

export interface LiveMessage {
  sub?: string;
  re?: string;
  seq?: number;
  type?: string;
  [key: string]: unknown;
}

export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'online' }
  | { kind: 'offline'; since: number; nextTry: number }
  | { kind: 'ended' };

/** What of the browser the channel needs, so that tests can stand in for it. */
export interface LiveWorld {
  open(url: string): WebSocket;
  now(): number;
  random(): number;
  later(run: () => void, ms: number): unknown;
  forget(timer: unknown): void;
}

export function browserWorld(): LiveWorld {
  return {
    open: (url) => new WebSocket(url),
    now: () => Date.now(),
    random: () => Math.random(),
    later: (run, ms) => setTimeout(run, ms),
    forget: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  };
}

/** The server's code for a session that is over. */
const ENDED = 4001;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;
const PING_MS = 20_000;
const SILENT_MS = 45_000;

export class Live {
  readonly #url: string;
  readonly #world: LiveWorld;
  readonly #topics = new Map<string, { seq: number | undefined; take: (message: LiveMessage) => void }>();
  readonly #onState: (state: LiveState) => void;
  #socket: WebSocket | undefined;
  #attempt = 0;
  #id = 0;
  #since = 0;
  #heard = 0;
  #retry: unknown;
  #ping: unknown;
  #closed = false;
  #state: LiveState = { kind: 'connecting' };

  constructor(url: string, onState: (state: LiveState) => void, world: LiveWorld = browserWorld()) {
    this.#url = url;
    this.#onState = onState;
    this.#world = world;
  }

  get state(): LiveState {
    return this.#state;
  }

  start(): void {
    this.#closed = false;
    this.#open();
  }

  subscribe(topic: string, take: (message: LiveMessage) => void): void {
    this.#topics.set(topic, { seq: undefined, take });
    if (this.#state.kind === 'online') this.#sendSubscribe(topic);
  }

  close(): void {
    this.#closed = true;
    this.#world.forget(this.#retry);
    this.#world.forget(this.#ping);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Tries again at once, when a person asks or the browser says that the network is back. */
  tryNow(): void {
    if (this.#closed || this.#state.kind !== 'offline') return;
    this.#world.forget(this.#retry);
    this.#open();
  }

  send(message: object): boolean {
    if (!this.#socket || this.#socket.readyState !== 1) return false;
    this.#socket.send(JSON.stringify({ id: String(++this.#id), ...message }));
    return true;
  }

  #open(): void {
    let socket: WebSocket;
    try {
      socket = this.#world.open(this.#url);
    } catch {
      this.#lost();
      return;
    }
    this.#socket = socket;
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#attempt = 0;
      this.#heard = this.#world.now();
      this.#set({ kind: 'online' });
      for (const topic of this.#topics.keys()) this.#sendSubscribe(topic);
      this.#keepAlive();
    };
    socket.onmessage = (event: MessageEvent) => {
      if (socket === this.#socket) this.#take(event.data);
    };
    socket.onclose = (event: CloseEvent) => {
      if (socket !== this.#socket || this.#closed) return;
      this.#socket = undefined;
      if (event.code === ENDED) this.#set({ kind: 'ended' });
      else this.#lost();
    };
    // An error is always followed by close.
    socket.onerror = () => undefined;
  }

  #take(data: unknown): void {
    this.#heard = this.#world.now();
    if (typeof data !== 'string') return;
    let message: LiveMessage;
    try {
      message = JSON.parse(data) as LiveMessage;
    } catch {
      return;
    }
    if (typeof message.sub !== 'string') return;
    const topic = this.#topics.get(message.sub);
    if (!topic) return;
    if (typeof message.seq === 'number') {
      // After a resume the server may repeat what we have; a snapshot starts anew.
      if (message.type !== 'snapshot' && topic.seq !== undefined && message.seq <= topic.seq) return;
      if (message.type === 'snapshot' && topic.seq !== undefined && message.seq < topic.seq) {
        // It was taken before news that came ahead of it, and may lack them: the state is asked for.
        topic.take({ sub: message.sub, type: 'unknown' });
        return;
      }
      topic.seq = message.seq;
    }
    topic.take(message);
  }

  #sendSubscribe(topic: string): void {
    const since = this.#topics.get(topic)?.seq;
    this.send({ op: 'subscribe', topic, ...(since === undefined ? {} : { since }) });
  }

  #keepAlive(): void {
    this.#world.forget(this.#ping);
    this.#ping = this.#world.later(() => {
      if (!this.#socket) return;
      if (this.#world.now() - this.#heard > SILENT_MS) {
        const dead = this.#socket;
        this.#socket = undefined;
        dead.close();
        this.#lost();
        return;
      }
      this.send({ op: 'ping' });
      this.#keepAlive();
    }, PING_MS);
  }

  #lost(): void {
    if (this.#closed) return;
    this.#world.forget(this.#ping);
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempt++);
    const wait = longest * (0.5 + this.#world.random() / 2);
    if (this.#state.kind !== 'offline') this.#since = this.#world.now();
    this.#set({ kind: 'offline', since: this.#since, nextTry: this.#world.now() + wait });
    this.#world.forget(this.#retry);
    this.#retry = this.#world.later(() => this.#open(), wait);
  }

  #set(state: LiveState): void {
    this.#state = state;
    this.#onState(state);
  }
}
