import { z } from 'zod';

/** Drafts: a person's working copy of whatever they write, kept on the server while they type. */

export const maxDraftBytes = 256 * 1024;

/** Where something is written: a noun and what it is about, as `assignment:06-cnn-translation` or `post:<thread>`. */
export const draftPlaceSchema = z.string().regex(/^[a-z]+(:[0-9a-z-]{1,80}){0,2}$/);

/** `revision` 0 is a draft that was never saved. */
export type Draft = { text: string; revision: number; savedAt: Date | null };

/** What there is before the first save, where nothing is given. */
export const emptyDraft: Draft = { text: '', revision: 0, savedAt: null };

/** `conflict`: another tab or device saved since `baseRevision`; `draft` is what it saved. Nothing was written. */
export type SaveResult = { status: 'saved'; revision: number; savedAt: Date } | { status: 'conflict'; draft: Draft };

export type DraftVersion = { id: string; revision: number; savedAt: Date; lines: number };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The older a version, the fewer are kept: of each such stretch of time the last one. */
const grain = [
  { youngerThan: hour, every: minute },
  { youngerThan: day, every: 15 * minute },
  { youngerThan: 30 * day, every: 6 * hour },
  { youngerThan: Number.POSITIVE_INFINITY, every: 7 * day },
];

/** Always kept: what was there a moment ago is what one most likely wants back. */
const newestKept = 20;

/**
 * Which versions to delete now, so that a term of typing stays small and every wrong turn can be taken back.
 * @param versions newest first
 */
export function versionsToDrop<T extends { savedAt: Date }>(versions: readonly T[], now: Date): T[] {
  const seen = new Set<string>();
  return versions.filter(({ savedAt }, i) => {
    const age = now.getTime() - savedAt.getTime();
    const every = grain.find(({ youngerThan }) => age < youngerThan)?.every ?? day;
    const stretch = `${every}:${Math.floor(savedAt.getTime() / every)}`;
    const isLastOfStretch = !seen.has(stretch);
    seen.add(stretch);
    return i >= newestKept && !isLastOfStretch;
  });
}
