// Short news at the lower left, some with an undo.
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { toastTemplate, type Toast } from './dialogs.ts';

const UNDO_SECONDS = 10;
const PLAIN_SECONDS = 3;
const MOST = 3;

export class Toasts {
  #shown: Toast[] = [];
  #count = 0;
  #held = false;
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  say(text: string, undo?: () => void): void {
    const toast: Toast = { id: ++this.#count, text, undo, left: undo ? UNDO_SECONDS : PLAIN_SECONDS };
    this.#set([...this.#shown, toast].slice(-MOST));
  }

  /** Undoes the newest that can be undone. */
  undo(): boolean {
    const toast = this.#shown.findLast((it) => it.undo);
    toast?.undo?.();
    if (toast) this.#set(this.#shown.filter((it) => it !== toast));
    return toast !== undefined;
  }

  /** A second passed; it counts only while somebody can see the toasts and does not hold them. */
  second(): void {
    if (this.#shown.length === 0 || this.#held || document.visibilityState !== 'visible') return;
    this.#set(this.#shown.map((toast) => ({ ...toast, left: toast.left - 1 })).filter((toast) => toast.left > 0));
  }

  render() {
    return html`<div class="toasts" role="status">
      ${repeat(
        this.#shown,
        (toast) => toast.id,
        (toast) =>
          toastTemplate(
            toast,
            (on) => (this.#held = on),
            () => this.#set(this.#shown.filter((it) => it.id !== toast.id)),
          ),
      )}
    </div>`;
  }

  #set(toasts: Toast[]): void {
    if (toasts.length === 0) this.#held = false;
    this.#shown = toasts;
    this.#changed();
  }
}
