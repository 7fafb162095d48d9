import { CourseError, sentenceOf } from '#lib/errors.ts';

/** Ends the process with one line that says what is wrong and what to do. A stack is for errors nobody foresaw. */
export function fail(error: unknown): never {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

export function explain(error: unknown): string {
  if (error instanceof CourseError || !(error instanceof Error)) return sentenceOf(error);
  return error.stack ?? error.message;
}
