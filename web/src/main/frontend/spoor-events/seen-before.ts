// How rare the values of one row are: on how many clients each was seen in the last 30 days.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { renderValue } from '../spoor-notebook/grid/render-value.ts';
import type { Value } from '../spoor-notebook/model/types.ts';
import { count } from '../spoor-notebook/model/words.ts';
import { icon } from '../spoor-notebook/ui/icons.ts';
import type { EventsApi, Seen } from './events-api.ts';
import { shortName } from './model.ts';

/** What is asked for, in this order, where a row has it. */
const ASKED = ['hashes', 'sha256', 'commandline', 'image', 'originalfilename', 'parentimage', 'user', 'targetusername', 'ipaddress', 'sourceip', 'servicename', 'query'];
const MOST = 5;
const LONGEST = 4_000;

interface Line {
  name: string;
  value: string;
  seen: Seen | undefined;
  failed: boolean;
}

export class SpoorSeenBefore extends LitElement {
  static override properties = { values: { attribute: false }, api: { attribute: false }, _lines: { state: true } };

  declare values: { [name: string]: Value } | undefined;
  declare api: EventsApi | undefined;
  declare _lines: readonly Line[];

  #asking: AbortController | undefined;

  constructor() {
    super();
    this.values = undefined;
    this.api = undefined;
    this._lines = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('values')) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const values = this.values ?? {};
    const names = Object.keys(values)
      .filter((name) => !name.startsWith('_') && ASKED.includes(shortName(name).toLowerCase()))
      .sort((a, b) => ASKED.indexOf(shortName(a).toLowerCase()) - ASKED.indexOf(shortName(b).toLowerCase()));
    const lines: Line[] = [];
    for (const name of names) {
      const value = values[name];
      if (typeof value === 'string' && value !== '' && value.length <= LONGEST && lines.length < MOST) lines.push({ name, value, seen: undefined, failed: false });
    }
    this._lines = lines;
    for (const line of lines) {
      try {
        const seen = await this.api?.seen(line.name.split('.'), line.value, asking.signal);
        if (asking.signal.aborted) return;
        this.#set(line.name, { seen });
      } catch {
        if (asking.signal.aborted) return;
        this.#set(line.name, { failed: true });
      }
    }
  }

  #set(name: string, change: Partial<Line>): void {
    this._lines = this._lines.map((it) => (it.name === name ? { ...it, ...change } : it));
  }

  override render() {
    if (this._lines.length === 0) return nothing;
    return html`<section aria-label="Seen before">
      <h3>Seen before <span class="t3">30 days</span></h3>
      <dl class="kv">
        ${this._lines.map(
          (line) => html`<dt>${shortName(line.name)}</dt>
            <dd title=${line.value.slice(0, 300)}><span class="trunc seenv mono">${renderValue(line.value)}</span>${this.#verdict(line)}</dd>`,
        )}
      </dl>
    </section>`;
  }

  #verdict(line: Line) {
    if (line.failed) return html`<span class="t3">not known</span>`;
    const seen = line.seen;
    if (!seen) return html`<span class="t3">looking</span>`;
    const clients = seen.clients ?? 0;
    const rare = seen.exact && clients <= 2 && seen.allClients > 2;
    return html`<span class="seen ${rare ? 'stale' : 't3'}">
      ${rare ? icon('warning', true) : nothing}on ${seen.exact ? '' : 'at least '}${count(clients)} of ${count(seen.allClients)}
      ${seen.allClients === 1 ? 'client' : 'clients'}, ${seen.exact ? '' : '≥ '}${count(seen.rows)} ${seen.rows === 1 ? 'time' : 'times'}
    </span>`;
  }
}

customElements.define('spoor-seen-before', SpoorSeenBefore);
