// What the keys, the menus and the buttons do to cells.
import type { CellCommand, Refusal } from '../cell/cell.ts';
import type { PageCommand } from '../keys/keymap.ts';
import { cellIndex, findCell } from '../model/notebook.ts';
import { refine } from '../model/refine.ts';
import type { Refine } from '../model/grid-events.ts';
import type { Cell, CellType, Fix, Issue, Notebook, TimeRange } from '../model/types.ts';
import { fixPlace } from '../ui/highlight.ts';
import { CellClipboard } from './cell-clipboard.ts';

/** What the commands need of the synchroniser. */
export interface Editable {
  readonly notebook: Notebook | undefined;
  readonly offline: boolean;
  readonly removed: ReadonlyMap<string, unknown>;
  text(cell: string): string;
  edit(cell: string, text: string): void;
  insert(type: CellType, after: string | null, text?: string): string;
  remove(cell: string): void;
  restore(cell: string): void;
  move(cell: string, after: string | null): void;
  setType(cell: string, type: CellType): void;
  run(cell: string): Promise<void>;
  stop(cell: string): Promise<void>;
  flush(): Promise<void>;
}

/** What the commands ask of the page. */
export interface CommandHost {
  readonly sync: Editable | undefined;
  readonly editing: string;
  openEditor(cell: string, at?: { line: number; column: number }): void;
  closeEditor(): void;
  fixInEditor(fix: Fix, issue: Issue): void;
  focusCell(cell: string | undefined): void;
  focusSoon(cell: string | undefined): void;
  openRow(cell: string): void;
  forgetRow(cell: string): void;
  closePanel(): void;
  openTitle(): void;
  openHelp(): void;
  openRange(): void;
  /** The rows of a cell, when there are some. */
  rows(cell: string): RowTools | null | undefined;
  openPalette(): void;
  runMany(which: 'all' | 'stale'): void;
  setRange(range: TimeRange): void;
  tryNow(): void;
  copy(text: string, done: string): void;
  say(text: string, undo?: () => void): void;
  undoToast(): boolean;
  redraw(): void;
}

/** What the page asks of a grid. */
export interface RowTools {
  find(): void;
  openColumns(): void;
  showMoreColumns(): void;
}

export interface CellRequest {
  command: CellCommand;
  range?: TimeRange;
  cell: string;
  line?: number;
  column?: number;
}

export class Commands {
  /** What the parser says now, what is told under the text, what a request was refused for; by cell. */
  readonly issues = new Map<string, Issue[]>();
  readonly settled = new Map<string, Issue[]>();
  readonly refusals = new Map<string, Refusal>();
  readonly tall = new Set<string>();
  readonly #host: CommandHost;
  readonly #clipboard: CellClipboard;

  constructor(host: CommandHost, clipboard = new CellClipboard()) {
    this.#host = host;
    this.#clipboard = clipboard;
  }

