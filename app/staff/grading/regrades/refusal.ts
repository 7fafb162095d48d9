import { CourseError } from '#lib/errors.ts';

/** What to tell above a form that could not be carried out, with what was typed. */
export type Refused = { problem: string; reason: string } | null;

/** An expected refusal in words; anything else goes on. */
export function refusal(error: unknown): { problem: string } {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}
