// One row in full, beside the notebook: every field, nothing folded away.
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { marksOf } from '../model/excerpt.ts';
import type { RowSource } from '../model/row-source.ts';
import type { Column, Mark, Value } from '../model/types.ts';
import { rowText, tableText } from '../model/table-text.ts';
import { columnKind, copied, plain, shown } from '../model/values.ts';
import { count, size } from '../model/words.ts';
import { copyText } from '../ui/copy.ts';
import { icon } from '../ui/icons.ts';
import { isMono } from './columns.ts';
import { readWhole } from './read-whole.ts';
import { renderTree, renderValue } from './render-value.ts';

export interface ValuePlace {
  run: string;
  row: number;
  column: number;
  name: string;
  length: number;
}

/** A value longer than this is opened in the viewer. */
const LONG = 2_000;
const FIELDS = 200;

export class SpoorRowPanel extends LitElement {
  static override properties = {
    run: {},
    row: { type: Number },
    number: { type: Number },
    marks: { attribute: false },
    find: {},
    total: { type: Number },
    exact: { type: Boolean },
    columns: { attribute: false },
    source: { attribute: false },
    _values: { state: true },
    _failed: { state: true },
    _all: { state: true },
  };

  declare run: string;
  /** Its place as seen, and its place in the result. */
  declare row: number;
  declare number: number;
  declare marks: readonly Mark[];
  declare find: string;
  declare total: number;
  declare exact: boolean;
  declare columns: readonly Column[];
  declare source: RowSource | undefined;
  declare _values: { [name: string]: Value } | undefined;
  declare _failed: string;
  declare _all: boolean;

  #asking: AbortController | undefined;

