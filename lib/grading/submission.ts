import { z } from 'zod';
import { InvalidInput, TooLarge } from '#lib/errors.ts';
import { decode, MalformedTensors, type Tensor } from '#lib/harness/safetensors.ts';
import { weightBytes } from './core/plan.ts';

/** What may be handed in. Nothing here looks at what the code does. */

export const maxCodeBytes = 64 * 1024;
export const codeTooLarge = () =>
  new TooLarge('The code', '64 kB', 'Send at most 64 kB: data and weights do not belong in the code.');

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
  code: z.string().regex(/\S/, 'There is no code.'),
  label: z.string().max(200, 'The label is longer than 200 characters.').refine(withoutNull).nullable(),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'The idempotency key is not 1 to 200 printable characters.'),
});

/** @throws TooLarge, InvalidInput */
export function readInput(input: SubmitInput): SubmitInput {
  if (Buffer.byteLength(input.code) > maxCodeBytes) throw codeTooLarge();
  refuseNull(input.code);
  const parsed = text.safeParse(input);
  if (!parsed.success) throw new InvalidInput(parsed.error.issues[0]?.message ?? 'The submission is not valid.');
  return { ...parsed.data, weights: input.weights };
}

/** No database text can hold one, and no editor writes one, but for files in UTF-16. */
function refuseNull(code: string): void {
  const at = code.indexOf('\0');
  if (at < 0) return;
  const line = code.slice(0, at).split('\n').length;
  throw new InvalidInput(`The code holds a null character on line ${line}.`, 'Save the file as UTF-8 text.');
}

/** @throws TooLarge, InvalidInput where the bytes are not weights of a model of at most this many parameters */
export function checkWeights(bytes: Uint8Array, parameters: number): void {
  const most = weightBytes(parameters);
  if (bytes.byteLength > most) throw weightsTooLarge(most);
  const tensors = read(bytes, most);
  for (const tensor of tensors) refuseOddTensor(tensor);
  const names = new Set(tensors.map((tensor) => tensor.name));
  const missing = tensors.findIndex((_, i) => !names.has(`w${i}`));
  if (missing >= 0) {
    throw new InvalidInput(`The weights hold ${tensors.length} tensors, but no w${missing}.`, namesRemedy);
  }
}

const namesRemedy = 'Name the tensors w0, w1, … in the order in which the model has them.';

/** @param most bytes that the weights of a model of the allowed size can have */
export function weightsTooLarge(most: number): TooLarge {
  const limit = `${Math.ceil(most / 1024)} kB`;
  return new TooLarge(
    'The weights file',
    limit,
    `A model of the allowed size has at most ${limit}: make yours smaller.`,
  );
}

function refuseOddTensor({ name, dtype, data }: Tensor): void {
  if (dtype !== 'F32') {
    throw new InvalidInput(`The weights "${name}" are of type ${dtype}.`, 'Send them as 32-bit floats (F32).');
  }
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InvalidInput(
    `The weights "${name}" hold ${data[at]} at position ${at}.`,
    'The training went astray: lower the learning rate, train again and send the new weights.',
  );
}

function read(bytes: Uint8Array, most: number) {
  try {
    return decode(bytes, { maxBytes: most });
  } catch (error) {
    if (!(error instanceof MalformedTensors)) throw error;
    throw new InvalidInput(
      `The weights are not a safetensors file that can be read. ${error.message}`,
      'Send the file as the workbench or a safetensors library writes it.',
    );
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
