import { z } from 'zod';

/** What a run looked like when its author asked about it. It stays as it was, whatever is graded later. */

const measured = z.record(z.string().regex(/^[^\p{C}]{1,40}$/u), z.number());

/** Quantities after each epoch, as the author's browser drew them: shown, never believed. */
export const curvesSchema = z
  .array(z.object({ epoch: z.number().int().min(0).max(100_000), logs: measured }))
  .max(1000);
export type Curves = z.infer<typeof curvesSchema>;

export const runAttachmentSchema = z.object({
  slug: z.string(),
  submissionId: z.string(),
  label: z.string().nullable(),
  code: z.string(),
  /** Null while it waits for its grade. */
  outcome: z.string().nullable(),
  /** What the student reads of why it ended so. */
  problem: z.string().nullable(),
  points: z.number().nullable(),
  maxPoints: z.number(),
  publicScore: z.number().nullable(),
  tests: z.array(z.object({ name: z.string(), passed: z.boolean(), message: z.string() })),
  curves: curvesSchema.nullable(),
});
export type RunAttachment = z.infer<typeof runAttachmentSchema>;

/** One line of a chart: a quantity's name and its value after each epoch. */
export type Line = { name: string; points: { epoch: number; value: number }[] };

/** The quantities that were recorded, each with its values in order of epochs; those that are not finite are left out. */
export function linesOf(curves: Curves): Line[] {
  const names = [...new Set(curves.flatMap(({ logs }) => Object.keys(logs)))];
  return names.map((name) => ({
    name,
    points: curves.flatMap(({ epoch, logs }) => {
      const value = logs[name];
      return value !== undefined && Number.isFinite(value) ? [{ epoch: epoch + 1, value }] : [];
    }),
  }));
}
