import { z } from 'zod';
import { manifestSchema, testSchema } from '#lib/assignments/core/manifest.ts';
import { roles } from '#lib/auth/core.ts';
import { callTestSchema } from '#lib/grading/core/call-test.ts';
import { metrics } from '#lib/grading/core/checkers/metric.ts';
import { outcomes, runNoteSchema } from '#lib/grading/core/outcome.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';

/** What the API answers, as the OpenAPI document describes it. A test holds real answers against these. */

const instant = z.iso.datetime();
const shape = z.array(z.int().positive());

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
});

export const userSchema = z.object({
  id: z.uuid(),
  email: z.email(),
  name: z.string(),
  role: z.enum(roles),
});

const assignment = z.object({
  slug: z.string(),
  version: z.int(),
  title: z.string(),
  summary: z.string(),
  opens: instant,
  due: instant,
  closes: instant,
  attempts: z.object({ used: z.int(), max: z.int(), left: z.int() }),
  late: z.boolean(),
  refusal: z.enum(['not_open', 'closed', 'no_attempts']).nullable().describe('Why nothing can be submitted now.'),
  maxPoints: z.number(),
  seed: z.int(),
});

const ofModel = assignment.extend({
  kind: z.literal('model'),
  train: z.enum(['browser', 'server']),
  limits: z.object({
    parameters: z.int(),
    layers: manifestSchema.shape.limits.shape.layers,
    trainSeconds: z.int(),
    predictSeconds: z.int(),
    memoryMiB: z.int(),
  }),
  input: z.object({ shape }),
  output: z.object({ shape }),
  classes: z.array(z.string()).nullable(),
  tests: z.array(testSchema),
  baselines: z.array(z.object({ name: z.string(), score: z.number() })),
  data: z.object({ train: z.string(), validation: z.string() }),
});

const ofFunctions = assignment.extend({
  kind: z.literal('functions'),
  limits: z.object({ callSeconds: z.int(), memoryMiB: z.int() }),
  tests: z.array(callTestSchema),
  data: z.object({ validation: z.string().describe('The visible cases.') }),
});

const texts = { prompt: z.string().describe('MDX.'), starter: z.string() };

export const assignmentSchema = z.discriminatedUnion('kind', [ofModel, ofFunctions]);
export const assignmentDetailSchema = z.discriminatedUnion('kind', [ofModel.extend(texts), ofFunctions.extend(texts)]);

export const submissionSchema = z.object({
  id: z.uuid(),
  assignment: z.string(),
  createdAt: instant,
  gradedAt: instant.nullable(),
  outcome: z.enum(outcomes).nullable().describe('Null until done.'),
  points: z.number().nullable(),
  maxPoints: z.number(),
  score: z.object({
    public: z
      .number()
      .nullable()
      .describe('The best so far: changes only where a gain is measurable, up or down as is better for the metric.'),
    private: z.number().nullable().describe('Null until staff release it, and while you may still hand in.'),
  }),
  metric: z
    .object({ id: z.enum(metrics), name: z.string(), says: z.string().describe('One sentence on what it is.') })
    .nullable()
    .describe('What both scores are of; null where a score is not measured.'),
  improved: z.boolean().nullable().describe('False where `score.public` is of an earlier submission.'),
  tests: z.array(
    z.object({
      name: z.string(),
      passed: z.boolean(),
      points: z.number(),
      maxPoints: z.number(),
      message: z.string(),
    }),
  ),
  queue: z
    .object({
      position: z.int(),
      etaSeconds: z.number(),
      stalled: z.boolean().describe('True while no grader is at work: then nobody knows the time.'),
    })
    .nullable()
    .describe('Null once graded.'),
  running: z.boolean(),
  label: z.string().nullable(),
  trainedByServer: z.boolean(),
  note: runNoteSchema.nullable(),
  log: z.string().nullable().describe('Console of the run on visible data; null in lists.'),
}) satisfies z.ZodType<SubmissionView>;

export const healthSchema = z.object({
  status: z.literal('ok'),
  database: z.literal('ok'),
  queue: z.object({ waiting: z.int(), oldestSeconds: z.number() }),
  graders: z.int(),
  isolates: z.array(z.string()),
  tiers: z.array(z.string()),
});

export const uploadSchema = z.object({
  code: z.string().describe('One module of TypeScript or JavaScript, at most 64 kB.'),
  weights: z.string().optional().meta({ format: 'binary', description: 'safetensors; without it the server trains.' }),
  label: z.string().max(200).optional(),
});
