// The command palette: one line to type, and what fits.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { parts } from '../model/excerpt.ts';
import { icon } from '../ui/icons.ts';
import { choose, type Found, type PaletteItem } from './palette-items.ts';

export class SpoorPalette extends LitElement {
  static override properties = {
    items: { attribute: false },
    search: { attribute: false },
    _typed: { state: true },
    _at: { state: true },
  };

  declare items: readonly PaletteItem[];
  /** Asks for more that fits: clients and notebooks are many. */
  declare search: ((typed: string) => void) | undefined;
  declare _typed: string;
  declare _at: number;

  #found: Found[] = [];

  constructor() {
    super();
    this.items = [];
    this.search = undefined;
    this._typed = '';
    this._at = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('items') || changed.has('_typed')) this.#found = choose(this.items, this._typed);
    if (changed.has('_typed')) this._at = 0;
    this._at = Math.max(0, Math.min(this._at, this.#found.length - 1));
  }

  override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  override updated(): void {
    this.querySelector('.it.on')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    return html`<div class="pal" role="dialog" aria-modal="true" aria-label="Command palette" @keydown=${this.#key}>
      <div class="q">
        ${icon('search')}
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-activedescendant=${this.#found.length > 0 ? `palette-${this._at}` : nothing}
          aria-label="Search or run"
          placeholder="Search or run"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          .value=${this._typed}
          @input=${(event: Event) => {
            this._typed = (event.target as HTMLInputElement).value;
            this.search?.(this._typed);
          }}
        />
      </div>
      <div class="its" id="palette-list" role="listbox" aria-label="What fits">
        ${this.#found.map((item, i) => html`${item.group === this.#found[i - 1]?.group ? nothing : html`<div class="sec" role="presentation">${item.group}</div>`}${this.#item(item, i)}`)}
        ${this.#found.length === 0 ? html`<div class="sec">Nothing is called “${this._typed.trim()}”.</div>` : nothing}
      </div>
      <div class="ft" aria-hidden="true">
        <span><kbd>↑</kbd> <kbd>↓</kbd> choose</span><span><kbd>↵</kbd> run</span><span><kbd>Ctrl</kbd> <kbd>↵</kbd> in a new tab</span>
        <span class="sp"></span><span>&gt; commands &nbsp; @ clients &nbsp; # notebooks</span>
      </div>
    </div>`;
  }

  #item(item: Found, i: number) {
    return html`<div
      class="it ${i === this._at ? 'on' : ''}"
      id=${`palette-${i}`}
      role="option"
      aria-selected=${String(i === this._at)}
      @pointermove=${() => (this._at = i)}
      @click=${(event: MouseEvent) => this.#take(item, event.ctrlKey || event.metaKey)}
    >
      ${icon(item.icon)}<span class="trunc">${parts(item.says, item.spans).map((part) => (part.hit ? html`<b>${part.text}</b>` : part.text))}</span>
      <span class="k">${item.fact ?? nothing}${(item.keys ?? []).map((key) => html`<kbd>${key}</kbd>`)}</span>
    </div>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const last = this.#found.length - 1;
    const to = { ArrowDown: this._at >= last ? 0 : this._at + 1, ArrowUp: this._at <= 0 ? last : this._at - 1, PageDown: Math.min(last, this._at + 8), PageUp: Math.max(0, this._at - 8) }[event.key];
    if (to !== undefined) this._at = to;
    else if (event.key === 'Escape' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k')) this.#close();
    else if (event.key === 'Enter' && !event.isComposing) {
      const item = this.#found[this._at];
      if (item) this.#take(item, event.ctrlKey || event.metaKey);
    } else if (event.key !== 'Tab') return;
    event.preventDefault();
  };

  #take(item: Found, newTab: boolean): void {
    this.#close();
    if (newTab && item.href) open(item.href, '_blank', 'noopener');
    else item.run();
  }

  #close(): void {
    this.dispatchEvent(new CustomEvent('palette-close', { bubbles: true }));
  }
}

customElements.define('spoor-palette', SpoorPalette);