  #cells(): readonly Cell[] {
    return this.#host.sync?.notebook?.cells ?? [];
  }

  #canEdit(): boolean {
    return this.#host.sync?.notebook?.canEdit ?? false;
  }

  run(id: string): void {
    const sync = this.#host.sync;
    const cell = sync?.notebook && findCell(sync.notebook, id);
    if (!sync || !cell) return;
    this.refusals.delete(id);
    if (this.#host.editing !== id) {
      this.issues.delete(id);
      this.settled.delete(id);
    }
    if (cell.type === 'vql' && !sync.offline) void sync.run(id);
  }

  insert(after: string | null, type: CellType = 'vql', edit = false, text = ''): void {
    const id = this.#host.sync?.insert(type, after, text);
    if (id === undefined) return;
    if (edit) this.#host.openEditor(id);
    else this.#host.focusSoon(id);
  }

  #copy(id: string): boolean {
    const cell = this.#cells().find((it) => it.id === id);
    if (!cell) return false;
    this.#clipboard.put({ type: cell.type, text: this.#host.sync?.text(id) ?? cell.text });
    return true;
  }

  paste(after: string | null): void {
    const copy = this.#clipboard.take();
    if (!copy) this.#host.say('Nothing to paste: C copies a cell');
    else if (this.#canEdit()) this.insert(after, copy.type, false, copy.text);
  }

  /** Writes a value of the rows into the query as a condition, so that what is seen can be run again. */
  refine(id: string, { column, value, keep }: Refine): void {
    const sync = this.#host.sync;
    if (!sync || !this.#canEdit()) return;
    const before = sync.text(id);
    const after = refine(before, column, value, keep);
    if (after === undefined) {
      this.#host.say('This query takes no such condition: it groups its rows, or the value has no text form');
      return;
    }
    sync.edit(id, after);
    this.#host.focusSoon(id);
    this.#host.say('Condition added. Ctrl Enter runs it', () => sync.edit(id, before));
  }

  #delete(id: string): void {
    const sync = this.#host.sync;
    if (!sync?.notebook || !this.#canEdit()) return;
    const index = cellIndex(sync.notebook, id);
    const name = sync.notebook.cells[index]?.name;
    if (this.#host.editing === id) this.#host.closeEditor();
    this.#host.forgetRow(id);
    sync.remove(id);
    this.#host.focusSoon((this.#cells()[index] ?? this.#cells()[index - 1])?.id);
    this.#host.say(`${name ? `Cell ${name}` : `Cell ${index + 1}`} deleted`, () => {
      sync.restore(id);
      this.#host.focusSoon(id);
    });
  }

  undo(): void {
    if (this.#host.undoToast()) return;
    // After the toast has gone, the bin still has it.
    const last = [...(this.#host.sync?.removed.keys() ?? [])].at(-1);
    if (last === undefined) return;
    this.#host.sync?.restore(last);
    this.#host.focusSoon(last);
  }

  #move(id: string, by: number): void {
    const cells = this.#cells();
    const to = cells.findIndex((cell) => cell.id === id) + by;
    if (to < 0 || to >= cells.length || !this.#canEdit()) return;
    const after = by < 0 ? cells[to - 1] : cells[to];
    this.#host.sync?.move(id, after?.id ?? null);
    this.#host.focusSoon(id);
  }

  #step(id: string, by: number): void {
    const cells = this.#cells();
    const to = cells.findIndex((cell) => cell.id === id) + by;
    this.#host.focusCell(cells[Math.max(0, Math.min(cells.length - 1, to))]?.id);
  }

  do(command: PageCommand, id: string): void {
    const host = this.#host;
    const cells = this.#cells();
    const index = cells.findIndex((cell) => cell.id === id);
    switch (command) {
      case 'edit':
        host.openEditor(id);
        break;
      case 'close':
        host.closePanel();
        break;
      case 'run':
        host.closeEditor();
        this.run(id);
        host.focusSoon(id);
        break;
      case 'run-next': {
        host.closeEditor();
        this.run(id);
        const next = cells[index + 1];
        if (next) host.focusSoon(next.id);
        else if (this.#canEdit()) this.insert(id);
        break;
      }
      case 'run-insert':
        host.closeEditor();
        this.run(id);
        if (this.#canEdit()) this.insert(id, 'vql', true);
        break;
      case 'stop':
        void host.sync?.stop(id);
        break;
      case 'next':
        this.#step(id, 1);
        break;
      case 'previous':
        this.#step(id, -1);
        break;
      case 'insert-above':
        if (this.#canEdit()) this.insert(cells[index - 1]?.id ?? null);
        break;
      case 'insert-below':
        if (this.#canEdit()) this.insert(id);
        break;
      case 'delete':
        this.#delete(id);
        break;
      case 'undo':
        this.undo();
        break;
      case 'copy-cell':
        if (this.#copy(id)) host.say('Cell copied');
        break;
      case 'cut':
        if (this.#canEdit() && this.#copy(id)) this.#delete(id);
        break;
      case 'paste':
        this.paste(id);
        break;
      case 'paste-above':
        this.paste(cells[index - 1]?.id ?? null);
        break;
      case 'find':
        host.rows(id)?.find();
        break;
      case 'columns':
        host.rows(id)?.openColumns();
        break;
      case 'palette':
        host.openPalette();
        break;
      case 'run-all':
      case 'run-stale':
        host.runMany(command === 'run-all' ? 'all' : 'stale');
        break;
      case 'to-markdown':
      case 'to-vql':
        if (this.#canEdit()) host.sync?.setType(id, command === 'to-vql' ? 'vql' : 'markdown');
        break;
      case 'move-up':
        this.#move(id, -1);
        break;
      case 'move-down':
        this.#move(id, 1);
        break;
      case 'title':
        host.openTitle();
        break;
      case 'help':
        host.openHelp();
        break;
      case 'time':
        if (this.#canEdit()) host.openRange();
        break;
      case 'open-row':
        host.openRow(id);
        break;
      case 'fix':
        this.fixFirst(id);
        break;
    }
  }

  /** A button or the menu of a cell. */
  request({ command, cell, line, column, range }: CellRequest): void {
    const host = this.#host;
    switch (command) {
      case 'edit':
        host.openEditor(cell, line !== undefined && column !== undefined ? { line, column } : undefined);
        break;
      case 'copy-text':
        host.copy(host.sync?.text(cell) ?? '', 'Copied the text of the cell');
        break;
      case 'tall':
        if (!this.tall.delete(cell)) this.tall.add(cell);
        host.redraw();
        break;
      case 'try-now':
        host.tryNow();
        break;
      case 'more-columns':
        host.rows(cell)?.showMoreColumns();
        break;
      case 'wider-range':
        if (range) {
          host.setRange(range);
          this.run(cell);
        }
        break;
      case 'run':
        this.run(cell);
        break;
      default:
        this.do(command, cell);
    }
  }

  fixFirst(id: string): void {
    const notebook = this.#host.sync?.notebook;
    const run = notebook && findCell(notebook, id)?.run;
    const known = [...(this.issues.get(id) ?? []), ...(this.refusals.get(id)?.issues ?? []), ...(run?.error?.issues ?? [])];
    const issue = known.find((it) => it.fix);
    if (issue?.fix) this.fix(id, issue.fix, issue);
  }

  fix(id: string, fix: Fix, issue: Issue): void {
    const sync = this.#host.sync;
    if (!sync || !this.#canEdit()) return;
    if (this.#host.editing === id) {
      this.#host.fixInEditor(fix, issue);
      return;
    }
    const text = sync.text(id);
    const { from, to } = fixPlace(text, fix, issue);
    this.issues.delete(id);
    this.settled.delete(id);
    this.refusals.delete(id);
    sync.edit(id, text.slice(0, from) + fix.replacement + text.slice(to));
  }

  /** Tells under the texts what the parser has found so far. */
  settle(): void {
    for (const [cell, issues] of this.issues) this.settled.set(cell, issues);
    this.#host.redraw();
  }
}
