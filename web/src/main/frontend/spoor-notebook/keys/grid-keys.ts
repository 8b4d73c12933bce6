// The keys of the rows, as data.

export type GridCommand =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'first-column'
  | 'last-column'
  | 'first-row'
  | 'last-row'
  | 'right'
  | 'left'
  | 'extend-down'
  | 'extend-up'
  | 'open'
  | 'sort'
  | 'wider'
  | 'narrower'
  | 'fit'
  | 'hide'
  | 'columns'
  | 'find'
  | 'menu'
  | 'copy'
  | 'copy-table';

export interface GridBinding {
  keys: readonly string[];
  command: GridCommand;
  says: string;
  /** For the help; empty where another line says it. */
  shown: readonly string[];
}

export const GRID_BINDINGS: readonly GridBinding[] = [
  { keys: ['ArrowDown', 'j'], command: 'down', says: 'Next, previous row', shown: ['↓', '↑'] },
  { keys: ['ArrowUp', 'k'], command: 'up', says: 'Previous row', shown: [] },
  { keys: ['ArrowRight'], command: 'right', says: 'Next, previous column', shown: ['→', '←'] },
  { keys: ['ArrowLeft'], command: 'left', says: 'Previous column', shown: [] },
  { keys: ['PageDown'], command: 'page-down', says: 'A page down, up', shown: ['Page ↓', 'Page ↑'] },
  { keys: ['PageUp'], command: 'page-up', says: 'A page up', shown: [] },
  { keys: ['Home'], command: 'first-column', says: 'First, last column', shown: ['Home', 'End'] },
  { keys: ['End'], command: 'last-column', says: 'Last column', shown: [] },
  { keys: ['Control+Home', 'Meta+Home'], command: 'first-row', says: 'First, last row', shown: ['Ctrl Home', 'Ctrl End'] },
  { keys: ['Control+End', 'Meta+End'], command: 'last-row', says: 'Last row', shown: [] },
  { keys: ['Shift+ArrowDown'], command: 'extend-down', says: 'Select several rows', shown: ['Shift ↓', 'Shift ↑'] },
  { keys: ['Shift+ArrowUp'], command: 'extend-up', says: 'Select more rows above', shown: [] },
  { keys: ['Enter', 'e'], command: 'open', says: 'Row detail', shown: ['Enter', 'E'] },
  { keys: ['s'], command: 'sort', says: 'Sort: up, down, as they came', shown: ['S'] },
  { keys: ['Alt+ArrowRight'], command: 'wider', says: 'Column wider, narrower', shown: ['Alt →', 'Alt ←'] },
  { keys: ['Alt+ArrowLeft'], command: 'narrower', says: 'Column narrower', shown: [] },
  { keys: ['='], command: 'fit', says: 'Column as wide as it was', shown: ['='] },
  { keys: ['h'], command: 'hide', says: 'Hide the column', shown: ['H'] },
  { keys: ['Shift+h'], command: 'columns', says: 'Choose columns', shown: ['Shift H'] },
  { keys: ['/'], command: 'find', says: 'Find in the rows', shown: ['/'] },
  { keys: ['ContextMenu', 'Shift+F10'], command: 'menu', says: 'Menu of the value', shown: ['Shift F10'] },
  { keys: ['Control+c', 'Meta+c'], command: 'copy', says: 'Copy the value, or the rows', shown: ['Ctrl C'] },
  { keys: ['Shift+c'], command: 'copy-table', says: 'Copy the row as a table', shown: ['Shift C'] },
];

export function gridCommand(name: string): GridCommand | undefined {
  return GRID_BINDINGS.find((binding) => binding.keys.includes(name))?.command;
}
