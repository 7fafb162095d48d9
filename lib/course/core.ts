import { z } from 'zod';

/** The one course of this installation, as every page may know it. */
export type Course = { title: string; timeZone: string; termStart: Date; demo: boolean };

/** Where a person was: a kind of page and a slug, as `lecture:convolutional-networks`. */
export const placeSchema = z.string().regex(/^(home|(lecture|assignment):[0-9a-z][0-9a-z-]{0,63})$/);

export type Place = { kind: 'lecture' | 'assignment'; slug: string };

/** Null for places that no longer have a page. */
export function readPlace(place: string): Place | null {
  const [kind, slug] = place.split(':');
  if ((kind !== 'lecture' && kind !== 'assignment') || !slug) return null;
  return { kind, slug };
}

/** The accounts of a demo course, in the order the sign-in page offers them. They exist nowhere else. */
export const demoAccounts = [
  { role: 'student', email: 'student@example.edu', does: 'Write a model, train it, submit it.' },
  { role: 'assistant', email: 'ta@example.edu', does: 'See what students handed in.' },
  { role: 'instructor', email: 'instructor@example.edu', does: 'Everything, with the gradebook.' },
] as const;

export const demoPassword = 'demo-course';
