import { z } from 'zod';
import { InvalidInput, TooLarge } from '#lib/errors.ts';
import { decode, MalformedTensors } from '#lib/harness/safetensors.ts';
import { weightBytes } from './core/plan.ts';

/** What may be handed in. Nothing here looks at what the code does. */

export const maxCodeBytes = 64 * 1024;

export type SubmitInput = {
  slug: string;
  code: string;
  /** safetensors, `w0`, `w1`, … in 32-bit floats; null lets the server train. */
  weights: Uint8Array | null;
  /** What the student calls the run. */
  label: string | null;
  /** Chosen by the sender: sent again, it finds the first submission instead of making a second. */
  idempotencyKey: string;
};

const text = z.object({
  slug: z.string().max(64),
  code: z.string().regex(/\S/, 'There is no code.').refine(withoutNull, 'The code holds a null character.'),
  label: z.string().max(200, 'The label is longer than 200 characters.').refine(withoutNull).nullable(),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'The idempotency key is not 1 to 200 printable characters.'),
});

/** @throws TooLarge, InvalidInput */
export function readInput(input: SubmitInput): SubmitInput {
  if (Buffer.byteLength(input.code) > maxCodeBytes) throw new TooLarge('The code', '64 kB');
  const parsed = text.safeParse(input);
  if (!parsed.success) throw new InvalidInput(parsed.error.issues[0]?.message ?? 'The submission is not valid.');
  return { ...parsed.data, weights: input.weights };
}

/** @throws TooLarge, InvalidInput where the bytes are not weights of a model of at most this many parameters */
export function checkWeights(bytes: Uint8Array, parameters: number): void {
  const most = weightBytes(parameters);
  if (bytes.byteLength > most) throw new TooLarge('The weights file', `${Math.ceil(most / 1024)} kB`);
  const tensors = read(bytes, most);
  const names = new Set(tensors.map((tensor) => tensor.name));
  if (!tensors.every((tensor, i) => tensor.dtype === 'F32' && names.has(`w${i}`))) {
    throw new InvalidInput('The weights must be 32-bit floats named w0, w1, … in order.');
  }
}

function read(bytes: Uint8Array, most: number) {
  try {
    return decode(bytes, { maxBytes: most });
  } catch (error) {
    if (error instanceof MalformedTensors) throw new InvalidInput(`The weights cannot be read. ${error.message}`);
    throw error;
  }
}

/** Numbers in a file of weights: what the parameter rule counts, since each must find its place in the model. */
export function countParameters(weights: Uint8Array): number {
  return decode(weights).reduce((sum, tensor) => sum + tensor.data.length, 0);
}

export function sameContent(
  a: { code: string; weights: Uint8Array | null },
  b: { code: string; weights: Uint8Array | null },
): boolean {
  if (a.code !== b.code) return false;
  if (!a.weights || !b.weights) return a.weights === b.weights;
  return Buffer.compare(a.weights, b.weights) === 0;
}

function withoutNull(value: string | null): boolean {
  return !value?.includes('\0');
}
