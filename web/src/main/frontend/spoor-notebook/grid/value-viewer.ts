// A value too long to hold: read by stretches of 64 KB, never whole.
import { LitElement, html, type PropertyValues } from 'lit';
import type { RowSource } from '../model/row-source.ts';
import { count, size } from '../model/words.ts';
import { copyText } from '../ui/copy.ts';
import { icon } from '../ui/icons.ts';
import { renderText, renderValue } from './render-value.ts';
import type { ValuePlace } from './row-panel.ts';

export class SpoorValueViewer extends LitElement {
  static override properties = {
    place: { attribute: false },
    source: { attribute: false },
    _text: { state: true },
    _offset: { state: true },
    _length: { state: true },
    _failed: { state: true },
  };

  declare place: ValuePlace | undefined;
  declare source: RowSource | undefined;
  declare _text: string;
  declare _offset: number;
  declare _length: number;
  declare _failed: string;

  /** Where each stretch so far began: a stretch is cut between characters, so its length varies. */
  #starts: number[] = [0];

  constructor() {
    super();
    this.place = undefined;
    this.source = undefined;
    this._text = '';
    this._offset = 0;
    this._length = 0;
    this._failed = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place') && this.place) {
      this.#starts = [0];
      this._length = this.place.length;
      void this.#read(0);
    }
  }

  async #read(offset: number): Promise<void> {
    const place = this.place;
    if (!place || !this.source) return;
    try {
      const page = await this.source.value(place.run, place.row, place.column, offset);
      if (place !== this.place) return;
      this._text = page.text;
      this._offset = offset;
      if (page.length !== undefined) this._length = page.length;
      this._failed = '';
      const block = this.querySelector('.stretch');
      if (block) block.scrollTop = 0;
    } catch (error) {
      this._failed = error instanceof Error ? error.message : String(error);
    }
  }

  #next(): void {
    const next = this._offset + this._text.length;
    this.#starts.push(next);
    void this.#read(next);
  }

  #back(): void {
    this.#starts.pop();
    void this.#read(this.#starts.at(-1) ?? 0);
  }

  override render() {
    const end = this._offset + this._text.length;
    return html`<div class="h" id="viewer-title">
        ${renderValue(this.place?.name ?? '')} <span class="t3">${size(this._length)}, row ${count((this.place?.row ?? 0) + 1)}</span>
      </div>
      <div class="stretch cmd" tabindex="0" aria-label="Part of the value">
        ${this._failed === '' ? renderText(this._text, { breakLines: true }) : html`<span class="error">${this._failed}</span>`}
      </div>
      <div class="f">
        <span class="t3 num">${count(this._text === '' ? 0 : this._offset + 1)}–${count(end)} of ${count(this._length)} characters</span>
        <span class="sp"></span>
        <button class="btn sm ic" type="button" aria-label="Back 64 kB" ?disabled=${this._offset === 0} @click=${() => this.#back()}>${icon('up')}</button>
        <button class="btn sm ic" type="button" aria-label="On 64 kB" ?disabled=${end >= this._length || this._text === ''} @click=${() => this.#next()}>
          ${icon('down')}
        </button>
        <button class="btn sm" type="button" @click=${() => void copyText(this._text)}>${icon('copy')}Copy this part</button>
        <button class="btn sm p" type="button" data-first @click=${() => this.dispatchEvent(new CustomEvent('close-dialog', { bubbles: true }))}>Close</button>
      </div>`;
  }
}

customElements.define('spoor-value-viewer', SpoorValueViewer);
