// Where in a query a place is: inside which call, in which text, after which clause. For completion and hover.
import { tokens, type Token } from './vql-tokens.ts';

export interface Call {
  name: string;
  /** Arguments that are named already. */
  given: string[];
  from: number;
}

export interface Place {
  /** The innermost call around it, if its arguments are what is written there. */
  call: Call | undefined;
  /** Inside a text that is the value of this argument. */
  textOf: { argument: string; from: number; text: string } | undefined;
  /** In a comment or in another text: nothing is offered. */
  closed: boolean;
  /** The word that is being written. */
  word: { from: number; text: string } | undefined;
  /** Whether an argument's name may stand here: after an opening parenthesis or a comma of a call. */
  argumentName: boolean;
  /** Whether a source may stand here: right after FROM. */
  source: boolean;
}

function value(text: string, token: Token | undefined): string {
  return token ? text.slice(token.from, token.to) : '';
}

interface Open {
  bracket: string;
  call: Call | undefined;
}

/** Reads everything before a place. */
export function placeAt(text: string, at: number): Place {
  const before = tokens(text.slice(0, at));
  const last = before.at(-1);
  const open = brackets(text, before);
  const inner = open.at(-1);
  const call = inner?.bracket === '(' ? inner.call : undefined;
  if (last && last.to === at && last.kind === 'comment' && !/\n$/.test(text.slice(0, at))) return nothing(call);
  if (last && last.to === at && last.kind === 'string' && isOpenText(value(text, last))) {
    const argument = argumentBefore(text, before.slice(0, -1));
    const quote = /^'''/.test(value(text, last)) ? 3 : 1;
    const from = last.from + quote;
    return { ...nothing(call), textOf: argument === undefined ? undefined : { argument, from, text: text.slice(from, at) } };
  }
  const isWord = last !== undefined && last.to === at && /^[A-Za-z_]/.test(value(text, last));
  const word = isWord ? { from: last.from, text: value(text, last) } : undefined;
  const previous = isWord ? before.at(-2) : last;
  const sign = value(text, previous);
  return {
    call,
    textOf: undefined,
    closed: sign === '.' && previous?.to === (word?.from ?? at),
    word,
    argumentName: call !== undefined && (sign === ',' || (sign === '(' && call.from <= (previous?.from ?? -1))),
    source: previous?.kind === 'keyword' && sign.toUpperCase() === 'FROM',
  };
}

function nothing(call: Call | undefined): Place {
  return { call, textOf: undefined, closed: true, word: undefined, argumentName: false, source: false };
}

function isOpenText(text: string): boolean {
  if (text.startsWith("'''")) return text.length < 6 || !text.endsWith("'''");
  const quote = text[0] ?? '';
  if (text.length < 2 || !text.endsWith(quote)) return true;
  // A closing quote after an odd number of backslashes is part of the text.
  const slashes = /\\*$/.exec(text.slice(0, -1))?.[0].length ?? 0;
  return slashes % 2 === 1;
}

function argumentBefore(text: string, before: readonly Token[]): string | undefined {
  const sign = before.at(-1);
  const name = before.at(-2);
  return value(text, sign) === '=' && name?.kind === 'name' ? value(text, name) : undefined;
}

function brackets(text: string, before: readonly Token[]): Open[] {
  const open: Open[] = [];
  before.forEach((token, i) => {
    if (token.kind !== 'operator') return;
    const sign = value(text, token);
    const previous = before[i - 1];
    if (sign === '(') {
      const isCall = previous?.kind === 'function' && previous.to === token.from;
      open.push({ bracket: sign, call: isCall ? { name: value(text, previous), given: [], from: previous.from } : undefined });
    } else if (sign === '{' || sign === '[') open.push({ bracket: sign, call: undefined });
    else if (sign === ')' || sign === '}' || sign === ']') open.pop();
    else if (sign === '=' && previous?.kind === 'name') open.at(-1)?.call?.given.push(value(text, previous));
  });
  return open;
}

/** The word under a place, and the call whose argument it names, if it does. */
export function wordAt(text: string, at: number): { from: number; to: number; text: string; called: boolean; argumentOf: string | undefined } | undefined {
  const all = tokens(text);
  const i = all.findIndex((token) => token.from <= at && at < token.to && (token.kind === 'name' || token.kind === 'function'));
  const token = all[i];
  if (!token) return undefined;
  const isArgument = token.kind === 'name' && value(text, all[i + 1]) === '=';
  const call = isArgument ? brackets(text, all.slice(0, i)).at(-1)?.call : undefined;
  return { from: token.from, to: token.to, text: value(text, token), called: token.kind === 'function', argumentOf: call?.name };
}