  constructor() {
    super();
    this.run = '';
    this.row = -1;
    this.number = -1;
    this.marks = [];
    this.find = '';
    this.total = 0;
    this.exact = true;
    this.columns = [];
    this.source = undefined;
    this._values = undefined;
    this._failed = '';
    this._all = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('run') || changed.has('number')) void this.#load();
  }

  async #load(): Promise<void> {
    this.#asking?.abort();
    if (!this.source || this.number < 0) return;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const values = await this.source.row(this.run, this.number, asking.signal);
      if (asking.signal.aborted) return;
      this._values = values;
      this._failed = '';
    } catch (error) {
      if (asking.signal.aborted) return;
      this._failed = error instanceof Error ? error.message : String(error);
    }
  }

  override render() {
    return html`<div class="ih">
        <b>Row ${count(this.row + 1)}</b>
        <span class="t3 num">of ${this.exact ? '' : 'at least '}${count(this.total)}</span>
        <span class="sp"></span>
        <button class="btn g sm ic" type="button" aria-label="Previous row" title="Previous row (K)" ?disabled=${this.row <= 0} @click=${() => this.#move(-1)}>
          ${icon('up')}
        </button>
        <button class="btn g sm ic" type="button" aria-label="Next row" title="Next row (J)" ?disabled=${this.row >= this.total - 1} @click=${() => this.#move(1)}>
          ${icon('down')}
        </button>
        <button class="btn g sm ic" type="button" aria-label="Close row detail" title="Close (Esc)" @click=${() => this.#say('panel-close')}>
          ${icon('cross')}
        </button>
      </div>
      ${this._failed !== ''
        ? html`<section><p class="error">${icon('error')} The row could not be read: ${this._failed}</p></section>`
        : this._values
          ? this.#fields(this._values)
          : html`<section class="t3">Reading the row.</section>`}`;
  }

  #fields(values: { [name: string]: Value }) {
    const names = Object.keys(values);
    const first = this.#mainField(values, names);
    const shownNames = this._all ? names : names.slice(0, FIELDS);
    return html`
      ${first === undefined
        ? nothing
        : html`<section>
            <h3>
              ${renderValue(first)}<span class="sp"></span>
              <button class="btn g sm ic" type="button" aria-label="Copy this value" title="Copy" @click=${() => this.#copyField(first, values[first] ?? null)}>
                ${icon('copy')}
              </button>
            </h3>
            <div class="cmd" tabindex="0" aria-label="Value in full">${this.#value(first, values[first] ?? null)}</div>
            ${this.#openButton(first, values[first] ?? null)}
          </section>`}
      <section>
        <dl class="kv">
          ${shownNames.filter((name) => name !== first).map((name) => this.#field(name, values[name] ?? null))}
        </dl>
        ${names.length > shownNames.length
          ? html`<button class="btn sm" type="button" @click=${() => (this._all = true)}>${count(names.length - FIELDS)} more fields</button>`
          : nothing}
      </section>
      <section class="acts">
        <button class="btn sm" type="button" @click=${() => this.#copyRow(values, 'text')}>${icon('copy')}Copy as text</button>
        <button class="btn sm" type="button" @click=${() => this.#copyRow(values, 'table')}>As table</button>
        <button class="btn sm" type="button" @click=${() => this.#copyRow(values, 'json')}>As JSON</button>
      </section>
    `;
  }

  #value(name: string, value: Value): Node {
    const column = this.columns.findIndex((it) => it.name === name);
    return renderValue(value, { limit: LONG, spans: marksOf(this.marks, column), find: this.find });
  }

  /** The value that a reader looks for first: what matched, the command line, or else the longest text. */
  #mainField(values: { [name: string]: Value }, names: readonly string[]): string | undefined {
    const matched = this.columns[this.marks[0]?.[0] ?? -1]?.name;
    if (matched !== undefined && (values[matched] ?? null) !== null) return matched;
    const command = names.find((name) => /(^|\.)command_?line$/i.test(name) && values[name] !== null);
    if (command !== undefined) return command;
    let best: string | undefined;
    let longest = 60;
    for (const name of names) {
      const it = shown(values[name]);
      if ((it.kind === 'text' || it.kind === 'cut') && it.text.length > longest) {
        best = name;
        longest = it.text.length;
      }
    }
    return best;
  }

  #field(name: string, value: Value) {
    const it = shown(value);
    const kind = columnKind({ name }, [value]);
    const body =
      it.kind === 'json'
        ? html`<div class="json-block mono">${renderTree(it.value)}</div>`
        : html`<span class=${isMono(kind) ? 'mono' : ''}>${this.#value(name, value)}</span>`;
    return html`<dt>${renderValue(name)}</dt>
      <dd @dblclick=${() => this.#copyField(name, value)}>${body}${this.#openButton(name, value)}</dd>`;
  }

  #openButton(name: string, value: Value) {
    const length = this.#lengthOf(value);
    if (length <= LONG) return nothing;
    const column = this.columns.findIndex((it) => it.name === name);
    if (column < 0) return nothing;
    const place: ValuePlace = { run: this.run, row: this.number, column, name, length };
    return html`<button class="btn g sm" type="button" @click=${() => this.#say('open-value', place)}>Open ${size(length)}</button>`;
  }

  #lengthOf(value: Value): number {
    const it = shown(value);
    if (it.kind === 'cut') return it.length;
    return it.kind === 'text' || it.kind === 'json' ? it.text.length : 0;
  }

  #move(by: number): void {
    this.#say('panel-row', this.row + by);
  }

  async #copyField(name: string, value: Value): Promise<void> {
    const column = this.columns.findIndex((it) => it.name === name);
    const it = shown(value);
    let text = copied(value);
    if (it.kind === 'cut' && this.source && column >= 0) {
      text = await readWhole(this.source, this.run, this.number, column);
    }
    if (await copyText(text)) this.#say('say', `Copied ${count(text.length)} characters`);
  }

  async #copyRow(values: { [name: string]: Value }, as: 'text' | 'table' | 'json'): Promise<void> {
    const names = Object.keys(values);
    const row = names.map((name) => values[name] ?? null);
    const text = as === 'text' ? rowText(names, row) : as === 'table' ? tableText(names, [row]) : JSON.stringify(plain(values), null, 2);
    const words = { text: 'as text', table: 'as a table, formulas made safe', json: 'as JSON' }[as];
    if (await copyText(text)) this.#say('say', `Copied the row ${words}`);
  }

  #say(type: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}

customElements.define('spoor-row-panel', SpoorRowPanel);
