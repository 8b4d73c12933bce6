// Events over time: what matched before what there was, gaps in coverage, a stretch to select by pointer or keys.
import { LitElement, html, nothing, svg } from 'lit';
import { roundUp, startOf, sum, tickWords, ticks, type Bins, type Stretch } from '../model/time-bins.ts';
import { count } from '../model/words.ts';

const WIDTH = 1000;

export interface ChosenTime {
  from: string;
  to: string;
}

export class SpoorHistogram extends LitElement {
  static override properties = {
    hits: { attribute: false },
    background: { attribute: false },
    gaps: { attribute: false },
    label: {},
    height: { type: Number },
    selected: { attribute: false },
    _caret: { state: true },
  };

  /** What matched; absent on a strip that only shows coverage. */
  declare hits: Bins | undefined;
  /** All that there was, pale and on a scale of its own. */
  declare background: Bins | undefined;
  declare gaps: readonly Stretch[];
  declare label: string;
  declare height: number;
  declare selected: Stretch | undefined;
  declare _caret: number;

  #anchor = 0;

  constructor() {
    super();
    this.hits = undefined;
    this.background = undefined;
    this.gaps = [];
    this.label = 'Events over time';
    this.height = 108;
    this.selected = undefined;
    this._caret = -1;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  get #bins(): Bins | undefined {
    return this.hits ?? this.background;
  }

  override render() {
    const bins = this.#bins;
    const n = bins?.counts.length ?? 0;
    const selected = this.selected;
    const at = this._caret >= 0 && this._caret < n ? this._caret : n - 1;
    return html`<div
      class="hchart ${this.hits ? '' : 'strip'}"
      role="slider"
      tabindex="0"
      aria-label=${`${this.label}. Arrow keys move, Shift and arrows select, Enter takes the selection as the time range, Escape lets go`}
      aria-valuemin="0"
      aria-valuemax=${Math.max(0, n - 1)}
      aria-valuenow=${Math.max(0, at)}
      aria-valuetext=${bins ? this.#words(bins, selected ?? { first: at, last: at }) : 'nothing yet'}
      @keydown=${this.#key}
      @pointerdown=${this.#down}
    >
      ${bins && n > 0 ? this.#picture(bins, n) : nothing}
    </div>`;
  }

