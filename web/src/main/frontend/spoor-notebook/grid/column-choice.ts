// What a person chose for the columns of one cell: widths, what is hidden, the order. Kept in this browser.

export interface ColumnChoice {
  widths: { [name: string]: number };
  hidden: string[];
  sort?: { column: string; descending: boolean };
}

export interface ChoiceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const PREFIX = 'spoor.columns/';
export const NARROWEST = 40;
export const WIDEST = 2_000;
const MOST_NAMES = 400;

export function noChoice(): ColumnChoice {
  return { widths: Object.create(null) as ColumnChoice['widths'], hidden: [] };
}

export function isPlainChoice(choice: ColumnChoice): boolean {
  return Object.keys(choice.widths).length === 0 && choice.hidden.length === 0 && choice.sort === undefined;
}

export function readChoice(storage: ChoiceStorage | undefined, key: string): ColumnChoice {
  const choice = noChoice();
  try {
    const kept = JSON.parse(storage?.getItem(PREFIX + key) ?? '{}') as Partial<ColumnChoice>;
    for (const [name, width] of Object.entries(kept.widths ?? {})) {
      if (typeof width === 'number') choice.widths[name] = clampWidth(width);
    }
    choice.hidden = (kept.hidden ?? []).filter((name) => typeof name === 'string');
    if (typeof kept.sort?.column === 'string') choice.sort = { column: kept.sort.column, descending: kept.sort.descending === true };
  } catch {
    // What cannot be read is no choice.
  }
  return choice;
}

export function keepChoice(storage: ChoiceStorage | undefined, key: string, choice: ColumnChoice): void {
  try {
    if (isPlainChoice(choice)) storage?.removeItem(PREFIX + key);
    else storage?.setItem(PREFIX + key, JSON.stringify({ ...choice, hidden: choice.hidden.slice(0, MOST_NAMES) }));
  } catch {
    // A browser without room forgets widths; nothing else is lost.
  }
}

export function clampWidth(px: number): number {
  return Math.round(Math.max(NARROWEST, Math.min(WIDEST, px)));
}

/** Ascending, descending, as the rows came. */
export function nextSort(choice: ColumnChoice, column: string): ColumnChoice['sort'] {
  if (choice.sort?.column !== column) return { column, descending: false };
  return choice.sort.descending ? undefined : { column, descending: true };
}
