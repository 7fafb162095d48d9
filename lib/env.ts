import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';

/** A setting that cannot be used. The message names the variable. */
export class InvalidSetting extends CourseError {
  constructor(name: string, problem: string, remedy?: string) {
    super(500, `${name} ${problem}.`, remedy);
  }
}

/** The repository's root: everything the product ships lies below it. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\/.+/, 'must be an address like postgres://role:password@host/db');

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

const settingsSchema = z.object({
  DATABASE_URL: databaseUrl.optional(),
  OWNER_DATABASE_URL: databaseUrl.optional(),
  GRADER_DATABASE_URL: databaseUrl.optional(),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://course.example.edu' }).optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  COURSE_TIMEZONE: z.string().refine(isTimeZone, 'must be a time zone like Europe/Berlin').optional(),
  TERM_START: z.iso.date('must be a date like 2026-10-05').optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an address like smtp://user:password@host:587')
    .optional(),
  /** Where a real course listens; a demo listens on loopback alone. */
  LISTEN_HOST: z.union([z.ipv4(), z.ipv6()], 'must be an IP address like 127.0.0.1').optional(),
  TRUSTED_PROXY: z.union([z.ipv4(), z.ipv6()], 'must be the IP address of the proxy').optional(),
  /** Grades a real course where no isolate holds. Named after what it is, and every result says so. */
  GRADER_ALLOW_UNSAFE: z
    .enum(['0', '1'], 'must be 1, or unset')
    .default('0')
    .transform((value) => value === '1'),
  /** How much a grader logs. Unset: every run where the log is a file, only what is wrong where it is a terminal. */
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).optional(),
  PORT: z.coerce
    .number('must be a port')
    .int('must be a port')
    .min(1, 'must be a port')
    .max(65_535, 'must be a port')
    .default(3000),
  /** Where the embedded database, its secrets and logs live. Not part of the contract: tests and second servers set it. */
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .transform((folder) => path.resolve(projectRoot, folder)),
  NEXT_DIST_DIR: z.string().min(1).default('.next'),
});

export type Settings = z.output<typeof settingsSchema>;

/**
 * Reads and checks every setting. An empty variable counts as unset.
 * @throws InvalidSetting naming the first variable that is wrong
 */
export function readSettings(source: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'A setting');
  throw new InvalidSetting(name, issue?.message ?? 'is wrong', `Correct ${name} in the environment, or unset it.`);
}
