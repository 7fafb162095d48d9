/** Pure geometry of the line of scores, in the drawing's own units. */

export const shareText = (share: number) => share.toFixed(3).replace(/0$/, '');

type Domain = { low: number; high: number; ticks: number[] };

/** An axis that holds every score with some room, on round tenths where it can. */
export function scoreDomain(scores: readonly number[]): Domain {
  if (!scores.every((score) => score >= 0 && score <= 1)) return wideDomain(Math.min(...scores), Math.max(...scores));
  const low = Math.max(0, Math.floor((Math.min(...scores) - 0.01) * 10) / 10);
  const high = Math.min(1, Math.ceil((Math.max(...scores) + 0.01) * 10) / 10);
  const top = high > low ? high : low + 0.1;
  const count = Math.round((top - low) * 10);
  const every = count > 6 ? 2 : 1;
  const ticks = Array.from({ length: count + 1 }, (_, i) => (Math.round(low * 10) + i) / 10).filter(
    (_, i) => i % every === 0,
  );
  return { low, high: top, ticks };
}

/** Steps below this are nothing to look at, and too small to count with. */
const finest = 1e-9;

/** For scores that are no shares: about five steps of 1, 2 or 5 times a power of ten. */
function wideDomain(least: number, most: number): Domain {
  const rough = Math.max(finest, most - least || Math.abs(most) || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((times) => times * power >= rough) ?? 10);
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { low: first * step, high: last * step, ticks };
}

export type Placed = { x: number; level: number; anchor: 'start' | 'middle' | 'end' };

// A generous width for a character of the interface face at 14 units.
const characterWidth = 7.4;

/** Puts each label under its mark, a line lower wherever it would run into one placed before. Input from left to right. */
export function placeLabels(labels: readonly { x: number; text: string }[], width: number): Placed[] {
  const ends: number[] = []; // right end of the last label on each level
  return labels.map(({ x, text }) => {
    const half = (text.length * characterWidth) / 2;
    const anchor = x - half < 0 ? 'start' : x + half > width ? 'end' : 'middle';
    const from = anchor === 'start' ? x : anchor === 'end' ? x - 2 * half : x - half;
    const free = ends.findIndex((end) => end + 10 < from);
    const level = free === -1 ? ends.length : free;
    ends[level] = from + 2 * half;
    return { x, level, anchor };
  });
}
