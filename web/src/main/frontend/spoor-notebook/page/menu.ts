// Menus that float over the page: of a cell, and those that a grid asks for.
import { html, nothing } from 'lit';
import type { CellCommand } from '../cell/cell.ts';
import type { Cell } from '../model/types.ts';
import { icon } from '../ui/icons.ts';
import type { MenuItem, MenuRequest } from '../ui/menu-items.ts';

export function cellMenu(
  cell: Cell,
  options: { canEdit: boolean; first: boolean; last: boolean; tall: boolean },
  choose: (command: CellCommand) => void,
): MenuItem[][] {
  const item = (command: CellCommand, says: string, key?: string, more: Partial<MenuItem> = {}): MenuItem => ({
    says,
    ...(key === undefined ? {} : { key }),
    ...more,
    run: () => choose(command),
  });
  const query = cell.type === 'vql';
  const edit = options.canEdit;
  const rows = query && cell.run !== null && cell.run.rows > 0;
  return [
    query ? [item('run', 'Run', 'Ctrl ↵')] : [],
    edit
      ? [
          item('edit', 'Edit', 'Enter'),
          query ? item('to-markdown', 'Make it text', 'M') : item('to-vql', 'Make it a query', 'Y'),
          item('insert-above', 'Insert above', 'A'),
          item('insert-below', 'Insert below', 'B'),
          item('move-up', 'Move up', 'Ctrl ⇧ ↑', { off: options.first }),
          item('move-down', 'Move down', 'Ctrl ⇧ ↓', { off: options.last }),
        ]
      : [],
    rows
      ? [
          item('find', 'Find in the rows', '/'),
          item('columns', 'Choose columns', '⇧ H'),
          ...(cell.run && cell.run.rows > 10 ? [item('tall', options.tall ? 'Show 10 rows' : 'Show 30 rows')] : []),
        ]
      : [],
    [
      item('copy-text', 'Copy the text'),
      item('copy-cell', 'Copy the cell', 'C'),
      ...(edit ? [item('cut', 'Cut', 'X'), item('paste', 'Paste below', 'V')] : []),
    ],
    edit ? [item('delete', 'Delete', 'D D', { bad: true })] : [],
  ];
}

export function menuTemplate(request: MenuRequest, choose: (item: MenuItem) => void) {
  return html`<div class="pop menu" role="menu" aria-label=${request.label}>
    ${request.groups
      .filter((group) => group.length > 0)
      .map(
        (group, i) => html`${i > 0 ? html`<hr />` : nothing}${group.map(
            (item) => html`<button
              type="button"
              role=${item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked=${item.checked === undefined ? nothing : String(item.checked)}
              class=${item.bad ? 'error' : ''}
              ?disabled=${item.off === true}
              @click=${() => choose(item)}
            >
              ${item.checked === undefined ? nothing : html`<span class="tick">${item.checked ? icon('check', true) : nothing}</span>`}
              <span>${item.says}</span>${item.key ? html`<kbd>${item.key}</kbd>` : nothing}
            </button>`,
          )}`,
      )}
  </div>`;
}
