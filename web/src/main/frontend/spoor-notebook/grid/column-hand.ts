// What a person does to columns, by keys and by pulling; each choice is kept at once.
import { clampWidth, isPlainChoice, keepChoice, nextSort, noChoice, readChoice, type ColumnChoice } from './column-choice.ts';

function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

export class ColumnHand {
  readonly #changed: () => void;
  #key = '';
  choice: ColumnChoice = noChoice();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** @param hidden what is hidden as long as nobody chose */
  open(key: string, hidden: readonly string[] = []): void {
    this.#key = key;
    this.choice = key === '' ? noChoice() : readChoice(storage(), key);
    if (hidden.length > 0 && isPlainChoice(this.choice)) this.choice = { ...this.choice, hidden: [...hidden] };
    this.#changed();
  }

  #set(change: Partial<ColumnChoice>): void {
    this.choice = { ...this.choice, ...change };
    if (this.#key !== '') keepChoice(storage(), this.#key, this.choice);
    this.#changed();
  }

  /** From what was chosen last, which may not be on the screen yet; `from` is the width of a column that nobody touched. */
  widen(name: string, from: number, by: number): void {
    this.#setWidth(name, (this.choice.widths[name] ?? from) + by);
  }

  #setWidth(name: string, px: number): void {
    this.#set({ widths: { ...this.choice.widths, [name]: clampWidth(px) } });
  }

  fit(name: string): void {
    const { [name]: _gone, ...widths } = this.choice.widths;
    this.#set({ widths });
  }

  /** Follows the pointer from one edge until it is let go. */
  pull(event: PointerEvent, name: string, width: number): void {
    if (event.button !== 0 || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const from = event.clientX;
    const move = (to: PointerEvent): void => {
      if (Math.abs(to.clientX - from) > 2 || this.choice.widths[name] !== undefined) this.#setWidth(name, width + to.clientX - from);
    };
    const end = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
  }

  hide(name: string): void {
    if (!this.choice.hidden.includes(name)) this.#set({ hidden: [...this.choice.hidden, name] });
  }

  toggle(name: string): void {
    if (this.choice.hidden.includes(name)) this.#set({ hidden: this.choice.hidden.filter((it) => it !== name) });
    else this.hide(name);
  }

  showAll(): void {
    this.#set({ hidden: [] });
  }

  /** Without a direction the next one in turn: up, down, as the rows came. */
  sort(column: string, direction?: boolean | 'none'): void {
    const { sort: _old, ...rest } = this.choice;
    const sort = direction === 'none' ? undefined : direction === undefined ? nextSort(this.choice, column) : { column, descending: direction };
    this.choice = rest;
    this.#set(sort ? { sort } : {});
  }
}
