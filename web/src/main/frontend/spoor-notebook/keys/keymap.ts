// The keys of command mode, as data: Jupyter's, exactly, and a few of ours.

export type PageCommand =
  | 'edit'
  | 'run'
  | 'run-next'
  | 'run-insert'
  | 'next'
  | 'previous'
  | 'insert-above'
  | 'insert-below'
  | 'delete'
  | 'undo'
  | 'to-markdown'
  | 'to-vql'
  | 'stop'
  | 'title'
  | 'help'
  | 'time'
  | 'open-row'
  | 'fix'
  | 'close'
  | 'move-up'
  | 'move-down'
  | 'cut'
  | 'copy-cell'
  | 'paste'
  | 'paste-above'
  | 'find'
  | 'columns'
  | 'run-all'
  | 'run-stale'
  | 'palette';

export interface Binding {
  keys: readonly string[];
  command: PageCommand;
  says: string;
  /** Shown in the help as written here. */
  shown: readonly string[];
  group: 'Cell' | 'Notebook' | 'Rows' | 'Editor';
}

/** A key is what the browser calls it, with modifiers before it; two keys in a row are joined by a space. */
export const BINDINGS: readonly Binding[] = [
  { keys: ['Enter'], command: 'edit', says: 'Edit the cell', shown: ['Enter'], group: 'Cell' },
  { keys: ['Escape'], command: 'close', says: 'Leave the editor, close the panel', shown: ['Esc'], group: 'Cell' },
  { keys: ['Shift+Enter'], command: 'run-next', says: 'Run, go to the next cell', shown: ['Shift Enter'], group: 'Cell' },
  { keys: ['Control+Enter', 'Meta+Enter'], command: 'run', says: 'Run, stay here', shown: ['Ctrl Enter'], group: 'Cell' },
  { keys: ['Alt+Enter'], command: 'run-insert', says: 'Run, insert a cell below', shown: ['Alt Enter'], group: 'Cell' },
  { keys: ['i i'], command: 'stop', says: 'Stop the run', shown: ['I I'], group: 'Cell' },
  { keys: ['j', 'ArrowDown'], command: 'next', says: 'Next cell', shown: ['J', '↓'], group: 'Cell' },
  { keys: ['k', 'ArrowUp'], command: 'previous', says: 'Previous cell', shown: ['K', '↑'], group: 'Cell' },
  { keys: ['a'], command: 'insert-above', says: 'Insert a cell above', shown: ['A'], group: 'Cell' },
  { keys: ['b'], command: 'insert-below', says: 'Insert a cell below', shown: ['B'], group: 'Cell' },
  { keys: ['d d'], command: 'delete', says: 'Delete the cell', shown: ['D D'], group: 'Cell' },
  { keys: ['z'], command: 'undo', says: 'Bring the deleted cell back', shown: ['Z'], group: 'Cell' },
  { keys: ['x'], command: 'cut', says: 'Cut the cell', shown: ['X'], group: 'Cell' },
  { keys: ['c'], command: 'copy-cell', says: 'Copy the cell', shown: ['C'], group: 'Cell' },
  { keys: ['v'], command: 'paste', says: 'Paste below', shown: ['V'], group: 'Cell' },
  { keys: ['Shift+v'], command: 'paste-above', says: 'Paste above', shown: ['Shift V'], group: 'Cell' },
  { keys: ['m'], command: 'to-markdown', says: 'Make it a text cell', shown: ['M'], group: 'Cell' },
  { keys: ['y'], command: 'to-vql', says: 'Make it a query cell', shown: ['Y'], group: 'Cell' },
  { keys: ['Control+Shift+ArrowUp'], command: 'move-up', says: 'Move the cell up', shown: ['Ctrl Shift ↑'], group: 'Cell' },
  { keys: ['Control+Shift+ArrowDown'], command: 'move-down', says: 'Move the cell down', shown: ['Ctrl Shift ↓'], group: 'Cell' },
  { keys: ['Control+k', 'Meta+k'], command: 'palette', says: 'Find a command or a place', shown: ['Ctrl K'], group: 'Notebook' },
  { keys: ['Control+Shift+r', 'Meta+Shift+r'], command: 'run-stale', says: 'Run what is stale', shown: ['Ctrl Shift R'], group: 'Notebook' },
  { keys: ['F2'], command: 'title', says: 'Edit the title', shown: ['F2'], group: 'Notebook' },
  { keys: ['t'], command: 'time', says: 'Choose the time range', shown: ['T'], group: 'Notebook' },
  { keys: ['?'], command: 'help', says: 'All keys', shown: ['?'], group: 'Notebook' },
  { keys: ['/'], command: 'find', says: 'Find in the rows', shown: ['/'], group: 'Rows' },
  { keys: ['e'], command: 'open-row', says: 'Row detail', shown: ['E'], group: 'Rows' },
  { keys: ['Control+.', 'Meta+.'], command: 'fix', says: 'Apply the suggested fix', shown: ['Ctrl .'], group: 'Editor' },
];

/** Help lines for keys that the editor keeps for itself. */
export const OWN_KEYS: readonly { shown: readonly string[]; says: string; group: Binding['group'] }[] = [
  { shown: ['Ctrl M'], says: 'Let Tab leave the editor', group: 'Editor' },
  { shown: ['Ctrl Space'], says: 'Complete', group: 'Editor' },
  { shown: ['F8'], says: 'Next problem', group: 'Editor' },
  { shown: ['Tab'], says: 'From a cell into its rows', group: 'Rows' },
];

const TWICE_MS = 800;

export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  // Shift is part of a printed character already; it is named only beside named keys and letters.
  const letter = event.key.length === 1;
  const key = letter && event.key !== '?' ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (!letter || /[a-z]/i.test(event.key));
  return [
    event.ctrlKey ? 'Control' : '',
    event.metaKey ? 'Meta' : '',
    event.altKey ? 'Alt' : '',
    shift ? 'Shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

/** Reads keys one after another; knows the pairs. */
export class KeyReader {
  #first = '';
  #at = 0;

  read(name: string, now: number): PageCommand | undefined {
    const pair = `${this.#first} ${name}`;
    const inTime = now - this.#at < TWICE_MS;
    this.#first = '';
    if (inTime) {
      const both = BINDINGS.find((binding) => binding.keys.includes(pair));
      if (both) return both.command;
    }
    if (BINDINGS.some((binding) => binding.keys.some((key) => key.startsWith(`${name} `)))) {
      this.#first = name;
      this.#at = now;
      return undefined;
    }
    return BINDINGS.find((binding) => binding.keys.includes(name))?.command;
  }
}
