// "Only this" and "Without it": a value of a result written into the query as a condition.
import type { Value } from './types.ts';
import { shown } from './values.ts';
import { tokens, type Token } from './vql-tokens.ts';

/** A value as the query language writes it; none for values that have no such form. */
export function literal(value: Value | undefined): string | undefined {
  const it = shown(value);
  switch (it.kind) {
    case 'null':
      return 'NULL';
    case 'word':
    case 'number':
      return it.text;
    case 'text':
      return quoted(it.text);
    default:
      return undefined;
  }
}

/** Single quotes; a backslash before what the language would read otherwise. */
export function quoted(text: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `'${text.replace(/[\\'\n\r\t]|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, (char) => escapes[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;
}

function columnText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) ? name : `\`${name}\``;
}

/** The query with one more condition, or none when it cannot take one: it groups, or is no query. */
export function refine(text: string, column: string, value: Value | undefined, keep: boolean): string | undefined {
  const right = literal(value);
  if (right === undefined || column.includes('`')) return undefined;
  const condition = `${columnText(column)} ${keep ? '=' : '!='} ${right}`;
  const top = topLevel(text);
  const select = top.findLastIndex((token) => word(text, token) === 'SELECT');
  if (select < 0) return undefined;
  const clauses = top.slice(select);
  const end = clauses.find((token) => /^(ORDER BY|LIMIT)$/.test(word(text, token)));
  if (clauses.some((token) => word(text, token) === 'GROUP BY')) return undefined;
  if (!clauses.some((token) => word(text, token) === 'FROM')) return undefined;
  const last = lastBefore(text, end?.from ?? text.length);
  const where = clauses.find((token) => word(text, token) === 'WHERE');
  const after = text.slice(last);
  if (!where) return `${text.slice(0, last)}\nWHERE ${condition}${after}`;
  const old = text.slice(where.to, last).trim();
  const single = tokens(old).every((token) => !/^(OR|\|+)$/.test(word(old, token)) && old[token.from] !== ',');
  return `${text.slice(0, where.to)} ${single ? old : `(${old})`} AND ${condition}${after}`;
}

function word(text: string, token: Token): string {
  return token.kind === 'keyword' ? text.slice(token.from, token.to).toUpperCase().replace(/\s+/g, ' ') : '';
}

/** Tokens outside of all brackets. */
function topLevel(text: string): Token[] {
  let depth = 0;
  return tokens(text).filter((token) => {
    const char = token.kind === 'operator' ? text[token.from] : '';
    if (char === '(' || char === '{' || char === '[') depth++;
    if (char === ')' || char === '}' || char === ']') depth--;
    return depth === 0 && token.kind !== 'comment';
  });
}

/** Where the last word before a place ends; comments and space after it stay behind. */
function lastBefore(text: string, at: number): number {
  return tokens(text).findLast((token) => token.to <= at && token.kind !== 'comment')?.to ?? at;
}
