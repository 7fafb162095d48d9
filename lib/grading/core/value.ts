/**
 * What goes into a student's function and what comes out of it: numbers, tensors, arrays of both. On its way between
 * processes a value is a text that says how it is built and one array of all its tensors' numbers.
 */
export type TensorValue = { shape: number[]; data: Float32Array };
export type Value = number | TensorValue | Value[];

export type Packed = { layout: string; values: Float32Array };

/** A text longer than this is none of ours: some ten thousand numbers outside tensors. */
export const maxLayout = 200_000;
const maxDepth = 8;
const maxRank = 8;

export const isTensor = (value: Value): value is TensorValue => typeof value === 'object' && !Array.isArray(value);

export function pack(value: Value): Packed & { values: Float32Array<ArrayBuffer> } {
  const tensors: Float32Array[] = [];
  const layout = JSON.stringify(layoutOf(value, tensors));
  const values = new Float32Array(tensors.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const data of tensors) {
    values.set(data, start);
    start += data.length;
  }
  return { layout, values };
}

/** A number as itself or, where JSON has none, by name; a tensor as `{ shape }`, its numbers following those before. */
type Layout = number | string | { shape: number[] } | Layout[];

function layoutOf(value: Value, tensors: Float32Array[]): Layout {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map((item) => layoutOf(item, tensors));
  tensors.push(value.data);
  return { shape: value.shape };
}

/** Undoes `pack`. Null where it was not `pack` that wrote this: whoever sent it may mean harm. */
export function unpack({ layout, values }: Packed): Value | null {
  if (layout.length > maxLayout) return null;
  const reader = { values, at: 0 };
  try {
    const value = read(JSON.parse(layout), reader, 0);
    return reader.at === values.length ? value : null;
  } catch {
    return null; // no JSON, or `NotPacked`
  }
}

class NotPacked extends Error {
  override name = 'NotPacked';
}

function read(layout: unknown, reader: { values: Float32Array; at: number }, depth: number): Value {
  if (typeof layout === 'number') return layout;
  if (layout === 'NaN' || layout === 'Infinity' || layout === '-Infinity') return Number(layout);
  if (depth >= maxDepth) throw new NotPacked();
  if (Array.isArray(layout)) return layout.map((item) => read(item, reader, depth + 1));
  const shape = shapeIn(layout);
  const size = shape.reduce((product, n) => product * n, 1);
  if (reader.at + size > reader.values.length) throw new NotPacked();
  reader.at += size;
  return { shape, data: reader.values.subarray(reader.at - size, reader.at) };
}

function shapeIn(layout: unknown): number[] {
  const shape: unknown = typeof layout === 'object' && layout !== null && 'shape' in layout ? layout.shape : null;
  if (!Array.isArray(shape) || shape.length > maxRank) throw new NotPacked();
  return shape.map((n: unknown) => {
    if (typeof n !== 'number' || !Number.isSafeInteger(n) || n < 0) throw new NotPacked();
    return n;
  });
}

/** Whether both are built alike: the same arrays of numbers and of tensors of the same shapes. */
export function sameForm(a: Value, b: Value): boolean {
  if (typeof a === 'number' || typeof b === 'number') return typeof a === typeof b;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => sameForm(item, b[i] ?? []));
  }
  return a.shape.join() === b.shape.join();
}

/** All numbers of a value, in order. */
export function numbersOf(value: Value): Float64Array {
  const parts = leaves(value);
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

function leaves(value: Value): ArrayLike<number>[] {
  if (typeof value === 'number') return [[value]];
  return Array.isArray(value) ? value.flatMap(leaves) : [value.data];
}

/** In words, for whoever reads what came back: "a tensor [2, 3]", "an array of 2". */
export function describeForm(value: Value): string {
  if (typeof value === 'number') return 'a number';
  return Array.isArray(value) ? `an array of ${value.length}` : `a tensor [${value.shape.join(', ')}]`;
}
