// The menus of a grid: of a value, of a column, of all columns.
import { spoken } from '../model/hostile.ts';
import type { MenuItem } from '../ui/menu-items.ts';
import type { ColumnChoice } from './column-choice.ts';

export interface ValueActions {
  open(): void;
  copy(): void;
  copyAs(as: 'table' | 'text' | 'json'): void;
  find(): void;
  refine: ((keep: boolean) => void) | undefined;
}

export function valueMenu(actions: ValueActions): MenuItem[][] {
  return [
    actions.refine
      ? [
          { says: 'Only this', run: () => actions.refine?.(true) },
          { says: 'Without it', run: () => actions.refine?.(false) },
        ]
      : [],
    [
      { says: 'Find it in the rows', key: '/', run: () => actions.find() },
      { says: 'Row detail', key: 'E', run: () => actions.open() },
    ],
    [
      { says: 'Copy the value', key: 'Ctrl C', run: () => actions.copy() },
      { says: 'Copy the row as a table', key: 'Shift C', run: () => actions.copyAs('table') },
      { says: 'Copy the row as text', run: () => actions.copyAs('text') },
      { says: 'Copy the row as JSON', run: () => actions.copyAs('json') },
    ],
  ];
}

export interface ColumnActions {
  sort(descending: boolean | undefined): void;
  fit(): void;
  hide(): void;
  choose(): void;
}

export function columnMenu(name: string, choice: ColumnChoice, last: boolean, actions: ColumnActions): MenuItem[][] {
  const sorted = choice.sort?.column === name ? choice.sort : undefined;
  return [
    [
      { says: 'Sort ascending', checked: sorted?.descending === false, run: () => actions.sort(false) },
      { says: 'Sort descending', checked: sorted?.descending === true, run: () => actions.sort(true) },
      { says: 'As the rows came', off: sorted === undefined, run: () => actions.sort(undefined) },
    ],
    [
      { says: 'As wide as it was', key: '=', off: choice.widths[name] === undefined, run: () => actions.fit() },
      { says: 'Hide', key: 'H', off: last, run: () => actions.hide() },
      { says: 'Choose columns', key: 'Shift H', run: () => actions.choose() },
    ],
  ];
}

export function columnsMenu(names: readonly string[], choice: ColumnChoice, toggle: (name: string) => void, all: () => void): MenuItem[][] {
  const hidden = new Set(choice.hidden);
  return [
    [{ says: 'Show all columns', off: names.every((name) => !hidden.has(name)), run: all }],
    names.map((name) => ({
      says: spoken(name),
      checked: !hidden.has(name),
      off: !hidden.has(name) && names.length - hidden.size <= 1,
      run: () => toggle(name),
    })),
  ];
}
