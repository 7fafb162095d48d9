import { z } from 'zod';
import { outcomes, runNoteSchema } from '#lib/grading/core/outcome.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';

export type { SubmissionView };

/** An event of the submission's stream, as the API documents it. */
export const submissionViewSchema: z.ZodType<SubmissionView> = z.object({
  id: z.string(),
  assignment: z.string(),
  createdAt: z.string(),
  gradedAt: z.string().nullable(),
  outcome: z.enum(outcomes).nullable(),
  points: z.number().nullable(),
  maxPoints: z.number(),
  score: z.object({ public: z.number().nullable(), private: z.number().nullable() }),
  tests: z.array(
    z.object({
      name: z.string(),
      passed: z.boolean(),
      points: z.number(),
      maxPoints: z.number(),
      message: z.string(),
    }),
  ),
  queue: z.object({ position: z.number(), etaSeconds: z.number() }).nullable(),
  running: z.boolean(),
  label: z.string().nullable(),
  trainedByServer: z.boolean(),
  note: runNoteSchema.nullable(),
  log: z.string().nullable(),
});
