// Equal stretches of time and what stands in them: for histograms and strips.

export interface Bins {
  /** Milliseconds since 1970 where the first begins. */
  from: number;
  width: number;
  counts: readonly number[];
}

/** A stretch of bins, both ends inclusive. */
export interface Stretch {
  first: number;
  last: number;
}

export function startOf(bins: { from: number; width: number }, index: number): number {
  return bins.from + index * bins.width;
}

export function sum(counts: readonly number[], stretch: Stretch): number {
  let total = 0;
  for (let i = stretch.first; i <= stretch.last; i++) total += counts[i] ?? 0;
  return total;
}

/**
 * Where more clients than usual said nothing, as stretches: those that were silent all the time are no gap in it,
 * unless nobody reported at all.
 */
export function silentStretches(assigned: readonly number[], silent: readonly number[], share = 0.05): Stretch[] {
  const out: Stretch[] = [];
  const always = Math.min(...silent.filter((_, i) => (assigned[i] ?? 0) > 0), Infinity);
  silent.forEach((count, i) => {
    const of = assigned[i] ?? 0;
    const isGap = count > 0 && (count >= of || (count - always) / of >= share);
    if (of === 0 || !isGap) return;
    const last = out.at(-1);
    if (last && last.last === i - 1) last.last = i;
    else out.push({ first: i, last: i });
  });
  return out;
}

/** A round number that is not smaller: 1, 2 or 5 times a power of ten, even when halved. */
export function roundUp(n: number): number {
  if (n <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(n));
  for (const step of [1, 2, 4, 6, 8, 10]) {
    if (n <= step * power) return step * power;
  }
  return 10 * power;
}

const STEPS = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 7_776_000, 31_536_000].map((s) => s * 1000);

/** At most so many round times within the bins. */
export function ticks(bins: { from: number; width: number }, count: number, most: number): number[] {
  const to = bins.from + bins.width * count;
  const step = STEPS.find((it) => (to - bins.from) / it <= most) ?? 31_536_000_000;
  const out: number[] = [];
  for (let t = Math.ceil(bins.from / step) * step; t < to; t += step) out.push(t);
  return out;
}

/** "14:32", "23 Nov", or both where a day begins. */
export function tickWords(time: number, span: number): string {
  const iso = new Date(time).toISOString();
  const clock = iso.slice(11, span < 600_000 ? 19 : 16);
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const day = `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1]}`;
  if (span > 300 * 86_400_000) return `${day} ${iso.slice(0, 4)}`;
  if (span > 4 * 86_400_000) return day;
  return iso.slice(11, 19) === '00:00:00' ? day : clock;
}
