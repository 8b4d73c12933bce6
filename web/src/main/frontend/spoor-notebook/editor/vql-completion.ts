// Completion from the catalog, the artifacts, the cells and the columns that the notebook has seen.
import { snippetCompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { placeAt, type Place } from '../model/vql-place.ts';
import { describeArgument, describeArtifact, describeEntry } from './vql-help.ts';
import type { Entry, Vocabulary } from './vocabulary.ts';

const KEYWORDS = [
  'SELECT', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'AS', 'IN', 'GROUP BY', 'ORDER BY', 'DESC', 'LIMIT', 'LET', 'NULL',
  'TRUE', 'FALSE', 'EXPLAIN',
];
const WORD = /^[A-Za-z0-9_]*$/;
const NAME = /^[A-Za-z0-9_.]*$/;

export function vqlCompletion(vocabulary: () => Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = vocabulary();
    const place = placeAt(context.state.doc.toString(), context.pos);
    if (place.textOf) return inText(place.textOf, known);
    if (place.closed) return null;
    const length = place.word?.text.length ?? 0;
    // An opened call offers its arguments at once; words are offered from the second letter on.
    if (!context.explicit && length < 2 && !(place.argumentName && place.call && entryOf(known, place.call.name))) return null;
    return { from: place.word?.from ?? context.pos, options: options(place, known, length > 0 || context.explicit), validFor: WORD };
  };
}

function inText(at: { argument: string; from: number }, known: Vocabulary): CompletionResult | null {
  if (at.argument !== 'artifact') return null;
  return {
    from: at.from,
    options: known.artifacts.map((artifact) => ({
      label: artifact.name,
      type: 'artifact',
      ...(artifact.type === '' ? {} : { detail: artifact.type.toLowerCase().replaceAll('_', ' ') }),
      ...(artifact.doc === '' ? {} : { info: () => describeArtifact(artifact) }),
    })),
    validFor: NAME,
  };
}

function entryOf(known: Vocabulary, name: string): Entry | undefined {
  return known.entries.find((entry) => entry.name === name);
}

function options(place: Place, known: Vocabulary, words: boolean): Completion[] {
  const out: Completion[] = [];
  const call = place.call && entryOf(known, place.call.name);
  if (place.argumentName && call) {
    for (const argument of call.args) {
      if (place.call?.given.includes(argument.name)) continue;
      out.push({
        label: argument.name,
        type: 'argument',
        detail: argument.required ? `${argument.type}, needed` : argument.type,
        apply: `${argument.name}=`,
        boost: argument.required ? 20 : 10,
        info: () => describeArgument(argument),
      });
    }
    if (!words) return out;
  }
  if (place.source) return known.entries.filter((entry) => entry.kind === 'plugin').map(callOf).concat(known.names.map(nameOf));
  out.push(
    ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
    ...known.columns.filter((label) => WORD.test(label)).map((label) => ({ label, type: 'column', detail: 'column', boost: 2 })),
    ...known.names.map(nameOf),
    ...known.entries.map(callOf),
  );
  return out;
}

function nameOf(label: string): Completion {
  return { label, type: 'name', detail: 'of another cell', boost: 3 };
}

/** A call with its needed arguments, to be filled in one after the other. */
function callOf(entry: Entry): Completion {
  const needed = entry.args.filter((argument) => argument.required);
  const completion: Completion = {
    label: entry.name,
    type: entry.kind,
    detail: entry.kind,
    ...(entry.doc !== '' || entry.args.length > 0 ? { info: () => describeEntry(entry) } : {}),
  };
  if (entry.args.length === 0) return { ...completion, apply: `${entry.name}()` };
  if (needed.length === 0) return snippetCompletion(`${entry.name}(\${})`, completion);
  const fields = needed.map((argument) => `${argument.name}=${argument.type === 'string' ? "'${}'" : '${}'}`);
  return snippetCompletion(`${entry.name}(${fields.join(', ')})`, completion);
}
