import { CourseError } from '#lib/errors.ts';

/** Ends the process with one line that says what is wrong and what to do. A stack is for errors nobody foresaw. */
export function fail(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

export function explain(error: unknown): string {
  if (error instanceof CourseError) return [error.message, error.remedy].filter(Boolean).join(' ');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
