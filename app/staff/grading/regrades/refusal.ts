import { CourseError } from '#lib/errors.ts';

/** What to tell above a form that could not be carried out, with what was chosen and typed in it. */
export type Refused = {
  problem: string;
  typed: { slug?: string; cover?: string; reason?: string; end?: string };
} | null;

/** An expected refusal in words; anything else goes on. */
export function refusal(error: unknown): { problem: string } {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}
