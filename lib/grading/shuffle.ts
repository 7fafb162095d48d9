import { permutation } from '#lib/ml/random.ts';

/** Random numbers asked for at once: the system is slow to give each alone, and gives at most 64 KiB. */
const drawn = 4096;

/** The numbers 0…n−1 in an order that nobody can foretell: hidden rows and cases never come in the same one twice. */
export function unforeseenOrder(n: number): Uint32Array {
  const words = new Uint32Array(drawn);
  let used = drawn;
  return permutation(n, () => {
    if (used === drawn) {
      crypto.getRandomValues(words);
      used = 0;
    }
    return (words[used++] ?? 0) / 2 ** 32;
  });
}
