// Which results are of inputs that have changed since.
import { findCell } from './notebook.ts';
import type { Notebook } from './types.ts';
import { definedNames, mentionedNames } from './vql-tokens.ts';

export class ChangedInputs {
  readonly #byCell = new Map<string, string>();

  /** The input of a cell that changed since its run, by name. */
  of(cell: string): string | undefined {
    return this.#byCell.get(cell);
  }

  /** The cell runs and reads its inputs anew. */
  read(cell: string): void {
    this.#byCell.delete(cell);
  }

  timeRange(notebook: Notebook): void {
    for (const cell of notebook.cells) if (cell.run) this.#byCell.set(cell.id, 'time range');
  }

  /** A LET that changes makes the results that read it stale. */
  text(notebook: Notebook | undefined, cell: string, text: string): void {
    if (!notebook) return;
    const before = findCell(notebook, cell)?.text ?? '';
    const names = new Set([...definedNames(before), ...definedNames(text)]);
    if (names.size === 0) return;
    for (const other of notebook.cells) {
      if (other.id === cell || other.type !== 'vql' || !other.run) continue;
      const mentioned = mentionedNames(other.text);
      const hit = [...names].find((name) => mentioned.has(name));
      if (hit !== undefined) this.#byCell.set(other.id, hit);
    }
  }
}
