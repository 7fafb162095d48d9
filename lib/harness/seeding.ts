import { mulberry32 } from '#lib/ml/random.ts';

/**
 * Makes the global scope repeatable: the same code with the same seed computes the same bits. tfjs draws all its
 * randomness (initialisers, shuffling, dropout) from `Math.random`, so a seeded one is enough for it.
 */

type Scope = { Math: Math; Date: DateConstructor; performance: Performance; crypto: Crypto };

/** 2026-01-01T00:00:00Z: the instant at which every seeded run begins. */
const epochStart = 1_767_225_600_000;

/** Replaces the sources of chance and time in `scope`; the returned function puts the real ones back. */
export function seedGlobals(seed: number, scope: Scope = globalThis): () => void {
  const random = mulberry32(seed);
  let reads = 0;
  // Each look at the clock is a millisecond later, so that loops which wait for time to pass still end.
  const elapsed = () => reads++;
  const undo = [
    replace(scope.Math, 'random', random),
    replace(scope, 'Date', repeatableDate(scope.Date, elapsed)),
    replace(scope.performance, 'now', elapsed),
    replace(scope, 'crypto', repeatableCrypto(random)),
  ];
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}

function replace(holder: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value, configurable: true, writable: true, enumerable: false });
  return () => {
    if (before) Object.defineProperty(holder, name, before);
    else Reflect.deleteProperty(holder, name); // it had been inherited
  };
}

function repeatableDate(Real: DateConstructor, elapsed: () => number): DateConstructor {
  const now = () => epochStart + elapsed();
  return new Proxy(Real, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length ? args : [now()], newTarget),
    apply: () => new Real(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
}

/** Not for secrets: in a seeded run nothing is secret. */
function repeatableCrypto(random: () => number) {
  const getRandomValues = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = random() * 256;
    return view;
  };
  const randomUUID = () => {
    const hex = Array.from(getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  };
  return { getRandomValues, randomUUID };
}
