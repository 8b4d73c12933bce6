// The menu of one cell.
import { html, nothing } from 'lit';
import type { CellCommand } from '../cell/cell.ts';
import type { Cell } from '../model/types.ts';

export interface MenuState {
  cell: string;
  anchor: HTMLElement;
}

interface Item {
  command: CellCommand;
  says: string;
  key?: string;
  bad?: boolean;
  off?: boolean;
}

export function menuTemplate(cell: Cell, options: { canEdit: boolean; first: boolean; last: boolean; tall: boolean }, choose: (command: CellCommand) => void) {
  const query = cell.type === 'vql';
  const edit = options.canEdit;
  const groups: Item[][] = [
    query ? [{ command: 'run', says: 'Run', key: 'Ctrl ↵' }] : [],
    edit
      ? [
          { command: 'edit', says: 'Edit', key: 'Enter' },
          query ? { command: 'to-markdown', says: 'Make it text', key: 'M' } : { command: 'to-vql', says: 'Make it a query', key: 'Y' },
          { command: 'insert-above', says: 'Insert above', key: 'A' },
          { command: 'insert-below', says: 'Insert below', key: 'B' },
          { command: 'move-up', says: 'Move up', key: 'Ctrl ⇧ ↑', off: options.first },
          { command: 'move-down', says: 'Move down', key: 'Ctrl ⇧ ↓', off: options.last },
        ]
      : [],
    [
      { command: 'copy-text', says: 'Copy the text' },
      ...(query && cell.run && cell.run.rows > 10
        ? [{ command: 'tall' as const, says: options.tall ? 'Show 10 rows' : 'Show 30 rows' }]
        : []),
    ],
    edit ? [{ command: 'delete', says: 'Delete', key: 'D D', bad: true }] : [],
  ];
  return groups
    .filter((group) => group.length > 0)
    .map(
      (group, i) => html`${i > 0 ? html`<hr />` : nothing}${group.map(
          (item) => html`<button
            type="button"
            role="menuitem"
            class=${item.bad ? 'error' : ''}
            ?disabled=${item.off === true}
            @click=${() => choose(item.command)}
          >
            ${item.says}${item.key ? html`<kbd>${item.key}</kbd>` : nothing}
          </button>`,
        )}`,
    );
}
