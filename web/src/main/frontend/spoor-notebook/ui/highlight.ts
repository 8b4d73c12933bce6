// Query text with its colours and squiggles, as nodes: what a cell shows while nobody edits it.
import { segments } from '../model/hostile.ts';
import { tokens, type TokenKind } from '../model/vql-tokens.ts';
import type { Fix, Issue } from '../model/types.ts';

/** Class of each kind of token, the same in static text and in the editor. */
export const TOKEN_CLASS: Record<TokenKind, string> = {
  keyword: 'tk',
  function: 'tf',
  name: '',
  string: 'ts',
  number: 'tn',
  comment: 'tc',
  operator: 'to',
  fault: 'tx',
};

/** Longer texts stay plain: colours must never cost a key press. */
export const LONGEST_COLOURED = 200_000;

export interface Range {
  from: number;
  to: number;
  className: string;
}

/** Offset of a line and column, both from 1, cut to the text. */
export function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return Math.min(text.length, at + column - 1);
}

/** The stretch of an issue, at least one character where there is one. */
export function issueRange(text: string, issue: Issue): { from: number; to: number } {
  const from = offsetOf(text, issue.line, issue.column);
  const to = Math.min(text.length, from + Math.max(1, issue.length));
  return to > from ? { from, to } : { from: Math.max(0, from - 1), to: from };
}

/** Where a fix applies: its own place, or the place of its issue. */
export function fixPlace(text: string, fix: Fix, issue: Issue): { from: number; to: number } {
  if (fix.offset !== undefined) {
    const from = Math.min(fix.offset, text.length);
    return { from, to: Math.min(text.length, from + (fix.length ?? 0)) };
  }
  const from = offsetOf(text, issue.line, issue.column);
  return { from, to: Math.min(text.length, from + issue.length) };
}

export function colours(text: string): Range[] {
  if (text.length > LONGEST_COLOURED) return [];
  return tokens(text)
    .map((token) => ({ from: token.from, to: token.to, className: TOKEN_CLASS[token.kind] }))
    .filter((range) => range.className !== '');
}

function append(parent: Node, text: string): void {
  for (const segment of segments(text)) {
    if (segment.kind === 'text' || segment.text === '\n' || segment.text === '\t') {
      parent.appendChild(document.createTextNode(segment.text));
      continue;
    }
    const frame = document.createElement('span');
    frame.className = 'mark';
    frame.dataset.name = segment.name;
    frame.title = segment.title;
    frame.setAttribute('role', 'img');
    frame.setAttribute('aria-label', segment.name);
    const raw = document.createElement('span');
    raw.className = 'raw';
    raw.textContent = segment.text;
    frame.append(raw);
    parent.appendChild(frame);
  }
}

/** Draws a text into nodes: coloured ranges, and under them the squiggles of its issues. */
export function drawCode(text: string, issues: readonly Issue[] = [], coloured = true): DocumentFragment {
  const out = document.createDocumentFragment();
  const ranges = coloured ? colours(text) : [];
  const faults = issues.map((issue) => ({ ...issueRange(text, issue), severity: issue.severity }));
  const cuts = new Set<number>([0, text.length]);
  for (const range of ranges) cuts.add(range.from).add(range.to);
  for (const fault of faults) cuts.add(fault.from).add(fault.to);
  const points = [...cuts].sort((a, b) => a - b);
  let next = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const from = points[i] ?? 0;
    const to = points[i + 1] ?? 0;
    while (next < ranges.length && (ranges[next]?.to ?? 0) <= from) next++;
    const range = ranges[next];
    const classes: string[] = [];
    if (range && range.from <= from && range.to >= to) classes.push(range.className);
    const fault = faults.find((it) => it.from <= from && it.to >= to);
    if (fault) classes.push(fault.severity === 'warning' ? 'sq w' : 'sq');
    if (classes.length === 0) append(out, text.slice(from, to));
    else {
      const span = document.createElement('span');
      span.className = classes.join(' ');
      append(span, text.slice(from, to));
      out.append(span);
    }
  }
  return out;
}
