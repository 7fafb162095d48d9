import type { Manifest } from './manifest.ts';

/**
 * How many attempts a private split of so many rows bears. Points are thresholds on it and are told at once, so who sits
 * exactly at a mark learns about one row from a submission: whether a single changed answer was right. k attempts gain at
 * most about k / 2n of an accuracy that way. With k ≤ √n that is within 1 / (2√n), one standard error of the accuracy
 * itself at its widest: less than chance gives or takes.
 */
export const mostAttempts = (privateRows: number): number => Math.floor(Math.sqrt(privateRows));

/** What is wrong with the number of attempts, with the remedy; null where nothing is. */
export function whyTooManyAttempts(manifest: Pick<Manifest, 'attempts' | 'tests'>, privateRows: number): string | null {
  const isMarked = manifest.tests.some((test) => test.kind === 'metric' && test.split === 'private');
  const most = mostAttempts(privateRows);
  if (!isMarked || manifest.attempts <= most) return null;
  return (
    `attempts: ${manifest.attempts} submissions could read off more of the ${privateRows} private rows than chance ` +
    `hides. Allow at most ${most}, or build a private split of ${manifest.attempts ** 2} rows or more.`
  );
}
