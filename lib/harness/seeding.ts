import { mulberry32 } from '#lib/ml/random.ts';
import { bytesFrom, type Fill, uuidFrom } from './random-bytes.ts';
import { replace, type Undo } from './replace.ts';
import { clocks } from './seeding-clocks.ts';
import { processSources } from './seeding-process.ts';

/**
 * Makes the global scope repeatable: the same code with the same seed computes the same bits. tfjs draws all its
 * randomness (initialisers, shuffling, dropout) from `Math.random` and from clocks, so that those are enough for it;
 * whatever else tells of this one process is closed so that nobody's grade depends on it. What remains is the order in
 * which timers and computations end.
 */

/** Replaces the sources of chance and time; the returned function puts the real ones back. */
export function seedGlobals(seed: number): () => void {
  const random = mulberry32(seed);
  const fill = bytesFrom(random);
  let reads = 0;
  // Each look at any clock is a millisecond later, so that loops which wait for time to pass still end.
  const elapsed = () => reads++;
  const undo = [
    replace(Math, 'random', random),
    ...clocks(elapsed),
    ...cryptography(fill),
    ...memoryManagement(),
    ...processSources(fill, elapsed),
  ];
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}

/** Its keys would be others each time, and its digests nobody needs here. */
function cryptography(fill: Fill): Undo[] {
  return [
    replace(crypto, 'getRandomValues', fill),
    replace(crypto, 'randomUUID', () => uuidFrom(fill)),
    replace(crypto, 'subtle', undefined),
  ];
}

/** When garbage is collected differs from run to run. Both may lawfully behave as if it never were. */
function memoryManagement(): Undo[] {
  class StrongRef<T> {
    readonly #value: T;
    constructor(value: T) {
      this.#value = value;
    }
    deref(): T {
      return this.#value;
    }
  }
  class SilentRegistry {
    register(): void {}
    unregister(): boolean {
      return false;
    }
  }
  return [replace(globalThis, 'WeakRef', StrongRef), replace(globalThis, 'FinalizationRegistry', SilentRegistry)];
}
