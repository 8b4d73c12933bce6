// What a screen reader is told, politely.
import type { RunSummary } from '../model/types.ts';
import { count, duration } from '../model/words.ts';

const ENDS: Partial<Record<RunSummary['state'], string>> = { done: 'finished', partial: 'stopped', cancelled: 'stopped', error: 'failed' };

export class Announcer {
  #words = '';

  get words(): string {
    return this.#words;
  }

  /** "alerts finished, 412 rows, 38 milliseconds". */
  ended(run: RunSummary, name: string): void {
    const rows = `${count(run.rows)} ${run.rows === 1 ? 'row' : 'rows'}`;
    const time = run.elapsedMs === undefined ? '' : `, ${duration(run.elapsedMs).replace(/ ms$/, ' milliseconds')}`;
    this.#words = `${name} ${ENDS[run.state] ?? 'ended'}, ${rows}${time}`;
  }
}
