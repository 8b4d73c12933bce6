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
/** Characters that the dots in the middle and at the end take. */
const DOTS = 3;

/** Cuts a text into parts. With room for fewer characters than it has, what does not fit is unseen: never the match. */
export function parts(text: string, spans: readonly Span[], room = Infinity): Part[] {
  const hits = tidy(spans, text.length);
  const unseen = hidden(text, hits[0], room);
  const cuts = new Set([0, text.length]);
  for (const [from, to] of [...hits, ...unseen]) cuts.add(from).add(to);
  const points = [...cuts].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  const within = (list: readonly Span[], at: number): boolean => list.some(([from, to]) => at >= from && at < to);
  return points.slice(0, -1).map((from, i) => ({
    text: text.slice(from, points[i + 1]),
    seen: !within(unseen, from),
    hit: within(hits, from),
  }));
}

function hidden(text: string, first: Span | undefined, room: number): Span[] {
  if (!first || text.length <= room) return [];
  let left = room - DOTS;
  const out: Span[] = [];
  let from = 0;
  if (first[1] > left) {
    const head = wordEnd(text, Math.max(4, Math.min(first[0], Math.floor(room * 0.3))));
    const next = Math.max(head, first[0] - BEFORE_MATCH);
    if (next - head > DOTS) {
      out.push([head, next]);
      left -= head + DOTS;
      from = next;
    }
  }
  const end = Math.max(first[1], from + Math.max(0, left));
  if (end < text.length) out.push([whole(text, end), text.length]);
  return out;
}

/** Never between the two halves of a character. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** The end of the last whole word before a place, when there is one. */
function wordEnd(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space >= 4 ? space : whole(text, at);
}
