// The one live editor: CodeMirror in the metrics of the static text, so nothing jumps when it opens.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore, toggleTabFocusMode } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, drawSelection, highlightSpecialChars, keymap, tooltips } from '@codemirror/view';
import { LitElement, html, type PropertyValues } from 'lit';
import type { CellType, Fix, Issue } from '../model/types.ts';
import { fixPlace, issueRange, offsetOf } from '../ui/highlight.ts';
import { coloured, look } from './editor-look.ts';
import { EMPTY_VOCABULARY, type Vocabulary } from './vocabulary.ts';
import { vqlCompletion } from './vql-completion.ts';
import { vqlHover } from './vql-help.ts';

export type EditorCommand = 'leave' | 'run' | 'run-next' | 'run-insert' | 'fix' | 'previous' | 'next';

const CHECK_MS = 150;
const LONGEST_CHECKED = 1_000_000;

export class SpoorCodeEditor extends LitElement {
  static override properties = {
    value: { attribute: false },
    kind: { attribute: false },
    issues: { attribute: false },
    label: {},
    nonce: {},
    vocabulary: { attribute: false },
    check: { attribute: false },
    startAt: { attribute: false },
    overlay: { attribute: false },
    oneLine: { type: Boolean },
    calm: { type: Boolean },
  };

  declare value: string;
  declare kind: CellType;
  declare issues: readonly Issue[];
  declare label: string;
  declare nonce: string;
  declare vocabulary: Vocabulary;
  /** Asks the server's parser; absent for text cells. */
  declare check: ((text: string, signal: AbortSignal) => Promise<Issue[]>) | undefined;
  /** Where the caret goes when the editor opens. */
  declare startAt: { line: number; column: number } | undefined;
  /** Where lists and hints are drawn: outside the cell's frame, which clips. */
  declare overlay: HTMLElement | undefined;
  /** Enter runs, and breaks no line. */
  declare oneLine: boolean;
  /** Does not take the focus when it is drawn. */
  declare calm: boolean;

  #view: EditorView | undefined;
  #checking: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.value = '';
    this.kind = 'vql';
    this.issues = [];
    this.label = 'Query';
    this.nonce = '';
    this.vocabulary = EMPTY_VOCABULARY;
    this.check = undefined;
    this.startAt = undefined;
    this.overlay = undefined;
    this.oneLine = false;
    this.calm = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html``;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved in the page: what was let go is made again.
    if (this.hasUpdated && !this.#view) this.#create();
  }

  override firstUpdated(): void {
    this.#create();
  }

