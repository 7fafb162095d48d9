import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '#lib/env.ts';

/** Opens a log of one JSON object a line. What students write has no place in it: pass ids, counts and `traceOf`. */
export function openLogger(level: LogLevel, destination: DestinationStream): Logger {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, formatters, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** Written at once, so that the last line of a process that dies is there. */
export const standardOutput = () => pino.destination({ dest: 1, sync: true });
export const standardError = () => pino.destination({ dest: 2, sync: true });

export type Trace = { type: string; code?: string; at?: string[]; cause?: Trace };

/**
 * What an error may say in a log: its kind, its code and where it was thrown. Never its message, which may quote what
 * a student wrote: that of a failed statement quotes all its values.
 */
export function traceOf(error: unknown, depth = 2): Trace {
  if (!(error instanceof Error)) return { type: typeof error };
  const type = /^\w{1,60}$/.test(error.name) ? error.name : 'Error';
  const code = codeOf(error);
  const cause = error.cause !== undefined && depth > 0 ? traceOf(error.cause, depth - 1) : undefined;
  return { type, ...(code ? { code } : {}), at: framesOf(error), ...(cause ? { cause } : {}) };
}

/**
 * Makes a console say of an error what `traceOf` does, also where a framework hands it one that a page threw. Words that
 * are no error stay as they are.
 */
export function traceErrorsOn(console: Pick<Console, 'error' | 'warn'>): void {
  for (const level of ['error', 'warn'] as const) {
    const say = console[level].bind(console);
    console[level] = (...words) =>
      say(...words.map((word) => (word instanceof Error ? JSON.stringify(traceOf(word)) : word)));
  }
}

/** As Node and PostgreSQL spell them: `ECONNREFUSED`, `23505`. */
function codeOf(error: Error): string | null {
  const code = 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : null;
}

/** The innermost calls. A message may hold lines that look like calls, so it is cut off first. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return lines
    .filter((line) => /^ {4}at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
}
