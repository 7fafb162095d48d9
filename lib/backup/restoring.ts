import { Conflict } from '#lib/errors.ts';
import { type Contents, contentsText } from '#lib/setup/core.ts';
import type { Header } from './core.ts';

type Wish = { replace?: boolean; embedded: boolean };

/** @throws Conflict where people or their work would be lost without a word, or a demo would come among others */
export function refuseRestore({ course }: Header, before: Contents | null, { replace, embedded }: Wish): void {
  if (course?.demo && !embedded) {
    throw new Conflict(
      'This is a backup of a demo, whose accounts have a password that everybody knows.',
      'Restore it without DATABASE_URL: a demo lives in the embedded database only.',
    );
  }
  if (!before || before.people === 0 || replace) return;
  throw new Conflict(
    `The database holds ${before.title}, with ${contentsText(before)}. Nothing was changed.`,
    'Add --replace to put the backup in its place; a backup of what is there is kept.',
  );
}
