// What is asked or told over the page.
import { html, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { GRID_BINDINGS } from '../keys/grid-keys.ts';
import { BINDINGS, OWN_KEYS, type Binding } from '../keys/keymap.ts';
import type { Conflict } from '../model/types.ts';

export function helpTemplate(close: () => void) {
  const known = new Set(BINDINGS.filter((line) => line.group === 'Rows').map((line) => line.says));
  const inRows = GRID_BINDINGS.filter((line) => line.shown.length > 0 && !known.has(line.says)).map((line) => ({ ...line, group: 'Rows' as const }));
  const lines = [...BINDINGS, ...OWN_KEYS, ...inRows];
  const group = (name: Binding['group']) => html`<section>
    <h2>${name}</h2>
    <ul>
      ${lines
        .filter((line) => line.group === name)
        .map(
          (line) => html`<li>
            <span>${line.says}</span><span>${line.shown.map((key) => html`<kbd>${key}</kbd>`)}</span>
          </li>`,
        )}
    </ul>
  </section>`;
  return html`<div class="h" id="dialog-title">Keys</div>
    <div class="b">
      Single letters act while a cell has the focus, not while you type.
      <div class="keys">
        <div>${group('Cell')}</div>
        <div>${group('Rows')}</div>
        <div>${group('Notebook')} ${group('Editor')}</div>
      </div>
    </div>
    <div class="f"><span class="sp"></span><button class="btn sm p" type="button" data-first @click=${close}>Close</button></div>`;
}

export function conflictTemplate(conflict: Conflict, settle: (keep: 'mine' | 'theirs') => void) {
  return html`<div class="h" id="dialog-title">This cell was changed while you were typing</div>
    <div class="b">
      Both texts are kept: yours is in a new cell below. Choose what this cell shows.
      <div class="diff">
        <div><h3>Yours</h3><span ${ref(fill(conflict.yours, conflict.theirs, 'ins'))}></span></div>
        <div><h3>Saved by the other</h3><span ${ref(fill(conflict.theirs, conflict.yours, 'del'))}></span></div>
      </div>
    </div>
    <div class="f">
      <span class="sp"></span>
      <button class="btn" type="button" data-first @click=${() => settle('theirs')}>Keep theirs</button>
      <button class="btn p" type="button" @click=${() => settle('mine')}>Keep mine</button>
    </div>`;
}

/** The text with the part that differs from the other marked. */
function fill(text: string, other: string, tag: 'ins' | 'del') {
  return (element: Element | undefined): void => {
    if (!element) return;
    let start = 0;
    while (start < text.length && start < other.length && text[start] === other[start]) start++;
    let end = 0;
    while (end < text.length - start && end < other.length - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end++;
    const differs = document.createElement(tag);
    differs.textContent = text.slice(start, text.length - end);
    element.replaceChildren(text.slice(0, start), differs, text.slice(text.length - end));
  };
}

export interface Toast {
  id: number;
  text: string;
  undo: (() => void) | undefined;
  /** Seconds left; counted only while someone can see it. */
  left: number;
}

export function toastTemplate(toast: Toast, hold: (on: boolean) => void, drop: () => void) {
  return html`<div
    class="toast ${toast.undo ? '' : 'plain'}"
    @mouseenter=${() => hold(true)}
    @mouseleave=${() => hold(false)}
    @focusin=${() => hold(true)}
    @focusout=${() => hold(false)}
  >
    <span>${toast.text}</span>
    ${toast.undo
      ? html`<span class="t" aria-hidden="true">${toast.left} s</span>
          <button class="btn sm" type="button" @click=${() => (toast.undo?.(), drop())}>Undo <kbd>Z</kbd></button>`
      : nothing}
  </div>`;
}
