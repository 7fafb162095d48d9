import { permutation } from '#lib/ml/random.ts';

/** The numbers 0…n−1 in an order that nobody can foretell: hidden rows and cases never come in the same one twice. */
export const unforeseenOrder = (n: number): Uint32Array =>
  permutation(n, () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32);
