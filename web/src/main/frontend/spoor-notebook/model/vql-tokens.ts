// The lexer of the query language, for colours: the same ordered rules as the server's, first match wins.

export type TokenKind = 'keyword' | 'function' | 'name' | 'string' | 'number' | 'comment' | 'operator' | 'fault';

export interface Token {
  from: number;
  to: number;
  kind: TokenKind;
}

interface Rule {
  kind: TokenKind;
  at: RegExp;
}

const RULES: readonly Rule[] = [
  { kind: 'comment', at: /\/\*[^]*?\*\/|--[^\n]*|\/\/[^\n]*/y },
  {
    kind: 'keyword',
    at: /(?:EXPLAIN|SELECT|WHERE|AND|OR|FROM|NOT|AS|IN|LIMIT|NULL|DESC|GROUP\s+BY|ORDER\s+BY|TRUE|FALSE|LET)\b|\|+|&&/iy,
  },
  { kind: 'number', at: /-?(?:0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/y },
  { kind: 'name', at: /-?(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]+`)/y },
  { kind: 'operator', at: /<>|!=|<=|>=|=>|=~|[-+:*/%,.()=<>{}[\]]/y },
  { kind: 'string', at: /'''[^]*?'''|'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"/y },
];

const SPACE = /\s+/y;
// A string or a comment that nobody closed yet reaches to the end: the usual state while typing.
const OPEN_STRING = /'''[^]*|'(?:\\[^]|[^'\\])*\\?|"(?:\\[^]|[^"\\])*\\?/y;
const OPEN_COMMENT = /\/\*[^]*/y;
const CALL = /\s*\(/y;

function match(rule: RegExp, text: string, at: number): number {
  rule.lastIndex = at;
  const found = rule.exec(text);
  return found ? found[0].length : 0;
}

/** All tokens of a text, in order, white space left out. Never fails: what fits no rule is a fault of one character. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at);
    if (space > 0) {
      at += space;
      continue;
    }
    const token = next(text, at);
    out.push(token);
    at = token.to;
  }
  return out;
}

function next(text: string, at: number): Token {
  const open = text.startsWith('/*', at) ? match(OPEN_COMMENT, text, at) : 0;
  for (const rule of RULES) {
    const length = match(rule.at, text, at);
    if (length === 0) continue;
    if (rule.kind === 'operator' && open > 0) break;
    if (rule.kind === 'name' && match(CALL, text, at + length) > 0) return { from: at, to: at + length, kind: 'function' };
    return { from: at, to: at + length, kind: rule.kind };
  }
  if (open > 0) return { from: at, to: at + open, kind: 'comment' };
  const string = match(OPEN_STRING, text, at);
  if (string > 0) return { from: at, to: at + string, kind: 'string' };
  const code = text.codePointAt(at) ?? 0;
  return { from: at, to: at + (code > 0xffff ? 2 : 1), kind: 'fault' };
}

/** The names that a text gives to others by LET. */
export function definedNames(text: string): string[] {
  const all = tokens(text).filter((token) => token.kind !== 'comment');
  const names: string[] = [];
  for (let i = 0; i + 1 < all.length; i++) {
    const here = all[i];
    const after = all[i + 1];
    if (!here || !after) continue;
    if (here.kind !== 'keyword' || text.slice(here.from, here.to).toUpperCase() !== 'LET') continue;
    if (after.kind === 'name' || after.kind === 'function') names.push(bare(text.slice(after.from, after.to)));
  }
  return names;
}

/** Every name that a text mentions, also inside strings, because a string may be a query. */
export function mentionedNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const token of tokens(text)) {
    if (token.kind === 'name' || token.kind === 'function') names.add(bare(text.slice(token.from, token.to)));
    if (token.kind === 'string') {
      for (const word of text.slice(token.from, token.to).match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) names.add(word);
    }
  }
  return names;
}

function bare(name: string): string {
  return name.replace(/^-/, '').replace(/^`|`$/g, '');
}
