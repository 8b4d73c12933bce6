// Above a notebook: what there was in its range, and where clients were silent. "No hits" and "no data" look different.
import '../spoor-notebook/chart/histogram.ts';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { silentStretches, type Bins } from '../spoor-notebook/model/time-bins.ts';
import type { TimeRange } from '../spoor-notebook/model/types.ts';
import { count } from '../spoor-notebook/model/words.ts';
import { EventsApi, type Counts, type CoverageAnswer } from './events-api.ts';
import { START } from './model.ts';

const BINS = 120;

export class SpoorCoverageStrip extends LitElement {
  static override properties = { range: { attribute: false }, api: {}, _counts: { state: true }, _coverage: { state: true } };

  declare range: TimeRange | undefined;
  declare api: string;
  declare _counts: Counts | undefined;
  declare _coverage: CoverageAnswer | undefined;

  #asking: AbortController | undefined;
  #asked = '';

  constructor() {
    super();
    this.range = undefined;
    this.api = '/api/v1';
    this._counts = undefined;
    this._coverage = undefined;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
    this.#asked = '';
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const key = JSON.stringify(this.range ?? null);
    if (!this.range || key === this.#asked) return;
    this.#asked = key;
    void this.#ask(this.range);
  }

  async #ask(range: TimeRange): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const events = new EventsApi(this.api);
    try {
      const session = await events.api.session();
      if (!session.user?.permissions.includes('QUERY')) return;
      this._coverage = await events.coverage(range, [], [], BINS, asking.signal);
      await events.summary(
        { ...START, range },
        { facets: [], bins: BINS, background: true, matches: false },
        (part) => {
          if (part.background && !asking.signal.aborted) this._counts = part.background;
        },
        asking.signal,
      );
    } catch {
      // A notebook is read and written without its strip.
    }
  }

  override render() {
    const counts = this._counts;
    if (!counts) return nothing;
    const it = this._coverage;
    const bins: Bins = { from: Date.parse(counts.from), width: counts.widthMs, counts: counts.bins };
    return html`<p class="covcap t3 num">
        ${count(counts.rows)} ${counts.rows === 1 ? 'event' : 'events'}${it && it.clients > 0
          ? html`. ${count(it.reporting)} of ${count(it.clients)} ${it.clients === 1 ? 'client' : 'clients'} reported${it.silentClients > 0
                ? html`, <a href="/events">${count(it.silentClients)} with gaps</a>`
                : nothing}${it.lost > 0 ? html`, <b class="error">${count(it.lost)} rows lost</b>` : nothing}`
          : nothing}
      </p>
      <spoor-histogram
        .background=${bins}
        .gaps=${it && it.assigned.length === counts.bins.length ? silentStretches(it.assigned, it.silent) : []}
        .height=${58}
        .label=${'Events in this range'}
      ></spoor-histogram>`;
  }
}

customElements.define('spoor-coverage-strip', SpoorCoverageStrip);
