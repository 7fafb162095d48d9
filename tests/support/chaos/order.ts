import { z } from 'zod';
import { roles } from '#lib/auth/core.ts';

/** What a student sends. The key stays the same however often it is sent. */
export const orderSchema = z.object({
  key: z.uuid(),
  slug: z.string(),
  user: z.object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum([...roles, 'system']),
  }),
  /** 1: every row is right, full points. -1: every row is wrong. */
  diagonal: z.union([z.literal(1), z.literal(-1)]),
});
export type Order = z.infer<typeof orderSchema>;

/** The web server's word: stored, or not now. */
export const answerSchema = z.object({ key: z.uuid(), id: z.uuid().optional(), error: z.string().optional() });
