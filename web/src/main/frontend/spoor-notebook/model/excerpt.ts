// What of a long text a narrow column shows: its head, and the first match in its surroundings.
import type { Mark } from './types.ts';

export type Span = readonly [from: number, to: number];

/** A part of a text: shown, or present and unseen so that a copy has it. */
export interface Part {
  text: string;
  seen: boolean;
  hit: boolean;
}

/** Where a text holds another, capital letters or not. */
export function occurrences(text: string, find: string, most = 32): Span[] {
  const out: Span[] = [];
  if (find === '') return out;
  const needle = find.toLowerCase();
  const hay = text.toLowerCase();
  // Lower case may be longer than what it came from; then places do not fit, and nothing is marked.
  if (hay.length !== text.length) return out;
  for (let at = hay.indexOf(needle); at >= 0 && out.length < most; at = hay.indexOf(needle, at + needle.length)) {
    out.push([at, at + needle.length]);
  }
  return out;
}

/** Ordered, within the text, none over another. */
export function tidy(spans: readonly Span[], length: number): Span[] {
  const out: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(0, from);
    const end = Math.min(length, to);
    if (end <= start) continue;
    const last = out.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([start, end]);
  }
  return out;
}

export function marksOf(marks: readonly Mark[] | undefined, column: number): Span[] {
  return (marks ?? []).filter((mark) => mark[0] === column).map((mark) => [mark[1], mark[2]]);
}

const BEFORE_MATCH = 1;

/** Cuts a text into parts. With room for fewer characters than the first match needs, the middle is unseen. */
export function parts(text: string, spans: readonly Span[], room = Infinity): Part[] {
  const hits = tidy(spans, text.length);
  const first = hits[0];
  let gap: Span | undefined;
  if (first && text.length > room && first[1] > room - 2) {
    const head = wordEnd(text, Math.max(4, Math.min(first[0], Math.floor(room * 0.3))));
    const from = Math.max(head, first[0] - BEFORE_MATCH);
    if (from - head > 3) gap = [head, from];
  }
  const out: Part[] = [];
  const push = (from: number, to: number, hit: boolean): void => {
    if (to <= from) return;
    if (gap && from < gap[0] && to > gap[0]) {
      push(from, gap[0], hit);
      push(gap[0], to, hit);
    } else if (gap && from < gap[1] && to > gap[1]) {
      push(from, gap[1], hit);
      push(gap[1], to, hit);
    } else out.push({ text: text.slice(from, to), seen: !(gap && from >= gap[0] && to <= gap[1]), hit });
  };
  let at = 0;
  for (const [from, to] of hits) {
    push(at, from, false);
    push(from, to, true);
    at = to;
  }
  push(at, text.length, false);
  return out;
}

/** The end of the last whole word before a place, when there is one; never between two halves of a character. */
function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  if (space >= 4) return space;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
