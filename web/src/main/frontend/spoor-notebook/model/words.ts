// Numbers, times and counts in words, one way everywhere.
import type { TimeRange } from './types.ts';

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export function count(n: number): string {
  return GROUPED.format(n);
}

export function rowsInWords(n: number, exact: boolean): string {
  const word = n === 1 ? 'row' : 'rows';
  return exact ? `${count(n)} ${word}` : `≥ ${count(n)} ${word}`;
}

export function size(length: number): string {
  if (length < 1024) return `${length} characters`;
  if (length < 1024 * 1024) return `${(length / 1024).toFixed(length < 10240 ? 1 : 0)} kB`;
  return `${(length / 1024 / 1024).toFixed(1)} MB`;
}

export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export function age(then: number, now: number): string {
  const s = Math.max(0, Math.round((now - then) / 1000));
  if (s < 10) return 'just now';
  if (s < 60) return `${s} s ago`;
  if (s < 3600) return `${Math.floor(s / 60)} min ago`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ago`;
  return day(new Date(then), 'UTC');
}

function parts(date: Date, zone: string): Record<string, string> {
  const out: Record<string, string> = {};
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  for (const part of format.formatToParts(date)) out[part.type] = part.value;
  return out;
}

export function clockTime(date: Date, zone = 'UTC'): string {
  const p = parts(date, zone);
  return `${p['hour']}:${p['minute']}:${p['second']}`;
}

export function day(date: Date, zone = 'UTC'): string {
  const p = parts(date, zone);
  return `${p['day']} ${p['month']}`;
}

export function dayAndMinute(date: Date, zone = 'UTC'): string {
  const p = parts(date, zone);
  return `${p['day']} ${p['month']} ${p['hour']}:${p['minute']}`;
}

const RELATIVE: Record<string, string> = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' };

/** "Last 24 h", "All time", "23 Nov 14:32 to 24 Nov 14:32". */
export function rangeInWords(range: TimeRange, zone = 'UTC'): string {
  switch (range.kind) {
    case 'all':
      return 'All time';
    case 'relative':
      return `Last ${RELATIVE[range.last] ?? range.last.replace(/([a-z]+)$/, ' $1')}`;
    case 'absolute':
      return `${dayAndMinute(new Date(range.from), zone)} to ${dayAndMinute(new Date(range.to), zone)}`;
  }
}

export function lastInWords(range: TimeRange): string {
  switch (range.kind) {
    case 'all':
      return 'in all events';
    case 'relative': {
      const words: Record<string, string> = { '1h': 'hour', '24h': '24 hours', '7d': '7 days', '30d': '30 days' };
      return `in the last ${words[range.last] ?? range.last}`;
    }
    case 'absolute':
      return 'in this time range';
  }
}

/** "Next in line", "Second in line". */
export function placeInLine(position: number | undefined): string {
  const words = ['Next', 'Second', 'Third', 'Fourth', 'Fifth'];
  if (position === undefined || position < 1) return 'Waiting';
  return `${words[position - 1] ?? `${position}th`} in line`;
}
