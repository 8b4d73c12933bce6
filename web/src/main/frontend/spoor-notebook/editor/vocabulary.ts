// What can be called, named and read, as the editor knows it.

export interface Argument {
  name: string;
  type: string;
  required: boolean;
  doc: string;
}

export interface Entry {
  name: string;
  kind: 'function' | 'plugin' | 'artifact';
  doc: string;
  synopsis: string;
  args: readonly Argument[];
}

export interface Artifact {
  name: string;
  type: string;
  doc: string;
}

export interface Vocabulary {
  entries: readonly Entry[];
  artifacts: readonly Artifact[];
  /** Columns that the notebook's results have. */
  columns: readonly string[];
  /** Names that other cells define. */
  names: readonly string[];
}

export const EMPTY_VOCABULARY: Vocabulary = { entries: [], artifacts: [], columns: [], names: [] };
