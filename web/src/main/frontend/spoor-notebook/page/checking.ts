// What the server's parser says about texts, and what an editor may offer while one is written.
import type { Cell, Issue, Notebook, RunSummary } from '../model/types.ts';
import { definedNames } from '../model/vql-tokens.ts';

export interface CheckHost {
  readonly notebook: Notebook | undefined;
  readonly editing: string;
  text(cell: string): string;
  check(text: string, names: readonly string[], signal?: AbortSignal): Promise<Issue[]>;
  /** What is wrong with the text of a cell that nobody edits. */
  explained(cell: string, issues: Issue[]): void;
}

export class Checking {
  readonly #host: CheckHost;

  constructor(host: CheckHost) {
    this.#host = host;
  }

  readonly check = (text: string, signal: AbortSignal): Promise<Issue[]> =>
    this.#host.check(text, this.namesFromOthers(this.#host.editing), signal);

  namesFromOthers(cell: string): string[] {
    const others = this.#queries().filter((it) => it.id !== cell);
    return [...new Set(others.flatMap((it) => definedNames(this.#host.text(it.id))))];
  }

  columns(): string[] {
    return [...new Set(this.#queries().flatMap((it) => it.run?.columns.map((column) => column.name) ?? []))];
  }

  #queries(): readonly Cell[] {
    return (this.#host.notebook?.cells ?? []).filter((it) => it.type === 'vql');
  }

  /** A run that failed on its text: the checker knows the mending edits too. */
  async explain(run: RunSummary): Promise<void> {
    const text = this.#host.text(run.cell);
    if (run.state !== 'error' || (run.error?.issues.length ?? 0) === 0 || this.#host.editing === run.cell) return;
    const issues = await this.#host.check(text, this.namesFromOthers(run.cell)).catch(() => []);
    if (this.#host.text(run.cell) !== text || !issues.some((issue) => issue.severity === 'error')) return;
    this.#host.explained(run.cell, issues);
  }
}