  #words(bins: Bins, stretch: Stretch): string {
    const from = new Date(startOf(bins, stretch.first)).toISOString().slice(0, 19);
    const to = new Date(startOf(bins, stretch.last + 1)).toISOString().slice(11, 19);
    return `${from.replace('T', ' ')} to ${to}: ${count(sum(bins.counts, stretch))} ${this.hits ? 'matches' : 'events'}`;
  }

  #picture(bins: Bins, n: number) {
    const h = this.height - 20;
    const step = WIDTH / n;
    const gap = Math.min(1.5, step * 0.12);
    const pale = this.background?.counts ?? [];
    const most = Math.max(1, ...pale);
    const top = roundUp(Math.max(1, ...(this.hits?.counts ?? pale)));
    const bar = (kind: string, i: number, value: number, of: number, tall: number) => {
      const height = value === 0 ? 0 : Math.max(1.5, (value / of) * tall);
      return value === 0
        ? nothing
        : svg`<rect class=${kind} x=${i * step + gap / 2} y=${h - height} width=${step - gap} height=${height} />`;
    };
    const selected = this.selected;
    const span = bins.width * n;
    const longest = [...this.gaps].sort((a, b) => b.last - b.first - (a.last - a.first))[0];
    return html`<svg viewBox="0 0 ${WIDTH} ${h}" preserveAspectRatio="none" aria-hidden="true" class="plot">
        <defs>
          <pattern id="hatch" width="7" height="7" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
            <line class="hatch" x1="0" y1="0" x2="0" y2="7" />
          </pattern>
        </defs>
        ${this.hits ? svg`<line class="rule" x1="0" x2=${WIDTH} y1="0.5" y2="0.5" /><line class="rule" x1="0" x2=${WIDTH} y1=${h / 2} y2=${h / 2} />` : nothing}
        ${pale.map((value, i) => bar('pale', i, value, most, h * (this.hits ? 0.86 : 1)))}
        ${this.gaps.map((it) => svg`<rect class="gap" fill="url(#hatch)" x=${it.first * step} y="0" width=${(it.last - it.first + 1) * step} height=${h} />`)}
        ${selected
          ? svg`<rect class="sel" x=${selected.first * step} y="0" width=${(selected.last - selected.first + 1) * step} height=${h} />`
          : nothing}
        ${this.hits?.counts.map((value, i) => bar('hit', i, value, top, h)) ?? nothing}
        ${selected
          ? svg`<line class="edge" x1=${selected.first * step} x2=${selected.first * step} y1="0" y2=${h} /><line class="edge" x1=${(selected.last + 1) * step} x2=${(selected.last + 1) * step} y1="0" y2=${h} />`
          : nothing}
        ${this._caret >= 0 ? svg`<rect class="caret" x=${this._caret * step} y=${h - 3} width=${step} height="3" />` : nothing}
        <line class="base" x1="0" x2=${WIDTH} y1=${h - 0.5} y2=${h - 0.5} />
      </svg>
      ${this.hits
        ? html`<svg class="yaxis" aria-hidden="true" viewBox="0 0 30 ${this.height}">
            <text x="26" y="9">${count(top)}</text><text x="26" y=${h / 2 + 4}>${count(top / 2)}</text><text x="26" y=${h}>0</text>
          </svg>`
        : nothing}
      <svg class="xaxis" aria-hidden="true" height="18" width="100%">
        ${ticks(bins, n, innerWidth < 700 ? 3 : 6).map((time) => {
          const x = (100 * (time - bins.from)) / span;
          if (x > 94 || x < 3 || (longest && x > (100 * longest.first) / n - 9 && x < (100 * (longest.last + 1)) / n + 4)) return nothing;
          return svg`<text x=${`${x}%`} y="14" text-anchor="middle">${tickWords(time, span)}</text>`;
        })}
        ${longest
          ? svg`<text x=${`${(50 * (longest.first + longest.last + 1)) / n}%`} y="14" text-anchor=${longest.last > n * 0.9 ? 'end' : longest.first < n * 0.06 ? 'start' : 'middle'}>gap ${this.#clock(startOf(bins, longest.first), span)}–${this.#clock(startOf(bins, longest.last + 1), span)}</text>`
          : nothing}
      </svg>`;
  }

  #clock(time: number, span: number): string {
    return span > 4 * 86_400_000 ? tickWords(time, span) : new Date(time).toISOString().slice(11, 16);
  }

  // --- selecting ---------------------------------------------------------------------------------

  #select(stretch: Stretch | undefined): void {
    this.selected = stretch;
    this.dispatchEvent(new CustomEvent<Stretch | undefined>('stretch', { detail: stretch, bubbles: true }));
  }

  /** Makes the selected stretch the time range. */
  choose(): void {
    const bins = this.#bins;
    const stretch = this.selected;
    if (!bins || !stretch) return;
    const detail: ChosenTime = {
      from: new Date(startOf(bins, stretch.first)).toISOString(),
      to: new Date(startOf(bins, stretch.last + 1)).toISOString(),
    };
    this.#select(undefined);
    this.dispatchEvent(new CustomEvent<ChosenTime>('time-chosen', { detail, bubbles: true }));
  }

  readonly #key = (event: KeyboardEvent): void => {
    const n = this.#bins?.counts.length ?? 0;
    if (n === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const now = this._caret < 0 ? n - 1 : this._caret;
    const to = { ArrowLeft: now - 1, ArrowRight: now + 1, PageUp: now - 10, PageDown: now + 10, Home: 0, End: n - 1 }[event.key];
    if (to !== undefined) {
      if (!event.shiftKey || !this.selected) this.#anchor = now;
      this._caret = Math.max(0, Math.min(n - 1, to));
      if (event.shiftKey) this.#select({ first: Math.min(this.#anchor, this._caret), last: Math.max(this.#anchor, this._caret) });
    } else if (event.key === 'Enter') {
      if (!this.selected) this.#select({ first: now, last: now });
      this.choose();
    } else if (event.key === 'Escape' && this.selected) this.#select(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #down = (event: PointerEvent): void => {
    const n = this.#bins?.counts.length ?? 0;
    const plot = this.querySelector('.plot');
    if (event.button !== 0 || n === 0 || !plot) return;
    const at = (x: number): number => {
      const box = plot.getBoundingClientRect();
      return Math.max(0, Math.min(n - 1, Math.floor(((x - box.left) / box.width) * n)));
    };
    const first = at(event.clientX);
    let moved = false;
    const move = (to: PointerEvent): void => {
      moved ||= Math.abs(to.clientX - event.clientX) > 3;
      if (moved) this.#select({ first: Math.min(first, at(to.clientX)), last: Math.max(first, at(to.clientX)) });
    };
    const end = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
      this._caret = first;
      if (!moved) this.#select(this.selected ? undefined : { first, last: first });
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  };
}

customElements.define('spoor-histogram', SpoorHistogram);
