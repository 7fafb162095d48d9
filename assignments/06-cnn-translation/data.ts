import { type Digits, readDigits } from '#assignments/_data/mnist-14/read.ts';
import { permutation, secretRandom } from '#lib/assignments/secret-random.ts';
import type { Split } from '#lib/harness/protocol.ts';

/** Images in each split. Of 30,000 digits half are used, so that two deployments share few hidden images. */
export const sizes = { train: 6000, validation: 1000, public: 2000, private: 6000 } as const;
export type SplitName = keyof typeof sizes;

/** Side of the frame into which the 14x14 digit is placed. */
export const frame = 20;
const classes = 10;

/** The four splits of a deployment: no image is in two of them, and all four follow from the seed. */
export function buildSplits(seed: string, digits: Digits = readDigits()): Record<SplitName, Split> {
  const needed = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  if (digits.count < needed) throw new Error(`The splits need ${needed} digits; there are ${digits.count}.`);
  const order = permutation(digits.count, secretRandom(seed, '06-cnn-translation/images'));
  let from = 0;
  const take = (name: SplitName) => {
    const chosen = order.subarray(from, from + sizes[name]);
    from += sizes[name];
    return place(digits, chosen, seed, name);
  };
  return { train: take('train'), validation: take('validation'), public: take('public'), private: take('private') };
}

/** x is float32 [n, 20, 20, 1] in 0…1, y is one-hot [n, 10]. Every position that fits is equally likely. */
function place(digits: Digits, chosen: Uint32Array, seed: string, name: SplitName): Split {
  const random = secretRandom(seed, `06-cnn-translation/positions/${name}`);
  const positions = frame - digits.side + 1;
  const x = new Float32Array(chosen.length * frame * frame);
  const y = new Float32Array(chosen.length * classes);
  chosen.forEach((digit, i) => {
    const top = random.below(positions);
    const left = random.below(positions);
    copyInto(x.subarray(i * frame * frame, (i + 1) * frame * frame), digits, digit, top, left);
    y[i * classes + (digits.labels[digit] ?? 0)] = 1;
  });
  return {
    x: { shape: [chosen.length, frame, frame, 1], data: x },
    y: { shape: [chosen.length, classes], data: y },
  };
}

function copyInto(image: Float32Array, digits: Digits, digit: number, top: number, left: number) {
  const { side, pixels } = digits;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const value = pixels[(digit * side + row) * side + column] ?? 0;
      image[(top + row) * frame + left + column] = value / 255;
    }
  }
}
