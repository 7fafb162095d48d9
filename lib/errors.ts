/**
 * What a verb throws when the caller cannot have what was asked. Each is mapped once, at the edge:
 * pages show it, the API turns it into an RFC 9457 problem, the command line prints it.
 */
export class CourseError extends Error {
  readonly status: number;
  /** What the reader can do about it, as a sentence. */
  readonly remedy: string | undefined;
  constructor(status: number, message: string, remedy?: string) {
    super(message);
    this.name = new.target.name;
    this.status = status;
    this.remedy = remedy;
  }
}

export class InvalidInput extends CourseError {
  constructor(message: string, remedy?: string) {
    super(400, message, remedy);
  }
}

export class NotSignedIn extends CourseError {
  constructor() {
    super(401, 'You are not signed in.', 'Sign in and try again.');
  }
}

export class Forbidden extends CourseError {
  constructor(message = 'You do not have access to this.', remedy?: string) {
    super(403, message, remedy);
  }
}

export class NotFound extends CourseError {
  constructor(what: string) {
    super(404, `${what} was not found.`);
  }
}

export class Conflict extends CourseError {
  constructor(message: string, remedy?: string) {
    super(409, message, remedy);
  }
}

export class TooLarge extends CourseError {
  constructor(what: string, limit: string, remedy = `Send at most ${limit}.`) {
    super(413, `${what} is larger than ${limit}.`, remedy);
  }
}

export class TooMany extends CourseError {
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(429, message, `Wait ${retryAfterSeconds} seconds and try again.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What went wrong, and what helps, for a log or a list; a stack is for errors nobody foresaw, and goes to a terminal. */
export function sentenceOf(error: unknown): string {
  if (error instanceof CourseError) return [error.message, error.remedy].filter(Boolean).join(' ');
  return error instanceof Error ? error.message : String(error);
}
