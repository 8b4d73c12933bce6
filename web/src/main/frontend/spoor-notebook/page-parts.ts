// The parts of the page, and what they ask of each other and of the element that holds them.
import type { SpoorRowGrid } from './grid/row-grid.ts';
import type { Cell, Fix, Issue } from './model/types.ts';
import { NotebookSession } from './notebook-session.ts';
import { Announcer } from './page/announcer.ts';
import { Checking } from './page/checking.ts';
import { Commands } from './page/commands.ts';
import { DialogStack } from './page/dialog-stack.ts';
import { Floating } from './page/floating.ts';
import { PageKeys } from './page/page-keys.ts';
import { PaletteSupply } from './page/palette-supply.ts';
import { TitleBox } from './page/title-box.ts';
import { Toasts } from './page/toasts.ts';
import type { ApiError } from './sync/api.ts';
import { copyText } from './ui/copy.ts';

/** The element as its parts see it. */
export interface PageFace {
  readonly root: ShadowRoot | undefined;
  readonly drawn: Promise<unknown>;
  readonly editing: string;
  /** The cell and the row that the panel shows. */
  readonly panelCell: string | undefined;
  readonly panelRow: number | undefined;
  cell(id: string | undefined): Cell | undefined;
  nameOf(cell: string): string;
  grid(cell: string): SpoorRowGrid | null | undefined;
  /** The cell that a command means. */
  current(): string | undefined;
  queries(which: 'all' | 'stale'): readonly Cell[];
  focusCell(id: string | undefined): void;
  focusSoon(id: string | undefined): void;
  edit(id: string, at?: { line: number; column: number }): void;
  leaveEditor(): void;
  fixInEditor(fix: Fix, issue: Issue): void;
  showRow(row: number): void;
  closePanel(): void;
  forgetPanel(): void;
  redraw(): void;
}

export class PageParts {
  readonly session: NotebookSession;
  readonly toasts: Toasts;
  readonly announcer = new Announcer();
  readonly commands: Commands;
  readonly dialogs: DialogStack;
  readonly floating: Floating;
  readonly keys: PageKeys;
  readonly checking: Checking;
  readonly palette: PaletteSupply;
  readonly title: TitleBox;
  readonly face: PageFace;

  constructor(face: PageFace) {
    this.face = face;
    this.toasts = new Toasts(() => face.redraw());
    this.session = this.#makeSession();
    this.commands = this.#makeCommands();
    this.dialogs = this.#makeDialogs();
    this.floating = this.#makeFloating();
    this.keys = this.#makeKeys();
    this.checking = this.#makeChecking();
    this.palette = this.#makePalette();
    this.title = this.#makeTitle();
  }

