import type { z } from 'zod';
import { InvalidInput } from '#lib/errors.ts';

/** What a person typed, checked. @throws InvalidInput with the sentence of the rule that it breaks */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InvalidInput(result.error.issues[0]?.message ?? 'This could not be read.');
}

export const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
