// Completion from the catalog, the artifacts and the columns that the notebook has seen.
import { type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';

export interface Vocabulary {
  entries: readonly { name: string; kind: 'function' | 'plugin' | 'artifact'; doc: string; args: readonly string[] }[];
  artifacts: readonly string[];
  columns: readonly string[];
}

export const EMPTY_VOCABULARY: Vocabulary = { entries: [], artifacts: [], columns: [] };

const KEYWORDS = [
  'SELECT', 'FROM', 'WHERE', 'AND', 'OR', 'NOT', 'AS', 'IN', 'GROUP BY', 'ORDER BY', 'DESC', 'LIMIT', 'LET', 'NULL',
  'TRUE', 'FALSE', 'EXPLAIN',
];

export function vqlCompletion(vocabulary: () => Vocabulary) {
  return (context: CompletionContext): CompletionResult | null => {
    const known = vocabulary();
    const inArtifact = context.matchBefore(/artifact\s*=\s*['"][A-Za-z0-9_.]*/);
    if (inArtifact) {
      const quote = Math.max(inArtifact.text.lastIndexOf("'"), inArtifact.text.lastIndexOf('"'));
      return {
        from: inArtifact.from + quote + 1,
        options: known.artifacts.map((label) => ({ label, type: 'artifact' })),
        validFor: /^[A-Za-z0-9_.]*$/,
      };
    }
    const word = context.matchBefore(/[A-Za-z_][A-Za-z0-9_]*/);
    if (!word && !context.explicit) return null;
    if (word && word.text.length < 2 && !context.explicit) return null;
    const options: Completion[] = [
      ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
      ...known.columns.map((label) => ({ label, type: 'column', boost: 2 })),
      ...known.entries.map((entry): Completion => {
        const completion: Completion = {
          label: entry.name,
          type: entry.kind,
          detail: entry.kind,
          apply: `${entry.name}(`,
        };
        if (entry.doc !== '' || entry.args.length > 0) {
          completion.info = () => describe(entry.args, entry.doc);
        }
        return completion;
      }),
    ];
    return { from: word?.from ?? context.pos, options, validFor: /^[A-Za-z0-9_]*$/ };
  };
}

function describe(args: readonly string[], doc: string): HTMLElement {
  const block = document.createElement('div');
  block.className = 'cdoc';
  if (args.length > 0) {
    const line = document.createElement('p');
    line.className = 'cargs';
    line.textContent = args.map((arg) => `${arg}=`).join(', ');
    block.append(line);
  }
  const text = document.createElement('p');
  text.textContent = doc;
  block.append(text);
  return block;
}
