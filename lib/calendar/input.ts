import type { ZodType } from 'zod';
import { InvalidInput } from '#lib/errors.ts';

/** What was given, checked. @throws InvalidInput with the first thing that is wrong */
export function parsed<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues[0]?.message ?? 'This is not valid.');
}