  #create(): void {
    const parent = this;
    const root = this.getRootNode();
    this.#view = new EditorView({
      parent,
      ...(root instanceof ShadowRoot ? { root } : {}),
      state: EditorState.create({ doc: this.value, extensions: this.#extensions() }),
    });
    const end = this.#view.state.doc.length;
    const at = this.startAt ? offsetOf(this.value, this.startAt.line, this.startAt.column) : end;
    this.#view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    if (!this.calm) this.#view.focus();
    this.#showIssues(this.issues);
    this.#askCheck(0);
  }

  override updated(changed: PropertyValues<this>): void {
    const view = this.#view;
    if (!view) return;
    if (changed.has('value') && this.value !== view.state.doc.toString()) this.#replace(view, this.value);
    if (changed.has('issues')) this.#showIssues(this.issues);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#checking?.abort();
    this.#view?.destroy();
    this.#view = undefined;
  }

  override focus(): void {
    this.#view?.focus();
  }

  goTo(line: number, column: number): void {
    const view = this.#view;
    if (!view) return;
    view.dispatch({ selection: { anchor: offsetOf(view.state.doc.toString(), line, column) }, scrollIntoView: true });
    view.focus();
  }

  applyFix(fix: Fix, issue: Issue): void {
    const view = this.#view;
    if (!view) return;
    const text = view.state.doc.toString();
    const place = fixPlace(text, fix, issue);
    view.dispatch({ changes: { ...place, insert: fix.replacement }, selection: { anchor: place.from + fix.replacement.length } });
    view.focus();
  }

  /** Somebody else's text: only what differs is replaced, so the caret stays at its words. */
  #replace(view: EditorView, text: string): void {
    const now = view.state.doc.toString();
    let from = 0;
    while (from < now.length && from < text.length && now[from] === text[from]) from++;
    let end = 0;
    while (end < now.length - from && end < text.length - from && now[now.length - 1 - end] === text[text.length - 1 - end]) end++;
    view.dispatch({ changes: { from, to: now.length - end, insert: text.slice(from, text.length - end) } });
  }

  #extensions(): Extension[] {
    const commands: [string, EditorCommand][] = [
      ['Shift-Enter', 'run-next'],
      ['Ctrl-Enter', 'run'],
      ['Cmd-Enter', 'run'],
      ['Alt-Enter', 'run-insert'],
      ['Ctrl-.', 'fix'],
      ['Cmd-.', 'fix'],
    ];
    const extensions: Extension[] = [
      history(),
      drawSelection(),
      EditorState.tabSize.of(2),
      indentUnit.of('  '),
      highlightSpecialChars({
        addSpecialChars: /[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/g,
      }),
      ...(this.oneLine ? [EditorView.lineWrapping, keymap.of([{ key: 'Enter', run: (view) => completionStatus(view.state) !== 'active' && this.#command('run') }])] : []),
      Prec.highest(
        keymap.of([
          ...commands.map(([key, command]) => ({ key, run: () => this.#command(command) })),
          { key: 'Escape', run: (view) => completionStatus(view.state) === null && this.#command('leave') },
        ]),
      ),
      keymap.of([
        { key: 'Ctrl-m', run: toggleTabFocusMode },
        { key: 'Tab', run: acceptCompletion },
        ...(this.oneLine ? [] : [{ key: 'Tab', run: indentMore, shift: indentLess }]),
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      look,
      tooltips({ position: 'fixed', ...(this.overlay ? { parent: this.overlay } : {}) }),
      EditorView.contentAttributes.of({
        'aria-label': this.oneLine ? `${this.label}. Enter searches` : `${this.label}. Tab indents; Control M lets Tab leave the editor; Escape ends editing`,
        spellcheck: this.kind === 'markdown' ? 'true' : 'false',
        autocapitalize: 'off',
      }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        const text = update.state.doc.toString();
        if (text === this.value) return;
        this.value = text;
        this.dispatchEvent(new CustomEvent<string>('edited', { detail: text, bubbles: true }));
        this.#askCheck(CHECK_MS);
      }),
    ];
    if (this.nonce !== '') extensions.push(EditorView.cspNonce.of(this.nonce));
    extensions.push(EditorView.lineWrapping);
    if (this.kind === 'vql') {
      extensions.push(
        coloured,
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [vqlCompletion(() => this.vocabulary)], icons: false, activateOnTypingDelay: 60 }),
        vqlHover(() => this.vocabulary),
      );
    }
    return extensions;
  }

  #command(command: EditorCommand): boolean {
    this.dispatchEvent(new CustomEvent<EditorCommand>('editor-command', { detail: command, bubbles: true }));
    return true;
  }

  #askCheck(wait: number): void {
    const check = this.check;
    if (!check) return;
    clearTimeout(this.#timer);
    this.#checking?.abort();
    this.#timer = setTimeout(() => {
      const text = this.#view?.state.doc.toString() ?? '';
      if (text.trim() === '' || text.length > LONGEST_CHECKED) {
        this.#found([]);
        return;
      }
      const checking = new AbortController();
      this.#checking = checking;
      check(text, checking.signal).then(
        (issues) => {
          if (!checking.signal.aborted && this.#view?.state.doc.toString() === text) this.#found(issues);
        },
        // A checker that does not answer leaves the text as it is.
        () => undefined,
      );
    }, wait);
  }

  #found(issues: Issue[]): void {
    this.#showIssues(issues);
    this.dispatchEvent(new CustomEvent<Issue[]>('issues-found', { detail: issues, bubbles: true }));
  }

  #showIssues(issues: readonly Issue[]): void {
    const view = this.#view;
    if (!view) return;
    const text = view.state.doc.toString();
    const diagnostics: Diagnostic[] = issues.map((issue) => {
      const { from, to } = issueRange(text, issue);
      const diagnostic: Diagnostic = { from, to, severity: issue.severity, message: issue.message };
      const fix = issue.fix;
      if (fix) diagnostic.actions = [{ name: fix.label ?? `Replace by ${fix.replacement}`, apply: () => this.applyFix(fix, issue) }];
      return diagnostic;
    });
    view.dispatch(setDiagnostics(view.state, diagnostics));
  }
}

customElements.define('spoor-code-editor', SpoorCodeEditor);
