// What floats over the page one at a time: a menu, the time range, the palette.
import { html, nothing } from 'lit';
import type { TimeRange } from '../model/types.ts';
import type { MenuRequest } from '../ui/menu-items.ts';
import { menuTemplate } from './menu.ts';
import type { PaletteItem } from './palette-items.ts';
import { placeBelow } from './popover.ts';

export interface FloatingHost {
  readonly root: ShadowRoot | undefined;
  readonly drawn: Promise<unknown>;
  readonly timeRange: TimeRange | undefined;
  readonly items: readonly PaletteItem[];
  search(typed: string): void;
  rangeChosen(range: TimeRange): void;
  redraw(): void;
}

type Open = { kind: 'menu'; request: MenuRequest } | { kind: 'range' } | { kind: 'palette'; back: HTMLElement | undefined };

export class Floating {
  readonly #host: FloatingHost;
  #open: Open | undefined;

  constructor(host: FloatingHost) {
    this.#host = host;
  }

  get element(): HTMLElement | null | undefined {
    return this.#host.root?.querySelector<HTMLElement>('.menu, .tr');
  }

  get menuOpen(): boolean {
    return this.#open?.kind === 'menu';
  }

  get picking(): boolean {
    return this.#open?.kind === 'range';
  }

  get paletteOpen(): boolean {
    return this.#open?.kind === 'palette';
  }

  /** A second press on what opened a menu closes it. */
  menu(request: MenuRequest): void {
    if (this.#open?.kind === 'menu' && this.#open.request.back === request.back && request.label === 'Cell') this.close(true);
    else {
      this.#set({ kind: 'menu', request });
      void this.#host.drawn.then(() => this.element?.querySelector<HTMLElement>('button:not([disabled])')?.focus());
    }
  }

  range(): void {
    if (this.picking) this.close(true);
    else this.#set({ kind: 'range' });
  }

  palette(): void {
    const active = this.#host.root?.activeElement;
    this.#set({ kind: 'palette', back: active instanceof HTMLElement ? active : undefined });
    this.#host.search('');
  }

  close(back: boolean): void {
    const open = this.#open;
    this.#set(undefined);
    if (!back || !open) return;
    const anchor = open.kind === 'menu' ? open.request.back : open.kind === 'range' ? this.#pill : open.back;
    anchor?.focus();
  }

  #set(open: Open | undefined): void {
    this.#open = open;
    this.#host.redraw();
  }

  get #pill(): HTMLElement | null | undefined {
    return this.#host.root?.querySelector<HTMLElement>('.pill');
  }

  /** A press of the pointer elsewhere closes what floats. */
  readonly outside = (event: Event): void => {
    const open = this.#open;
    if (!open) return;
    const path = event.composedPath();
    const floating = open.kind === 'palette' ? this.#host.root?.querySelector('.pal') : this.element;
    const anchor = open.kind === 'range' ? this.#pill : open.kind === 'menu' && open.request.label === 'Cell' ? open.request.back : undefined;
    if ((floating && path.includes(floating)) || (anchor && path.includes(anchor))) return;
    this.close(open.kind === 'palette');
  };

  /** Puts what floats beside what opened it, once it is drawn. */
  place(): void {
    const element = this.element;
    if (!element) return;
    if (this.#open?.kind === 'menu') placeBelow(element, this.#open.request.at, this.#open.request.label === 'Cell');
    else if (this.#pill) placeBelow(element, this.#pill, false);
  }

  render() {
    const open = this.#open;
    if (!open) return nothing;
    switch (open.kind) {
      case 'menu':
        return menuTemplate(open.request, (item) => {
          this.close(true);
          item.run();
        });
      case 'range':
        return this.#host.timeRange === undefined
          ? nothing
          : html`<div
              class="pop tr"
              role="dialog"
              aria-label="Time range"
              @range-chosen=${(event: CustomEvent<TimeRange>) => {
                this.close(true);
                this.#host.rangeChosen(event.detail);
              }}
            >
              <spoor-time-range .range=${this.#host.timeRange}></spoor-time-range>
            </div>`;
      case 'palette':
        return html`<div class="veil pv" @palette-close=${() => this.close(true)}>
          <spoor-palette .items=${this.#host.items} .search=${(typed: string) => this.#host.search(typed)}></spoor-palette>
        </div>`;
    }
  }
}
