// The line above the rows in which a person looks for a text.
import { html, nothing } from 'lit';
import { count } from '../model/words.ts';
import { icon } from '../ui/icons.ts';

export interface FindBar {
  text: string;
  /** Rows found, when they have been counted. */
  found: number | undefined;
  of: number;
  /** A run that still goes is not searched. */
  waits: boolean;
  change(text: string): void;
  toRows(): void;
  close(): void;
}

export function findBar(bar: FindBar) {
  const words = bar.waits
    ? 'When the run has ended'
    : bar.text === '' || bar.found === undefined
      ? ''
      : `${count(bar.found)} of ${count(bar.of)} rows`;
  return html`<div class="gfind" role="search">
    ${icon('search', true)}
    <input
      aria-label="Find in the rows"
      placeholder="Find in the rows"
      maxlength="256"
      autocomplete="off"
      spellcheck="false"
      .value=${bar.text}
      @input=${(event: Event) => bar.change((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') bar.close();
        else if (event.key === 'Enter' || event.key === 'ArrowDown') bar.toRows();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
    ${words === '' ? nothing : html`<span class="t3 num" role="status">${words}</span>`}
    <button class="btn g sm ic" type="button" aria-label="Show all rows" title="Show all rows (Esc)" @click=${() => bar.close()}>${icon('cross', true)}</button>
  </div>`;
}
