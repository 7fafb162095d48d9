/**
 * The order in which work is graded: as good as random, so that no name, date or length decides who is read first and
 * who last, and the same at every look, so that "12 of 34" stays where it was.
 * @param seed one for each item and grader: two graders do not tire at the same texts
 */
export function gradingOrder<T extends { id: string }>(all: readonly T[], seed: string): T[] {
  const keyed = all.map((one) => ({ one, key: hash(`${seed}:${one.id}`) }));
  return keyed.toSorted((a, b) => a.key - b.key || (a.one.id < b.one.id ? -1 : 1)).map(({ one }) => one);
}

/** FNV-1a in 32 bits, with murmur3's final mixing: neighbouring inputs land far apart. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export type Neighbours<T> = { previous: T | null; next: T | null; position: number; count: number };

/** What comes before and after in an order. `position` counts from 1; 0 where `id` is not in it. */
export function neighbours<T extends { id: string }>(ordered: readonly T[], id: string): Neighbours<T> {
  const at = ordered.findIndex((one) => one.id === id);
  return {
    previous: at > 0 ? (ordered[at - 1] ?? null) : null,
    next: at < 0 ? (ordered[0] ?? null) : (ordered[at + 1] ?? null),
    position: at + 1,
    count: ordered.length,
  };
}

/** The first that waits after `id`, going around once; null when none waits. */
export function nextWaiting<T extends { id: string; waits: boolean }>(
  ordered: readonly T[],
  id: string | null,
): T | null {
  const at = ordered.findIndex((one) => one.id === id);
  const around = [...ordered.slice(at + 1), ...ordered.slice(0, at + 1)];
  return around.find((one) => one.waits && one.id !== id) ?? null;
}
