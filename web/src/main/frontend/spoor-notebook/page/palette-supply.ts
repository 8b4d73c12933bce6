// Gives the palette what it offers; clients and notebooks are asked for as someone types.
import type { PageCommand } from '../keys/keymap.ts';
import type { Cell, Notebook } from '../model/types.ts';
import { paletteItems, type PaletteItem } from './palette-items.ts';

export interface PlaceSource {
  notebooks(): Promise<{ id: string; title: string }[]>;
  clients(query: string): Promise<{ clientId: string; hostname: string }[]>;
}

export interface SupplyHost {
  readonly api: PlaceSource;
  readonly notebook: Notebook | undefined;
  readonly cell: Cell | undefined;
  readonly artifacts: readonly string[];
  do(command: PageCommand): void;
  focusCell(id: string): void;
  insert(type: 'vql' | 'markdown', text: string): void;
  redraw(): void;
}

const REST_MS = 120;

export class PaletteSupply {
  readonly #host: SupplyHost;
  #notebooks: readonly { id: string; title: string }[] = [];
  #clients: readonly { clientId: string; hostname: string }[] = [];
  #items: readonly PaletteItem[] = [];
  #asked = '';
  #wait: ReturnType<typeof setTimeout> | undefined;

  constructor(host: SupplyHost) {
    this.#host = host;
  }

  get items(): readonly PaletteItem[] {
    return this.#items;
  }

  /** An empty text opens the palette: notebooks are read then, clients once there is something to look for. */
  search(typed: string): void {
    clearTimeout(this.#wait);
    if (typed === '') {
      this.#clients = [];
      this.#build();
      this.#host.api.notebooks().then(
        (list) => {
          this.#notebooks = list;
          this.#build();
        },
        () => undefined,
      );
      return;
    }
    const query = typed.replace(/^\s*@/, '').trim();
    if (/^\s*[>#]/.test(typed) || query.length < 2) return;
    this.#asked = query;
    this.#wait = setTimeout(() => {
      this.#host.api.clients(query).then(
        (list) => {
          if (query !== this.#asked) return;
          this.#clients = list;
          this.#build();
        },
        () => undefined,
      );
    }, REST_MS);
  }

  #build(): void {
    const host = this.#host;
    this.#items = paletteItems({
      notebook: host.notebook,
      cell: host.cell,
      artifacts: host.artifacts,
      notebooks: this.#notebooks,
      clients: this.#clients,
      do: (command) => host.do(command),
      focusCell: (id) => host.focusCell(id),
      insert: (type, text) => host.insert(type, text),
      go: (href) => location.assign(href),
    });
    host.redraw();
  }
}
