// The one place where a value of an event becomes nodes. Text nodes and drawn marks only: nothing is ever parsed.
import { occurrences, parts, type Span } from '../model/excerpt.ts';
import { mixesScripts, segments, spoken } from '../model/hostile.ts';
import { dayOf, plain, shown, timeText } from '../model/values.ts';
import type { ColumnKind } from '../model/values.ts';
import type { Value } from '../model/types.ts';
import { size } from '../model/words.ts';

export interface RenderOptions {
  kind?: ColumnKind;
  /** Times of one day are shown without it. */
  sameDay?: boolean;
  /** Longest text drawn; the rest is behind "Open". */
  limit?: number;
  /** Line breaks break lines, in viewers; elsewhere they are marks. */
  breakLines?: boolean;
  /** What made the row match, and what a person looks for. */
  spans?: readonly Span[];
  find?: string;
  /** Characters that fit; with fewer than the first match needs, the middle is left out. */
  room?: number;
}

function span(className: string, text?: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  if (text !== undefined) element.append(document.createTextNode(text));
  return element;
}

/** A framed name in the place of a character that would act. The character itself stays inside, unseen, for copies. */
function mark(char: string, name: string, title: string): HTMLSpanElement {
  const frame = span('mark');
  frame.dataset.name = name;
  frame.title = title;
  frame.setAttribute('role', 'img');
  frame.setAttribute('aria-label', name);
  frame.append(span('raw', char));
  return frame;
}

/** A text as it arrived, isolated, left to right; what matched in it is marked. */
export function renderText(text: string, options: RenderOptions = {}): HTMLElement {
  const isolate = document.createElement('bdi');
  isolate.dir = 'ltr';
  const spans = [...(options.spans ?? []), ...occurrences(text, options.find ?? '')];
  if (spans.length === 0) {
    appendSegments(isolate, text, options);
    return isolate;
  }
  const all = parts(text, spans, options.room);
  for (const [i, part] of all.entries()) {
    // Hits that are not seen are in the same gap as what stands around them.
    if (!part.seen) {
      if (all[i - 1]?.seen === false) isolate.lastElementChild?.append(span('raw', part.text));
      else isolate.append(gap(part.text, all.slice(i).some((it) => it.seen)));
    }
    else if (!part.hit) appendSegments(isolate, part.text, options);
    else {
      const hit = document.createElement('mark');
      hit.className = 'hit';
      appendSegments(hit, part.text, options);
      isolate.append(hit);
    }
  }
  return isolate;
}

/** Three dots for what is left out; a copy gets it all the same. */
function gap(text: string, middle = true): HTMLElement {
  const dots = span(middle ? 'gap far' : 'gap');
  if (text !== '') dots.append(span('raw', text));
  return dots;
}

function appendSegments(parent: Element, text: string, options: RenderOptions): void {
  for (const segment of segments(text)) {
    if (segment.kind === 'text') appendText(parent, segment.text);
    else if (options.breakLines && segment.text === '\n') parent.append(mark('', 'LF', segment.title), '\n');
    else parent.append(mark(segment.text, segment.name, segment.title));
  }
}

function appendText(parent: Element, text: string): void {
  if (!mixesScripts(text)) {
    parent.append(document.createTextNode(text));
    return;
  }
  for (const word of text.split(/([\p{L}\p{M}\p{N}_]+)/u)) {
    if (word === '') continue;
    if (!mixesScripts(word)) parent.append(document.createTextNode(word));
    else {
      const dotted = span('mixed', word);
      dotted.title = 'letters of more than one script, which look alike';
      parent.append(dotted);
    }
  }
}

function hash(text: string): HTMLElement {
  const isolate = document.createElement('bdi');
  isolate.dir = 'ltr';
  const prefix = /^[A-Za-z0-9]+=/.exec(text)?.[0] ?? '';
  const hex = text.slice(prefix.length);
  if (hex.length <= 24) isolate.append(document.createTextNode(text));
  else {
    // Copy and screen readers get all of it; the eye gets both ends.
    isolate.title = text;
    const middle = span('raw', hex.slice(16, -5));
    isolate.append(document.createTextNode(prefix + hex.slice(0, 16)), span('gap'), middle, document.createTextNode(hex.slice(-5)));
  }
  return isolate;
}

/** A value of a row on one line. */
export function renderValue(value: Value | undefined, options: RenderOptions = {}): Node {
  const it = shown(value);
  const limit = options.limit ?? 512;
  switch (it.kind) {
    case 'null':
      return span('null', '');
    case 'word':
    case 'number':
      return document.createTextNode(it.text);
    case 'time':
      return time(it.text, options);
    case 'text': {
      if (options.kind === 'time' && dayOf(it.text) !== '') return time(it.text, options);
      if (options.kind === 'hash') return hash(it.text);
      if (it.text === '') return span('null empty', '');
      if (it.text.length <= limit) return renderText(it.text, options);
      return long(renderText(whole(it.text, limit), options), it.text.length);
    }
    case 'json': {
      const text = it.text.length > limit ? whole(it.text, limit) : it.text;
      const element = renderText(text, options);
      element.classList.add('json');
      return it.text.length <= limit ? element : long(element, it.text.length);
    }
    case 'cut':
      return long(it.match ? around(it.text, it.match, options) : renderText(whole(it.text, limit), options), it.length);
  }
}

function long(text: Node, length: number): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const shown = span('long');
  shown.append(text);
  fragment.append(shown, cutNote(length));
  return fragment;
}

/** The beginning of a value that is not here as a whole, and its first match in its surroundings. */
function around(head: string, match: { offset: number; text: string }, options: RenderOptions): Node {
  const fragment = document.createDocumentFragment();
  const room = options.room ?? 80;
  const { spans = [], ...rest } = options;
  const moved = spans.map(([from, to]): Span => [from - match.offset, to - match.offset]);
  fragment.append(
    renderText(whole(head, Math.max(8, Math.min(24, Math.floor(room * 0.3)))), rest),
    gap(''),
    renderText(match.text, { ...rest, spans: moved, room: Math.max(16, Math.floor(room * 0.6)) }),
  );
  return fragment;
}

/** The first characters, never half of one. */
function whole(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

function cutNote(length: number): HTMLElement {
  return span('cut', ` ${size(length)}`);
}

function time(text: string, options: RenderOptions): HTMLElement {
  const element = document.createElement('time');
  element.dateTime = text;
  element.title = text;
  element.append(document.createTextNode(timeText(text, options.sameDay === true)));
  return element;
}

/** For tooltips and labels: marks by name, never longer than a line or two. */
export function describeValue(value: Value | undefined): string {
  const it = shown(value);
  return it.kind === 'null' ? 'no value' : spoken(it.text.slice(0, 300));
}

/** JSON over several lines, for a panel: keys coloured, values as everywhere. */
export function renderTree(value: Value, limit = 4000): HTMLElement {
  const block = span('tree');
  const text = JSON.stringify(plain(value), null, 2);
  block.replaceChildren(...lines(whole(text, limit)));
  if (text.length > limit) block.append(cutNote(text.length));
  return block;
}

function lines(text: string): Node[] {
  const out: Node[] = [];
  text.split('\n').forEach((line, i) => {
    if (i > 0) out.push(document.createTextNode('\n'));
    const key = /^(\s*)("(?:\\.|[^"\\])*")(:)/.exec(line);
    if (!key) {
      out.push(renderText(line));
      return;
    }
    const name = span('key');
    name.append(renderText(key[2] ?? ''));
    out.push(document.createTextNode(key[1] ?? ''), name, document.createTextNode(':'), renderText(line.slice(key[0].length)));
  });
  return out;
}
