// How the editor looks: the metrics and colours of the static text.
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { colours } from '../ui/highlight.ts';

export const coloured = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = paint(view.state.doc.toString());
    }

    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = paint(update.state.doc.toString());
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function paint(text: string): DecorationSet {
  return Decoration.set(colours(text).map((range) => Decoration.mark({ class: range.className }).range(range.from, range.to)));
}

export const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--spoor-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--spoor-accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--spoor-accent)', borderLeftWidth: '1.5px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--spoor-accent) 24%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--spoor-line-control)',
    borderRadius: '2px',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'inherit' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--spoor-error) 1.2px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
    paddingBottom: '0',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--spoor-stale) 1.2px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
    paddingBottom: '0',
  },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--spoor-error)' },
  '.cm-specialChar': {
    color: 'var(--spoor-error)',
    backgroundColor: 'var(--spoor-error-soft)',
    border: '1px solid var(--spoor-line-control)',
    borderRadius: '3px',
    padding: '0 3px',
    fontSize: '0.8em',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--spoor-raised)',
    border: '1px solid var(--spoor-line-2)',
    borderRadius: '8px',
    boxShadow: 'var(--spoor-shadow)',
    color: 'var(--spoor-text)',
    overflow: 'hidden',
    zIndex: '40',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--spoor-mono)',
    fontSize: '.75rem',
    maxHeight: '15rem',
    minWidth: '16rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 10px', lineHeight: '1.125rem', color: 'var(--spoor-text)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--spoor-selected)', color: 'var(--spoor-text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--spoor-accent)', fontWeight: '500' },
  '.cm-completionDetail': {
    fontFamily: 'var(--spoor-font)',
    fontStyle: 'normal',
    fontSize: '.6875rem',
    color: 'var(--spoor-text-3)',
    marginLeft: '1.5rem',
  },
  '.cm-completionIcon': { display: 'none' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 12px', maxWidth: '22rem', fontSize: '.75rem', lineHeight: '1.125rem' },
  '.cm-tooltip-lint': { padding: '0' },
  '.cm-tooltip.cm-tooltip-hover': { maxWidth: '30rem', fontSize: '.75rem', lineHeight: '1.125rem' },
  '.cm-tooltip-hover .cdoc': { padding: '8px 12px' },
  '.cm-diagnostic': { padding: '7px 12px', borderLeft: '3px solid var(--spoor-error)', fontSize: '.75rem', lineHeight: '1.125rem' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--spoor-stale)' },
  '.cm-diagnosticAction': {
    font: 'inherit',
    color: 'var(--spoor-accent)',
    background: 'transparent',
    border: '1px solid var(--spoor-line-2)',
    borderRadius: '5px',
    padding: '2px 8px',
    marginLeft: '8px',
    cursor: 'pointer',
  },
});
