import { InvalidSetting, readSettings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';

/** An expected refusal in words, for beside the form; anything else goes on. */
export function refusal(error: unknown): { problem: string } {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}

/** An address within the site as people outside open it. */
export function publicLink(path: string): string {
  const { NEXTAUTH_URL } = readSettings();
  if (!NEXTAUTH_URL) throw new InvalidSetting('NEXTAUTH_URL', 'is not set', 'Start the server with `npm start`.');
  return new URL(path, NEXTAUTH_URL).href;
}

export const sendsMail = () => readSettings().SMTP_URL !== undefined;

export const notWhole = 'The form did not arrive whole. Load the page again.';
