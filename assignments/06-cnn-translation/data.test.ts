import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Digits, readDigits } from '#assignments/_data/mnist-14/read.ts';
import { buildSplits, frame, type SplitName, sizes } from './data.ts';

const names = Object.keys(sizes) as SplitName[]; // exactly its keys
const side = 14;

/** A pool whose images carry their own number, between marks in two corners that show where they were placed. */
function numbered(count: number): Digits {
  const pixels = new Uint8Array(count * side * side);
  for (let i = 0; i < count; i++) {
    pixels.set([255, i & 255, i >> 8], i * side * side);
    pixels[(i + 1) * side * side - 1] = 255;
  }
  return { count, side, pixels, labels: Uint8Array.from({ length: count }, (_, i) => i % 10) };
}

/** Number, position and label of each image in a split. */
function placed(splits: ReturnType<typeof buildSplits>, name: SplitName) {
  const { x, y } = splits[name];
  return Array.from({ length: sizes[name] }, (_, i) => {
    const image = x.data.subarray(i * frame * frame, (i + 1) * frame * frame);
    const at = image.indexOf(1);
    const byte = (value: number | undefined) => Math.round((value ?? 0) * 255);
    const number = byte(image[at + 1]) + 256 * byte(image[at + 2]);
    return {
      number,
      top: Math.floor(at / frame),
      left: at % frame,
      last: image.lastIndexOf(1),
      label: y.data[i * 10 + (number % 10)],
    };
  });
}

const pool = numbered(20_000);

describe('the splits of a deployment', () => {
  test('share no image, keep each with its label, and lie inside the frame', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (seed) => {
        const splits = buildSplits(seed, pool);
        const all = names.flatMap((name) => placed(splits, name));
        expect(new Set(all.map(({ number }) => number)).size).toBe(15_000);
        for (const { top, left, last, label } of all) {
          if (top < 0 || top > 6 || left < 0 || left > 6 || label !== 1) throw new Error(`${top}, ${left}, ${label}`);
          if (last !== (top + side - 1) * frame + left + side - 1) throw new Error('The digit is not whole.');
        }
      }),
      { numRuns: 4 },
    );
  });

  test('use all 49 positions about equally', () => {
    const counts = new Map<string, number>();
    for (const { top, left } of placed(buildSplits('positions', pool), 'private')) {
      counts.set(`${top},${left}`, (counts.get(`${top},${left}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(49);
    // 6000 / 49 = 122 each, with a standard deviation of 11.
    for (const count of counts.values()) expect(Math.abs(count - 122)).toBeLessThan(5 * 11);
  });

  test('are the same bytes for the same seed', () => {
    const [once, again] = [buildSplits('a', pool), buildSplits('a', pool)];
    for (const name of names) expect(Buffer.compare(bytes(once[name].x), bytes(again[name].x))).toBe(0);
  });

  test('are other images at other places for another seed', () => {
    const [one, other] = [placed(buildSplits('a', pool), 'private'), placed(buildSplits('b', pool), 'private')];
    const numbers = new Set(one.map(({ number }) => number));
    const shared = other.filter(({ number }) => numbers.has(number)).length;
    expect(shared).toBeLessThan(2200); // by chance 6000 * 6000 / 20000 = 1800
    expect(one.filter(({ top, left }, i) => top === other[i]?.top && left === other[i]?.left).length).toBeLessThan(250);
  });

  test('hold real digits, one-hot, between paper and ink', () => {
    const splits = buildSplits('real');
    for (const name of names) {
      const { x, y } = splits[name];
      expect(x.shape).toEqual([sizes[name], 20, 20, 1]);
      expect(y.shape).toEqual([sizes[name], 10]);
      expect(x.data.every((value) => value >= 0 && value <= 1)).toBe(true);
      expect(y.data.reduce((sum, value) => sum + value)).toBe(sizes[name]);
    }
  });

  test('are refused where there are too few digits', () => {
    expect(() => buildSplits('a', numbered(14_999))).toThrow(/need 15000 digits/);
  });
});

test('the committed digits are what their description says', () => {
  const { count, labels, pixels } = readDigits();
  expect([count, labels.length, pixels.length]).toEqual([30_000, 30_000, 30_000 * 196]);
  expect(Math.max(...labels)).toBe(9);
});

const bytes = ({ data }: { data: Float32Array }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
