// The cell that was copied or cut: kept in this browser, so that it can be pasted into another notebook.
import type { CellType } from '../model/types.ts';
import { storage } from './browser.ts';

export interface CopiedCell {
  type: CellType;
  text: string;
}

const KEY = 'spoor.cell';
/** More than this stays in the page alone: the browser's room is for unsaved texts. */
const MOST_KEPT = 200_000;

export class CellClipboard {
  #copied: CopiedCell | undefined;

  put(cell: CopiedCell): void {
    this.#copied = cell;
    try {
      if (cell.text.length <= MOST_KEPT) storage('local')?.setItem(KEY, JSON.stringify(cell));
      else storage('local')?.removeItem(KEY);
    } catch {
      // No room: the page still has it.
    }
  }

  take(): CopiedCell | undefined {
    try {
      const kept = JSON.parse(storage('local')?.getItem(KEY) ?? 'null') as Partial<CopiedCell> | null;
      if (typeof kept?.text === 'string') return { type: kept.type === 'markdown' ? 'markdown' : 'vql', text: kept.text };
    } catch {
      // What cannot be read was not ours.
    }
    return this.#copied;
  }
}
