import { z } from 'zod';
import { type CallTest, callTestSchema } from '#lib/grading/core/call-test.ts';
import { changesWith } from '#lib/grading/core/change.ts';
import { type Metric, metrics } from '#lib/grading/core/checkers/metric.ts';
import { standardLayers } from '#lib/grading/core/layers.ts';

/** An instant relative to the term: whole days after its first day, and a wall-clock time in the course's zone. */
const termDate = z.object({
  day: z.number().int().min(-30).max(400),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
});

const points = z.number().positive();
/** Where higher is better, a metric must be at least so high; where lower is better, at most. */
const threshold = z.union([
  z.strictObject({ atLeast: z.number(), points }),
  z.strictObject({ atMost: z.number(), points }),
]);
export type Threshold = z.infer<typeof threshold>;

const metricTest = z.object({
  kind: z.literal('metric'),
  name: z.string().min(1).max(120),
  metric: z.enum(metrics),
  split: z.enum(['public', 'private']),
  /** Each harder than the one before. Points are those of the hardest reached; the first that gives points is "passing". */
  thresholds: z.array(threshold).min(1),
});

const parameterTest = z.object({
  kind: z.literal('parameters'),
  name: z.string().min(1).max(120),
  points: z.number().min(0),
});

/** Changed hidden inputs, whose outputs are compared with those of the inputs as they are: no label is needed. */
const changeTests = changesWith({
  name: z.string().min(1).max(120),
  points: z.number().min(0),
  /** Outputs value by value, or only which class is highest; outputs where it is not given. */
  of: z.enum(['outputs', 'class']).optional(),
  /** Largest difference of two values that agree; 0.001 where it is not given. */
  within: z.number().positive().optional(),
  /** Share of the inputs that must agree; all where it is not given. */
  share: z.number().gt(0).max(1).optional(),
});

export const testSchema = z.discriminatedUnion('kind', [metricTest, parameterTest, ...changeTests]);
export type TestSpec = z.infer<typeof testSchema>;
/** Of any kind of assignment. */
export type AnyTest = TestSpec | CallTest;

/** What every kind of assignment says of itself. */
const common = {
  $schema: z.string().optional(),
  title: z.string().min(1).max(120),
  summary: z.string().min(1).max(300),
  /** Slug of the lecture that teaches it. */
  lecture: z.string().optional(),
  dates: z.strictObject({ opens: termDate, due: termDate, closes: termDate }),
  attempts: z.number().int().positive(),
  seed: z.number().int(),
  attribution: z.array(z.strictObject({ what: z.string(), source: z.string(), licence: z.string() })),
};

/** Longer trainings would fill the one place that a grader has for them, and the queue gives none more than a day. */
export const maxTrainSeconds = 3600;

/** `assignment.json` where the student writes and trains a model, and what it predicts is measured. */
export const manifestSchema = z.strictObject({
  ...common,
  kind: z.literal('model'),
  /** Shapes without the batch dimension. */
  input: z.strictObject({ shape: z.array(z.number().int().positive()).min(1).max(4) }),
  output: z.strictObject({ shape: z.array(z.number().int().positive()).min(1).max(3) }),
  /** Names of the classes, in the order of the output, where the task is to classify. */
  classes: z.array(z.string()).optional(),
  limits: z.strictObject({
    parameters: z.number().int().positive(),
    /** Which kinds of layers a model may have, and how many; the input is free, a wrapper counts as what it wraps. */
    layers: z
      .strictObject({
        kinds: z.array(z.enum(standardLayers)).min(1).optional(),
        most: z.number().int().positive().optional(),
      })
      .optional(),
    /** Seconds of processor time for the server to train, at most an hour. */
    trainSeconds: z.number().int().positive().max(maxTrainSeconds),
    predictSeconds: z.number().int().positive(),
    memoryMiB: z.number().int().positive(),
  }),
  /** Where the grade's weights come from: the student's browser, or the server always trains. */
  train: z.enum(['browser', 'server']),
  /** The server's own training agrees when its public metric is at most this much worse. */
  verification: z.strictObject({ tolerance: z.number().positive() }),
  tests: z.array(testSchema).min(1),
  /** What others reach, to compare with: shown as marks beside a student's score. */
  baselines: z.array(z.strictObject({ name: z.string(), score: z.number() })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** `assignment.json` where the student writes functions, which are called with arguments that are hidden, and with a few that are not. */
export const functionsManifestSchema = z.strictObject({
  ...common,
  kind: z.literal('functions'),
  limits: z.strictObject({
    /**
     * Seconds of processor time for all calls. A grade also takes at least so long, whatever the code does, so that its
     * time tells nothing of the hidden arguments: keep it small.
     */
    callSeconds: z.number().int().positive(),
    memoryMiB: z.number().int().positive(),
  }),
  tests: z.array(callTestSchema).min(1),
});
export type FunctionsManifest = z.infer<typeof functionsManifestSchema>;

/** `assignment.json`: everything about an assignment that is data. */
export const anyManifestSchema = z.discriminatedUnion('kind', [manifestSchema, functionsManifestSchema]);
export type AnyManifest = z.infer<typeof anyManifestSchema>;

/** The value that a threshold asks for. */
export const markOf = (asked: Threshold) => ('atLeast' in asked ? asked.atLeast : asked.atMost);

/** The metric whose value on the public split a student is shown: the first that is tested. */
export function shownMetric({ tests }: { tests: readonly AnyTest[] }): Metric | null {
  return tests.find((test) => test.kind === 'metric')?.metric ?? null;
}

/** Points a test can give. */
export function maxPointsOf(test: AnyTest): number {
  return test.kind === 'metric' ? Math.max(...test.thresholds.map((t) => t.points)) : test.points;
}

export function totalPoints({ tests }: { tests: readonly AnyTest[] }): number {
  return tests.reduce((sum, test) => sum + maxPointsOf(test), 0);
}
