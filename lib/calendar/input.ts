import { type ZodType, z } from 'zod';
import { InvalidInput } from '#lib/errors.ts';

/** What was given, checked. @throws InvalidInput with the first thing that is wrong */
export function parsed<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues[0]?.message ?? 'This is not valid.');
}

/** Whether a text can name a row: anything else is no question for the database. */
export const isId = (text: string): boolean => z.uuid().safeParse(text).success;
