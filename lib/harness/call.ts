import type { Tensor } from '@tensorflow/tfjs';
import { isTensor, maxLayout, pack, type Value } from '#lib/grading/core/value.ts';
import { exportedFunction, lineOf, type TfModule } from './compile.ts';
import { Fault, noteFor } from './fault.ts';
import type { Emit, HarnessEvent, Job } from './protocol.ts';
import { seedGlobals } from './seeding.ts';

type CallJob = Extract<Job, { kind: 'call' }>;

export type CallOptions = {
  tf: TfModule;
  emit: Emit;
  exports: Record<string, unknown>;
  job: CallJob;
  /** Each call's arguments. */
  args: Value[][];
  pause: () => Promise<void>;
  stopping: () => boolean;
};

/**
 * Calls the student's functions one after the other, each with chance begun anew, and says what came back. A call that
 * fails is said to have failed, and the next is made.
 * @throws Fault `missing_export` before the first call
 */
export async function callAll(options: CallOptions): Promise<void> {
  const { exports, job, pause, stopping } = options;
  const functions = new Map([...job.exports, ...job.functions].map((name) => [name, exportedFunction(exports, name)]));
  for (const [call, name] of job.functions.entries()) {
    await pause();
    if (stopping()) return;
    const run = functions.get(name);
    if (run) await callOnce(options, call, run);
  }
}

async function callOnce(options: CallOptions, call: number, run: (...args: unknown[]) => unknown): Promise<void> {
  const { tf, emit, job, args } = options;
  const restore = seedGlobals(job.seed);
  try {
    const result = await run(...(args[call] ?? []).map((value) => given(tf, value)));
    const packed = pack(await taken(tf, result, job.mostValues));
    if (packed.layout.length > maxLayout) throw new Fault('wrong_output_shape', 'It returned too many numbers.');
    emit({ type: 'returned', call, ...packed });
  } catch (error) {
    emit(refusalOf(error, call, job.hidden));
  } finally {
    restore();
  }
}

/** Of a hidden call nothing is said but that it failed. */
function refusalOf(error: unknown, call: number, hidden: boolean): HarnessEvent {
  if (error instanceof Fault && error.code === 'wrong_output_shape') {
    return { type: 'refused', call, why: 'not_a_value', ...(hidden ? {} : { text: error.message }) };
  }
  if (hidden) return { type: 'refused', call, why: 'threw' };
  const { detail, line } = noteFor(error, 'build', lineOf);
  return { type: 'refused', call, why: 'threw', text: detail, ...(line ? { line } : {}) };
}

function given(tf: TfModule, value: Value): unknown {
  if (typeof value === 'number') return value;
  // A copy: the same argument may be given again.
  return isTensor(value) ? tf.tensor(value.data.slice(), value.shape) : value.map((item) => given(tf, item));
}

const maxDepth = 6;

/** What came back as a value. @throws Fault `wrong_output_shape` where it is none, or holds more than `left` numbers */
async function taken(tf: TfModule, result: unknown, left: number, depth = 0): Promise<Value> {
  if (typeof result === 'number') return result;
  if (result instanceof tf.Tensor) return tensorValue(result, left);
  if (!Array.isArray(result)) throw new Fault('wrong_output_shape', `It returned ${kindOf(result)}. ${asked}`);
  if (depth >= maxDepth) throw new Fault('wrong_output_shape', 'It returned arrays that are nested too deeply.');
  if (result.length > left) throw new Fault('wrong_output_shape', tooMany(result.length));
  const items: Value[] = [];
  let room = left;
  for (const item of result) {
    const value = await taken(tf, item, room, depth + 1);
    room -= typeof value === 'number' || Array.isArray(value) ? 1 : Math.max(1, value.data.length);
    items.push(value);
  }
  return items;
}

async function tensorValue(tensor: Tensor, left: number): Promise<Value> {
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw new Fault('wrong_output_shape', `It returned a tensor of ${tensor.dtype}. ${asked}`);
  }
  if (tensor.size > left) throw new Fault('wrong_output_shape', tooMany(tensor.size));
  return { shape: [...tensor.shape], data: Float32Array.from(await tensor.data()) };
}

const asked = 'Return a number, a tensor of numbers, or an array of these.';
const tooMany = (count: number) => `It returned ${count} values, far more than are asked for.`;

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (ArrayBuffer.isView(value)) return 'a typed array';
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
