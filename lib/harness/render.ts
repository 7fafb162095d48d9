import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { cutText } from '#lib/text/core.ts';
import { describeThrown } from './fault.ts';

/** Values as text for the console: short, on any input, without running more of the student's code than it must. */

const limits = { depth: 3, items: 30, keys: 30, text: 2000 };

export function render(value: unknown): string {
  return typeof value === 'string' ? value : show(value, 0);
}

function show(value: unknown, depth: number): string {
  try {
    return showUnsafe(value, depth);
  } catch {
    return '[cannot be shown]';
  }
}

function showUnsafe(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(cutText(value, limits.text));
  if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
  if (isTensor(value)) return showTensor(value, depth);
  if (isModel(value)) return `LayersModel "${value.name}", ${value.layers.length} layers`;
  if (value instanceof Error) return describeThrown(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return showTyped(value as unknown as ArrayLike<number>);
  if (depth >= limits.depth) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) return bracket('[', value, value.length, (item) => show(item, depth + 1), ']');
  if (value instanceof Set) return `Set ${bracket('{', [...value], value.size, (item) => show(item, depth + 1), '}')}`;
  if (value instanceof Map) {
    const entry = ([key, item]: [unknown, unknown]) => `${show(key, depth + 1)} → ${show(item, depth + 1)}`;
    return `Map ${bracket('{', [...value], value.size, entry, '}')}`;
  }
  return showObject(value, depth);
}

function showObject(value: object, depth: number): string {
  const keys = Object.keys(value);
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  const body = bracket('{', keys, keys.length, (key) => `${key}: ${show(Reflect.get(value, key), depth + 1)}`, '}');
  return name && name !== 'Object' ? `${name} ${body}` : body;
}

function bracket<T>(
  open: string,
  items: readonly T[],
  total: number,
  item: (value: T) => string,
  close: string,
): string {
  const shown = items.slice(0, limits.items).map(item);
  if (total > shown.length) shown.push(`… ${total - shown.length} more`);
  const line = shown.join(', ');
  return line.length + open.length > 100 && !line.includes('\n')
    ? `${open}\n  ${shown.join(',\n  ')}\n${close}`
    : `${open}${open === '{' && line ? ` ${line} ` : line}${close}`;
}

function showTyped(values: ArrayLike<number>): string {
  const name = values.constructor.name;
  return `${name}(${values.length}) ${bracket('[', Array.from(values).slice(0, limits.items), values.length, String, ']')}`;
}

// By shape rather than by class: the console must show the tensors of whatever tfjs made them.
function isTensor(value: object): value is Tensor {
  return 'dataId' in value && 'dtype' in value && 'shape' in value && 'dataSync' in value;
}

function isModel(value: object): value is LayersModel {
  return 'layers' in value && 'optimizer_' in value && 'predict' in value;
}

function showTensor(tensor: Tensor, depth: number): string {
  const title = `Tensor ${tensor.dtype} [${tensor.shape.join(', ')}]`;
  if (tensor.isDisposed) return `${title} (disposed)`;
  if (depth > 0) return title;
  return `${title}\n${showValues(tensor.dataSync(), tensor.shape)}`;
}

/** Nested brackets, at most `most` numbers in all: of long axes only the first entries. */
function showValues(values: ArrayLike<number | string>, shape: readonly number[], most = 120): string {
  const [first, ...rest] = shape;
  if (first === undefined) return showNumber(values[0]);
  // Inner axes keep up to ten entries; what is left of the allowance goes to the outer one.
  const inner = rest.reduce((product, n) => product * Math.min(n, 10), 1);
  const kept = Math.min(first, Math.max(1, Math.floor(most / inner)));
  const stride = rest.reduce((product, n) => product * n, 1);
  const items = Array.from({ length: kept }, (_, i) =>
    showValues(Array.prototype.slice.call(values, i * stride, (i + 1) * stride), rest, most / kept),
  );
  if (kept < first) items.push('…');
  return stride > 1 ? `[${items.join(',\n').replaceAll('\n', '\n ')}]` : `[${items.join(', ')}]`;
}

/** Six digits are what a 32-bit float is good for. */
function showNumber(value: number | string | undefined): string {
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
}
