import { z } from 'zod';
import type { LayerLimits } from '#lib/grading/core/layers.ts';
import { runNoteSchema } from '#lib/grading/core/outcome.ts';
import { maxLayout, type Packed } from '#lib/grading/core/value.ts';

/**
 * What the harness is asked and what it says, the same in the browser's worker and in the server's sandbox. Whoever
 * starts a harness validates every event with `eventSchema`: student code shares the harness's process and can forge
 * any of them, so an event is a claim, never a grade.
 */

/** What the harness must know of the assignment. */
export const taskSchema = z.object({
  inputShape: z.array(z.number().int().positive()),
  outputShape: z.array(z.number().int().positive()),
  maxParameters: z.number().int().positive(),
});
export type Task = z.infer<typeof taskSchema> & { layers?: LayerLimits | undefined };

/** A tensor on its way between processes: float32, row-major. */
export type TensorData = { shape: number[]; data: Float32Array };

/** Where inputs were sent before. */
export const emptyTensor: TensorData = { shape: [0], data: new Float32Array() };
export type Split = { x: TensorData; y: TensorData };

/**
 * - `build`: compile, `createModel()`, check exports, shapes and limits, and whether `weights` fit. Yields `model` (with topology).
 * - `train`: the same, then `train()`, then predictions on validation. Yields `model`, `batch`, `epoch`, `weights`, `predictions`.
 * - `call`: compile, then call the functions named. Yields `returned` or `refused` for each call. With `hidden`, what the
 *   code prints and throws is not said at all.
 * - `predict`: no student code. Loads `topology` and `weights`, yields `predictions` for `x`.
 * - `evaluate`: an expression against the last run's `model` and `data`, in the same worker. Yields `value`.
 * - `load`: no student code. Makes `topology` and `weights`, of an earlier run, the model of `evaluate` and `apply`. Yields `model`.
 * - `apply`: the last run's model on `x` (a drawn digit, say), in the same worker. Yields `predictions` of split `input`.
 */
export type Job =
  | { kind: 'build'; code: string; task: Task; seed: number; weights?: Uint8Array }
  | {
      kind: 'train';
      code: string;
      task: Task;
      seed: number;
      train: Split;
      validation: Split;
      /** Quick run: one epoch on a tenth of the data. */
      quick: boolean;
    }
  | {
      kind: 'call';
      code: string;
      seed: number;
      /** Functions that must be there. */
      exports: string[];
      /** One a call. */
      functions: string[];
      /** An array of arrays: each call's arguments. */
      args: Packed;
      /** A result of more numbers than this is refused. */
      mostValues: number;
      hidden: boolean;
    }
  | { kind: 'predict'; topology: string; weights: Uint8Array; task: Task; x: TensorData }
  | { kind: 'load'; topology: string; weights: Uint8Array; task: Task }
  | { kind: 'evaluate'; expression: string }
  | { kind: 'apply'; x: TensorData };

/** Sent to the sandbox before its `predict` job, which then has an empty `x`: they take longest to send. */
export type Ahead = { kind: 'ahead'; x: TensorData };

const shape = z.array(z.number().int().nonnegative().nullable()).max(8);

export const layerSummarySchema = z.object({
  name: z.string().max(200),
  className: z.string().max(100),
  outputShape: shape,
  parameters: z.number().int().nonnegative(),
  trainable: z.boolean(),
});
export type LayerSummary = z.infer<typeof layerSummarySchema>;

/** Losses diverge: infinities and NaN are numbers here, and travel as such. */
const anyNumber = z.union([z.number(), z.nan(), z.literal([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])]);
const numbers = z.record(z.string().max(60), anyNumber);

export const eventSchema = z.discriminatedUnion('type', [
  /** `preparing`: the backend compiles its first kernels, which can take seconds on a slow GPU. */
  z.object({ type: z.literal('phase'), phase: z.enum(['loading', 'building', 'preparing', 'training', 'testing']) }),
  z.object({ type: z.literal('backend'), name: z.enum(['webgl', 'wasm', 'cpu']), float32: z.boolean() }),
  z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    text: z.string().max(8000),
    line: z.number().int().positive().optional(),
  }),
  z.object({
    type: z.literal('model'),
    layers: z.array(layerSummarySchema).max(500),
    parameters: z.number().int().nonnegative(),
    /** JSON of the layers model, without weights. */
    topology: z.string().max(2_000_000),
  }),
  z.object({
    type: z.literal('batch'),
    epoch: z.number().int().nonnegative(),
    batch: z.number().int().nonnegative(),
    /** Totals as far as `fit` was told them; null when the student trains by hand. */
    epochs: z.number().int().positive().nullable(),
    batches: z.number().int().positive().nullable(),
    logs: numbers,
    tensors: z.number().int().nonnegative(),
    bytes: z.number().nonnegative(),
  }),
  z.object({
    type: z.literal('epoch'),
    epoch: z.number().int().nonnegative(),
    epochs: z.number().int().positive().nullable(),
    logs: numbers,
    seconds: z.number().nonnegative(),
    tensors: z.number().int().nonnegative(),
    bytes: z.number().nonnegative(),
  }),
  /** The model's weights as safetensors (`w0`, `w1`, … in order), after every epoch and at the end. */
  z.object({
    type: z.literal('weights'),
    epoch: z.number().int().nonnegative(),
    final: z.boolean(),
    bytes: z.instanceof(Uint8Array),
  }),
  z.object({ type: z.literal('leak'), tensors: z.number().int(), perEpoch: z.number() }),
  z.object({
    type: z.literal('predictions'),
    split: z.enum(['validation', 'hidden', 'input']),
    shape,
    data: z.instanceof(Float32Array),
  }),
  /** What a function gave, as `pack` writes it. `call` counts from 0. */
  z.object({
    type: z.literal('returned'),
    call: z.number().int().nonnegative(),
    layout: z.string().max(maxLayout),
    values: z.instanceof(Float32Array),
  }),
  z.object({
    type: z.literal('refused'),
    call: z.number().int().nonnegative(),
    why: z.enum(['threw', 'not_a_value']),
    /** Absent where the arguments are hidden. */
    text: z.string().max(4000).optional(),
    line: z.number().int().positive().optional(),
  }),
  z.object({ type: z.literal('value'), text: z.string().max(20_000) }),
  z.object({ type: z.literal('failure'), note: runNoteSchema }),
  /** The last event of a job. `stopped`: ended by Stop, with the weights it had. */
  z.object({ type: z.literal('done'), stopped: z.boolean() }),
]);
export type HarnessEvent = z.infer<typeof eventSchema>;

/** How the harness speaks: the browser posts messages, the sandbox writes frames. */
export type Emit = (event: HarnessEvent) => void;
