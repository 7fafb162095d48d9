import { type Fill, uuidFrom } from './random-bytes.ts';
import { replace, type Undo } from './replace.ts';

type NodeProcess = Pick<NodeJS.Process, 'getBuiltinModule'> & object;

/** Any amount of memory that is the same each time. */
const memory = 2 ** 30;

/**
 * What Node's `process` and modules tell of chance, time and memory; nothing in a browser. Code that is handed in has no
 * need of them, but they are in its reach, and the clock of tfjs (which shuffles its data sets) is one of them.
 */
export function processSources(fill: Fill, elapsed: () => number): Undo[] {
  const { process } = globalThis as { process?: NodeProcess }; // a browser has none
  if (typeof process?.getBuiltinModule !== 'function') return [];
  return [...usage(process, elapsed), ...modules(process, fill, elapsed)];
}

function usage(process: object, elapsed: () => number): Undo[] {
  const nanoseconds = () => BigInt(elapsed()) * 1_000_000n;
  const hrtime = ([seconds, rest] = [0, 0]) => {
    const passed = nanoseconds() - (BigInt(seconds) * 1_000_000_000n + BigInt(rest));
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  const cpuUsage = (since = { user: 0, system: 0 }) => ({ user: elapsed() * 1000 - since.user, system: 0 });
  const memoryUsage = () => ({ rss: memory, heapTotal: memory, heapUsed: memory, external: 0, arrayBuffers: 0 });
  return [
    replace(process, 'hrtime', Object.assign(hrtime, { bigint: nanoseconds })),
    replace(process, 'uptime', () => elapsed() / 1000),
    replace(process, 'cpuUsage', cpuUsage),
    replace(process, 'threadCpuUsage', cpuUsage),
    replace(process, 'resourceUsage', () => ({
      userCPUTime: elapsed() * 1000,
      systemCPUTime: 0,
      maxRSS: memory / 1024,
    })),
    replace(process, 'memoryUsage', Object.assign(memoryUsage, { rss: () => memory })),
    replace(process, 'availableMemory', () => memory),
    replace(process, 'constrainedMemory', () => memory),
  ];
}

type Callback<T> = (error: null, value: T) => void;

function modules({ getBuiltinModule }: NodeProcess, fill: Fill, elapsed: () => number): Undo[] {
  const crypto = getBuiltinModule('node:crypto');
  const { Buffer } = getBuiltinModule('node:buffer');
  const os = getBuiltinModule('node:os');
  const v8 = getBuiltinModule('node:v8');
  const randomBytes = (size: number, callback?: Callback<Uint8Array>) => answer(fill(Buffer.alloc(size)), callback);
  const randomInt = (from: number, to?: number | Callback<number>, callback?: Callback<number>) => {
    const [least, end] = typeof to === 'number' ? [from, to] : [0, from];
    const [word = 0] = fill(new Uint32Array(1));
    return answer(least + Math.floor((word / 2 ** 32) * (end - least)), typeof to === 'function' ? to : callback);
  };
  return [
    replace(crypto, 'randomBytes', randomBytes),
    replace(crypto, 'pseudoRandomBytes', randomBytes),
    replace(crypto, 'randomFillSync', fill),
    replace(crypto, 'randomFill', (view: Uint8Array, callback: Callback<Uint8Array>) => answer(fill(view), callback)),
    replace(crypto, 'randomInt', randomInt),
    replace(crypto, 'randomUUID', () => uuidFrom(fill)),
    replace(crypto, 'getRandomValues', fill),
    replace(os, 'freemem', () => memory),
    replace(os, 'loadavg', () => [0, 0, 0]),
    replace(os, 'uptime', () => elapsed() / 1000),
    replace(os, 'cpus', () => []),
    replace(v8, 'getHeapStatistics', () => ({ total_heap_size: memory, used_heap_size: memory })),
    replace(v8, 'getHeapSpaceStatistics', () => []),
  ];
}

/** Given to the callback, where there is one, a moment later; else returned. */
function answer<T>(value: T, callback: Callback<T> | undefined): T | undefined {
  if (!callback) return value;
  queueMicrotask(() => callback(null, value));
  return undefined;
}
