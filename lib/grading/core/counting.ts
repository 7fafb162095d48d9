/** Which of a student's submissions is the grade: the one with most points, and of those the newest. */
export function countingOf<S extends { points: number | null; createdAt: Date }>(submissions: readonly S[]): S | null {
  return submissions.reduce<S | null>((best, each) => (each.points !== null && beats(each, best) ? each : best), null);
}

function beats<S extends { points: number | null; createdAt: Date }>(each: S, best: S | null): boolean {
  if (!best) return true;
  const more = (each.points ?? 0) - (best.points ?? 0);
  return more > 0 || (more === 0 && each.createdAt >= best.createdAt);
}
