// The one dialog over the page, and conflicts that wait for their turn.
import { html, nothing } from 'lit';
import type { RowSource } from '../model/row-source.ts';
import type { Conflict } from '../model/types.ts';
import { conflictTemplate, helpTemplate } from './dialogs.ts';

/** A value of a row, opened in full. */
export interface OpenValue {
  run: string;
  row: number;
  column: number;
  name: string;
  length: number;
}

export type Dialog = { kind: 'help' } | { kind: 'conflict'; conflict: Conflict } | { kind: 'value'; place: OpenValue };

export interface DialogHost {
  readonly root: ShadowRoot | undefined;
  readonly drawn: Promise<unknown>;
  readonly source: RowSource;
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void;
  redraw(): void;
}

export class DialogStack {
  readonly #host: DialogHost;
  readonly #conflicts: Conflict[] = [];
  #dialog: Dialog | undefined;
  #returnTo: HTMLElement | undefined;

  constructor(host: DialogHost) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#dialog !== undefined;
  }

  open(dialog: Dialog): void {
    const active = this.#host.root?.activeElement;
    if (!this.#dialog) this.#returnTo = active instanceof HTMLElement ? active : undefined;
    this.#dialog = dialog;
    this.#host.redraw();
    void this.#host.drawn.then(() => this.#host.root?.querySelector<HTMLElement>('.dlg [data-first]')?.focus());
  }

  close(): void {
    this.#dialog = undefined;
    this.#host.redraw();
    this.#returnTo?.focus();
    this.#returnTo = undefined;
    this.#next();
  }

  conflict(conflict: Conflict): void {
    this.#conflicts.push(conflict);
    if (!this.#dialog) this.#next();
  }

  #next(): void {
    const conflict = this.#conflicts.shift();
    if (conflict) this.open({ kind: 'conflict', conflict });
  }

  readonly #key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' && this.#dialog?.kind !== 'conflict') {
      event.preventDefault();
      this.close();
      return;
    }
    if (event.key !== 'Tab') return;
    // The dialog keeps the focus: what is behind it cannot act.
    const root = this.#host.root;
    const stops = [...(root?.querySelectorAll<HTMLElement>('.dlg button:not([disabled]), .dlg [tabindex="0"]') ?? [])];
    const first = stops[0];
    const last = stops.at(-1);
    if (event.shiftKey && root?.activeElement === first) last?.focus();
    else if (!event.shiftKey && root?.activeElement === last) first?.focus();
    else return;
    event.preventDefault();
  };

  render() {
    const dialog = this.#dialog;
    if (!dialog) return nothing;
    return html`<div class="veil" @keydown=${this.#key} @close-dialog=${() => this.close()}>
      <div
        class="dlg wide"
        role="dialog"
        aria-modal="true"
        aria-labelledby=${dialog.kind === 'value' ? 'viewer-title' : 'dialog-title'}
      >
        ${this.#content(dialog)}
      </div>
    </div>`;
  }

  #content(dialog: Dialog) {
    switch (dialog.kind) {
      case 'help':
        return helpTemplate(() => this.close());
      case 'conflict':
        return conflictTemplate(dialog.conflict, (keep) => {
          this.#host.settle(dialog.conflict, keep);
          this.close();
        });
      case 'value':
        return html`<spoor-value-viewer .place=${dialog.place} .source=${this.#host.source}></spoor-value-viewer>`;
    }
  }
}
