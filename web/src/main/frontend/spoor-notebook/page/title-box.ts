// The title, edited in its place.

export interface TitleHost {
  readonly root: ShadowRoot | undefined;
  readonly drawn: Promise<unknown>;
  readonly canEdit: boolean;
  save(title: string): void;
  redraw(): void;
}

export class TitleBox {
  readonly #host: TitleHost;
  #open = false;

  constructor(host: TitleHost) {
    this.#host = host;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  open(): void {
    if (!this.#host.canEdit) return;
    this.#open = true;
    this.#host.redraw();
    void this.#host.drawn.then(() => this.#host.root?.querySelector<HTMLInputElement>('.titlebox')?.select());
  }

  end(keep: boolean): void {
    if (!this.#open) return;
    const title = this.#host.root?.querySelector<HTMLInputElement>('.titlebox')?.value.trim() ?? '';
    this.#open = false;
    if (keep && title !== '') {
      this.#host.save(title);
      document.title = `${title} · Spoor`;
    }
    this.#host.redraw();
    void this.#host.drawn.then(() => this.#host.root?.querySelector<HTMLElement>('h1 button')?.focus());
  }
}
