// Which key means what, by where the focus is.
import { KeyReader, keyName } from '../keys/keymap.ts';
import type { Commands } from './commands.ts';
import { menuKey } from './popover.ts';

export interface KeyHost {
  readonly commands: Commands;
  /** What floats now: the cell's menu, or the time range. */
  readonly floating: HTMLElement | null;
  readonly menuOpen: boolean;
  readonly dialogOpen: boolean;
  readonly panelRow: number | undefined;
  readonly firstCell: string | undefined;
  closePopover(): void;
  closePanel(): void;
  showRow(row: number): void;
  focusCell(cell: string): void;
  openHelp(): void;
  openTitle(): void;
  openPalette(): void;
}

export class PageKeys {
  readonly #host: KeyHost;
  readonly #keys = new KeyReader();

  constructor(host: KeyHost) {
    this.#host = host;
  }

  /** A key within the page. */
  readonly inside = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (this.#take(event)) event.preventDefault();
  };

  #take(event: KeyboardEvent): boolean {
    const host = this.#host;
    const floating = host.floating;
    if (floating && event.key === 'Escape') {
      host.closePopover();
      return true;
    }
    if (floating && host.menuOpen && menuKey(event, floating)) return true;
    const target = event.composedPath()[0];
    if (host.dialogOpen || !(target instanceof HTMLElement)) return false;
    const name = keyName(event);
    if (name === 'Control+k' || name === 'Meta+k') {
      host.openPalette();
      return true;
    }
    if (target.closest('input, textarea, [contenteditable=true], spoor-code-editor')) return false;
    if (target.closest('spoor-row-panel')) return this.#inPanel(name);
    const cell = target.closest<HTMLElement>('spoor-cell');
    const onCell = target === cell;
    // Buttons keep Enter and Space; what is left of a cell keeps the cell's keys.
    if (!onCell && target.closest('button, a') && (name === 'Enter' || name === ' ')) return false;
    const id = cell?.dataset['cell'] ?? host.firstCell;
    if (id === undefined) return this.#inEmpty(name);
    if (name === 'Escape' && cell && !onCell) {
      if (host.panelRow !== undefined) host.closePanel();
      else host.focusCell(id);
      return true;
    }
    const command = this.#keys.read(name, Date.now());
    if (command === undefined) return false;
    host.commands.do(command, id);
    return true;
  }

  #inPanel(name: string): boolean {
    const row = this.#host.panelRow ?? 0;
    if (name === 'j') this.#host.showRow(row + 1);
    else if (name === 'k') this.#host.showRow(row - 1);
    else if (name === 'Escape') this.#host.closePanel();
    else return false;
    return true;
  }

  #inEmpty(name: string): boolean {
    if (name === 'b' || name === 'a') this.#host.commands.insert(null);
    else if (name === 'm') this.#host.commands.insert(null, 'markdown');
    else if (name === 'v') this.#host.commands.paste(null);
    else if (name === 'z') this.#host.commands.undo();
    else if (name === '?') this.#host.openHelp();
    else if (name === 'F2') this.#host.openTitle();
    else return false;
    return true;
  }

  /** A key while nothing has the focus. */
  readonly outside = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || this.#host.dialogOpen || event.composedPath()[0] !== document.body) return;
    const name = keyName(event);
    if (name === 'F2') this.#host.openTitle();
    else if (name === '?') this.#host.openHelp();
    else if (name === 'Control+k' || name === 'Meta+k') this.#host.openPalette();
    else if (['j', 'k', 'ArrowDown', 'ArrowUp'].includes(name) && this.#host.firstCell !== undefined) {
      this.#host.focusCell(this.#host.firstCell);
    } else if (this.#host.firstCell !== undefined || !this.#inEmpty(name)) return;
    event.preventDefault();
  };
}
