import type { AnyManifest, FunctionsManifest, Manifest } from '#lib/assignments/core/manifest.ts';
import type { QueueName } from './queue.ts';
import { maxLayout } from './value.ts';

/** The server trains where there are no weights, or where the assignment says that it always does. Functions only run. */
export function queueFor(manifest: Pick<Manifest, 'train'> | FunctionsManifest, hasWeights: boolean): QueueName {
  if (!('train' in manifest)) return 'grade';
  return manifest.train === 'browser' && hasWeights ? 'grade' : 'train';
}

/** What the sandboxes are told of an assignment. */
export function taskOf(manifest: Pick<Manifest, 'input' | 'output' | 'limits'>) {
  return {
    inputShape: manifest.input.shape,
    outputShape: manifest.output.shape,
    maxParameters: manifest.limits.parameters,
    layers: manifest.limits.layers,
  };
}

export type StepLimits = {
  wallMs: number;
  cpuSeconds: number;
  memoryMiB: number;
  outputBytes: number;
  background: boolean;
  predicts?: boolean;
};

/** Building a model is a moment's work; this much is for a busy machine. */
const buildSeconds = 15;

/**
 * Limits of each sandbox. Processor time is what the assignment states; the wall clock, which also counts the time
 * that others take, is several times that and only ends what sleeps or waits.
 */
export function stepLimits(manifest: Pick<Manifest, 'input' | 'output' | 'limits'>, rows: number) {
  const { trainSeconds, predictSeconds, memoryMiB, parameters } = manifest.limits;
  const step = (cpuSeconds: number, outputBytes: number, background: boolean): StepLimits => ({
    wallMs: cpuSeconds * (background ? 5 : 3) * 1000,
    cpuSeconds,
    memoryMiB,
    outputBytes,
    background,
  });
  // A weights file after every epoch, and what the console may say.
  const trainBytes = 8 * 1024 * 1024 + 2000 * weightBytes(parameters);
  return {
    build: step(buildSeconds, 8 * 1024 * 1024, false),
    train: step(trainSeconds, trainBytes, true),
    predict: {
      ...step(predictSeconds, 4 * 1024 * 1024 + 8 * rows * sizeOf(manifest.output.shape), false),
      predicts: true,
    },
  };
}

/** Starting a process takes processor time, too: not the student's. */
export const startSeconds = 2;

/** Of a process that calls functions so many times, each result of at most `mostValues` numbers. */
export function callLimits({ limits }: FunctionsManifest, calls: number, mostValues: number): StepLimits {
  const cpuSeconds = limits.callSeconds + startSeconds;
  return {
    wallMs: cpuSeconds * 3000,
    cpuSeconds,
    memoryMiB: limits.memoryMiB,
    outputBytes: 8 * 1024 * 1024 + calls * (4 * mostValues + maxLayout),
    background: false,
  };
}

/** The most bytes that weights handed in can have; 0 where there are none to hand in. */
export const mostWeightBytes = (manifest: AnyManifest): number =>
  manifest.kind === 'functions' ? 0 : weightBytes(manifest.limits.parameters);

/** The most bytes that a safetensors file of the weights of an allowed model can have. */
export function weightBytes(parameters: number): number {
  return 4 * parameters + 64 * 1024;
}

/**
 * Rows in another order, of matrices that count as one below the other: row `i` of the result is row `order[i]` of them.
 * `width` values a row.
 */
export function takeRows(parts: Float32Array[], width: number, order: Uint32Array): Float32Array<ArrayBuffer> {
  const taken = new Float32Array(order.length * width);
  let above = 0;
  for (const part of parts) {
    const rows = part.length / width;
    for (const [i, row] of order.entries()) {
      const own = row - above;
      if (own >= 0 && own < rows) taken.set(part.subarray(own * width, (own + 1) * width), i * width);
    }
    above += rows;
  }
  return taken;
}

/** Undoes `takeRows`: row `order[i]` of the result is row `i`. */
export function putRowsBack(data: Float32Array, width: number, order: Uint32Array): Float32Array<ArrayBuffer> {
  const back = new Float32Array(order.length * width);
  order.forEach((row, i) => {
    back.set(data.subarray(i * width, (i + 1) * width), row * width);
  });
  return back;
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);
