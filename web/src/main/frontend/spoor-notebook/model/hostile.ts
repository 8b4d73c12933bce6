// Text of events, cut into what may be drawn as text and what must be drawn as a mark. No DOM here.

export interface TextSegment {
  kind: 'text';
  text: string;
}

/** A character that would act on a screen: shown by its name, copied as it is. */
export interface MarkSegment {
  kind: 'mark';
  /** What arrived. */
  text: string;
  name: string;
  title: string;
}

export type Segment = TextSegment | MarkSegment;

const C0 = [
  'NUL', 'SOH', 'STX', 'ETX', 'EOT', 'ENQ', 'ACK', 'BEL', 'BS', 'TAB', 'LF', 'VT', 'FF', 'CR', 'SO', 'SI',
  'DLE', 'DC1', 'DC2', 'DC3', 'DC4', 'NAK', 'SYN', 'ETB', 'CAN', 'EM', 'SUB', 'ESC', 'FS', 'GS', 'RS', 'US',
] as const;

// C0, DEL and C1 · soft hyphen · combining grapheme joiner · Arabic letter mark · Hangul fillers ·
// Khmer inherent vowels · Mongolian selectors · zero width and bidi · line separators · word joiner and
// invisible operators · variation selectors · BOM · interlinear · object replacement · noncharacters ·
// musical and shorthand format controls · tags and supplementary selectors · lone surrogates.
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function nameOf(code: number): string {
  if (code < 0x20) return C0[code] ?? '?';
  if (code === 0x7f) return 'DEL';
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function titleOf(char: string, code: number): string {
  if (code < 0x20 || code === 0x7f) return `control character ${nameOf(code)} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
  if (code >= 0x80 && code <= 0x9f) return `control character ${nameOf(code)}`;
  if (BIDI.test(char)) return `${nameOf(code)}: other programs would change the direction of the text here`;
  if (code >= 0xd800 && code <= 0xdfff) return `${nameOf(code)}: half of a character, not valid text`;
  return `${nameOf(code)}: takes no place on the screen`;
}

/** Cuts a text into segments. Joined, their texts are the input again, always. */
export function segments(input: string): Segment[] {
  const out: Segment[] = [];
  let from = 0;
  ACTING.lastIndex = 0;
  for (let match = ACTING.exec(input); match; match = ACTING.exec(input)) {
    if (match.index > from) out.push({ kind: 'text', text: input.slice(from, match.index) });
    const char = match[0];
    const code = char.codePointAt(0) ?? 0;
    out.push({ kind: 'mark', text: char, name: nameOf(code), title: titleOf(char, code) });
    from = match.index + char.length;
  }
  if (from < input.length) out.push({ kind: 'text', text: input.slice(from) });
  return out;
}

/** The same for a screen reader and for a tooltip: names in brackets. */
export function spoken(input: string): string {
  return segments(input)
    .map((segment) => (segment.kind === 'text' ? segment.text : `[${segment.name}]`))
    .join('');
}

const LATIN = /\p{Script=Latin}/u;
const LOOKS_LATIN = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;

/** Whether one word mixes Latin with letters that look like it. Such a word is marked, never changed. */
export function mixesScripts(input: string): boolean {
  if (!LATIN.test(input) || !LOOKS_LATIN.test(input)) return false;
  return input.split(/[^\p{L}\p{M}\p{N}_]+/u).some((word) => LATIN.test(word) && LOOKS_LATIN.test(word));
}
