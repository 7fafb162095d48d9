import { createCipheriv, hkdfSync } from 'node:crypto';

/**
 * Random numbers from a secret, for splits that must stay hidden. A student sees the draws behind the visible splits
 * and may know this code and the pool: AES in counter mode tells them nothing about the seed or about other purposes,
 * where a small generator could be run backwards.
 */
export type SecretRandom = {
  /** A whole number in 0…n-1, every one equally likely. */
  below(n: number): number;
};

/** @param purpose separates streams of one seed: each use of randomness has its own. */
export function secretRandom(seed: string, purpose: string): SecretRandom {
  const key = new Uint8Array(hkdfSync('sha256', seed, 'deep-learning-course', purpose, 32));
  const cipher = createCipheriv('aes-256-ctr', key, new Uint8Array(16));
  const zeros = new Uint8Array(4096);
  let block = cipher.update(zeros);
  let at = 0;

  function nextUint32(): number {
    if (at === block.length) {
      block = cipher.update(zeros);
      at = 0;
    }
    at += 4;
    return block.readUInt32LE(at - 4);
  }

  return {
    below(n) {
      // The last, incomplete stretch of the 2^32 values would favour small numbers: draw again.
      const limit = 2 ** 32 - (2 ** 32 % n);
      let value = nextUint32();
      while (value >= limit) value = nextUint32();
      return value % n;
    },
  };
}

/** The numbers 0…n-1 in a secret order (Fisher–Yates). */
export function permutation(n: number, random: SecretRandom): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const moved = order[i] as number; // i and j are inside the array
    order[i] = order[j] as number;
    order[j] = moved;
  }
  return order;
}