  #makeSession(): NotebookSession {
    const { face } = this;
    return new NotebookSession({
      changed: () => face.redraw(),
      opened: (title) => {
        document.title = `${title} · Spoor`;
        void face.drawn.then(() => {
          if (!face.root?.activeElement) face.focusCell(this.session.sync?.notebook?.cells[0]?.id);
        });
      },
      conflict: (conflict) => this.dialogs.conflict(conflict),
      ended: (run) => {
        this.announcer.ended(run, face.nameOf(run.cell));
        void this.checking.explain(run);
      },
      refused: (error, cell) => this.#refused(error, cell),
    });
  }

  #makeCommands(): Commands {
    const parts = this;
    const { face } = this;
    return new Commands({
      get sync() {
        return parts.session.sync;
      },
      get editing() {
        return face.editing;
      },
      openEditor: (id, at) => face.edit(id, at),
      closeEditor: () => face.leaveEditor(),
      fixInEditor: (fix, issue) => face.fixInEditor(fix, issue),
      focusCell: (id) => face.focusCell(id),
      focusSoon: (id) => face.focusSoon(id),
      openRow: (id) => {
        const grid = face.grid(id);
        grid?.focusGrid();
        grid?.openRow(grid.activeRow);
      },
      forgetRow: (id) => {
        if (face.panelCell === id) face.forgetPanel();
      },
      closePanel: () => face.closePanel(),
      openTitle: () => parts.title.open(),
      openHelp: () => parts.dialogs.open({ kind: 'help' }),
      openRange: () => parts.floating.range(),
      openPalette: () => parts.floating.palette(),
      rows: (id) => face.grid(id),
      runMany: (which) => face.queries(which).forEach((cell) => parts.commands.run(cell.id)),
      setRange: (range) => parts.session.sync?.setTimeRange(range),
      tryNow: () => parts.session.tryNow(),
      copy: (text, done) => void copyText(text).then((copied) => copied && parts.toasts.say(done)),
      say: (text, undo) => parts.toasts.say(text, undo),
      undoToast: () => parts.toasts.undo(),
      redraw: () => face.redraw(),
    });
  }

  #makeDialogs(): DialogStack {
    const parts = this;
    const { face } = this;
    return new DialogStack({
      get root() {
        return face.root;
      },
      get drawn() {
        return face.drawn;
      },
      get source() {
        return parts.session.api;
      },
      settle: (conflict, keep) => parts.session.sync?.settle(conflict, keep),
      redraw: () => face.redraw(),
    });
  }

  #makeFloating(): Floating {
    const parts = this;
    const { face } = this;
    return new Floating({
      get root() {
        return face.root;
      },
      get drawn() {
        return face.drawn;
      },
      get timeRange() {
        return parts.session.sync?.notebook?.timeRange;
      },
      get items() {
        return parts.palette.items;
      },
      search: (typed) => parts.palette.search(typed),
      rangeChosen: (range) => parts.session.sync?.setTimeRange(range),
      redraw: () => face.redraw(),
    });
  }

  #makeKeys(): PageKeys {
    const parts = this;
    const { face } = this;
    return new PageKeys({
      get commands() {
        return parts.commands;
      },
      get floating() {
        return parts.floating.element ?? null;
      },
      get menuOpen() {
        return parts.floating.menuOpen;
      },
      get dialogOpen() {
        return parts.dialogs.isOpen || parts.floating.paletteOpen;
      },
      get panelRow() {
        return face.panelRow;
      },
      get firstCell() {
        return parts.session.sync?.notebook?.cells[0]?.id;
      },
      closePopover: () => parts.floating.close(true),
      closePanel: () => face.closePanel(),
      showRow: (row) => face.showRow(row),
      focusCell: (id) => face.focusCell(id),
      openHelp: () => parts.dialogs.open({ kind: 'help' }),
      openTitle: () => parts.title.open(),
      openPalette: () => parts.floating.palette(),
    });
  }

  #makeChecking(): Checking {
    const parts = this;
    const { face } = this;
    return new Checking({
      get notebook() {
        return parts.session.sync?.notebook;
      },
      get editing() {
        return face.editing;
      },
      text: (cell) => parts.session.sync?.text(cell) ?? '',
      check: (text, names, signal) => parts.session.api.check(text, names, signal),
      explained: (cell, issues) => {
        parts.commands.issues.set(cell, issues);
        parts.commands.settle();
      },
    });
  }

  #makePalette(): PaletteSupply {
    const parts = this;
    const { face } = this;
    return new PaletteSupply({
      get api() {
        return parts.session.api;
      },
      get notebook() {
        return parts.session.sync?.notebook;
      },
      get cell() {
        return face.cell(face.current());
      },
      get artifacts() {
        return parts.session.vocabulary.artifacts.map((artifact) => artifact.name);
      },
      do: (command) => {
        const id = face.current();
        if (id !== undefined) parts.commands.do(command, id);
      },
      focusCell: (id) => face.focusSoon(id),
      insert: (type, text) => parts.commands.insert(face.current() ?? parts.session.sync?.notebook?.cells.at(-1)?.id ?? null, type, true, text),
      redraw: () => face.redraw(),
    });
  }

  #makeTitle(): TitleBox {
    const parts = this;
    const { face } = this;
    return new TitleBox({
      get root() {
        return face.root;
      },
      get drawn() {
        return face.drawn;
      },
      get canEdit() {
        return parts.session.sync?.notebook?.canEdit ?? false;
      },
      save: (title) => parts.session.sync?.setTitle(title),
      redraw: () => face.redraw(),
    });
  }

  #refused(error: ApiError, cell: string | undefined): void {
    if (error.status === undefined) return;
    if (cell === undefined) {
      this.toasts.say(`Not saved: ${error.message}`);
      return;
    }
    this.commands.refusals.set(cell, { message: error.message, issues: error.issues, traceId: error.status >= 500 ? error.traceId : undefined });
  }
}
