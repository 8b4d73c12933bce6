// The notebook's one time range.
import { LitElement, html, nothing } from 'lit';
import type { TimeRange } from '../model/types.ts';

const PRESETS: readonly [string, string][] = [
  ['1h', '1 h'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['30d', '30 d'],
];

export class SpoorTimeRange extends LitElement {
  static override properties = {
    range: { attribute: false },
    now: { attribute: false },
    _from: { state: true },
    _to: { state: true },
    _bad: { state: true },
  };

  declare range: TimeRange;
  declare now: () => number;
  declare _from: string;
  declare _to: string;
  declare _bad: string;

  constructor() {
    super();
    this.range = { kind: 'relative', last: '24h' };
    this.now = () => Date.now();
    this._from = '';
    this._to = '';
    this._bad = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const range = this.range;
    if (range.kind === 'absolute') {
      this._from = plainTime(range.from);
      this._to = plainTime(range.to);
    } else {
      const now = this.now();
      this._from = plainTime(new Date(now - 86_400_000).toISOString());
      this._to = plainTime(new Date(now).toISOString());
    }
  }

  override firstUpdated(): void {
    (this.querySelector<HTMLElement>('[aria-pressed=true]') ?? this.querySelector<HTMLElement>('button'))?.focus();
  }

  override render() {
    const range = this.range;
    return html`<div class="g1" role="group" aria-label="Ranges">
        ${PRESETS.map(
          ([last, words]) => html`<button
            type="button"
            aria-pressed=${String(range.kind === 'relative' && range.last === last)}
            aria-label=${`Last ${words}`}
            @click=${() => this.#choose({ kind: 'relative', last })}
          >
            ${words}
          </button>`,
        )}
        <button type="button" aria-pressed=${String(range.kind === 'all')} @click=${() => this.#choose({ kind: 'all' })}>All</button>
      </div>
      <form @submit=${this.#apply}>
        <label><span>from</span><input class="num" .value=${this._from} @input=${(event: Event) => (this._from = value(event))} autocomplete="off" spellcheck="false" /></label>
        <label><span>to</span><input class="num" .value=${this._to} @input=${(event: Event) => (this._to = value(event))} autocomplete="off" spellcheck="false" /></label>
        ${this._bad === '' ? nothing : html`<p class="bad" role="alert">${this._bad}</p>`}
        <div class="row"><span>UTC, as 2026-11-24 09:30</span><span class="sp"></span><button class="btn sm p" type="submit">Apply</button></div>
      </form>`;
  }

  readonly #apply = (event: Event): void => {
    event.preventDefault();
    const from = readTime(this._from);
    const to = readTime(this._to);
    if (from === undefined || to === undefined) {
      this._bad = `${from === undefined ? `'${this._from}'` : `'${this._to}'`} is not a time`;
      return;
    }
    if (from >= to) {
      this._bad = 'From is not before to';
      return;
    }
    this.#choose({ kind: 'absolute', from, to });
  };

  #choose(range: TimeRange): void {
    this.dispatchEvent(new CustomEvent<TimeRange>('range-chosen', { detail: range, bubbles: true }));
  }
}

function value(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function plainTime(rfc3339: string): string {
  return rfc3339.replace('T', ' ').replace(/(:\d\d)(?:\.\d+)?Z$/, '$1');
}

/** "2026-11-24", with a time of day or without, read as UTC. */
export function readTime(text: string): string | undefined {
  const match = /^\s*(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d))?)?Z?\s*$/.exec(text);
  if (!match) return undefined;
  const date = new Date(`${match[1]}T${match[2] ?? '00:00'}:${match[3] ?? '00'}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('.000Z', 'Z');
}

customElements.define('spoor-time-range', SpoorTimeRange);
