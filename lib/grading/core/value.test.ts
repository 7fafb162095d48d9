import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxLayout, numbersOf, pack, sameForm, unpack, type Value } from './value.ts';

const tensor = (shape: number[], ...values: number[]) => ({ shape, data: Float32Array.from(values) });
const packed = (layout: unknown, ...values: number[]) => ({
  layout: typeof layout === 'string' ? layout : JSON.stringify(layout),
  values: Float32Array.from(values),
});

const { value: anyValue } = fc.letrec<{ value: Value; list: Value[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.array(fc.float(), { maxLength: 6 }).map((values) => tensor([1, values.length], ...values)),
    tie('list'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
}));

describe('a value on its way', () => {
  it('comes back as it was, NaN and infinities too', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const back = unpack(pack(value));
        expect(back).not.toBeNull();
        if (back === null) return;
        expect(sameForm(back, value)).toBe(true);
        expect([...numbersOf(back)].map((n) => n + 0)).toEqual([...numbersOf(value)].map((n) => n + 0));
      }),
    );
  });

  it.each([
    ['no JSON', packed('{')],
    ['a text', packed('"stolen"')],
    ['nothing', packed('null')],
    ['a shape without numbers', packed({ shape: [3] }, 1, 2)],
    ['numbers without a shape', packed([1, 2], 7)],
    ['a shape that overflows', packed({ shape: [2 ** 40, 2 ** 40] })],
    ['a size that is no count', packed({ shape: [-1] })],
    ['a fraction', packed({ shape: [1.5] }, 1)],
    ['a shape that is none', packed({ shape: 'all' })],
    ['too many dimensions', packed({ shape: Array(9).fill(1) }, 1)],
    ['nesting without end', packed('['.repeat(90_000) + ']'.repeat(90_000))],
    ['deep nesting', packed('['.repeat(9) + ']'.repeat(9))],
    ['a text longer than any of ours', packed(`[${'1,'.repeat(maxLayout / 2)}1]`)],
    ['a prototype', packed('{"__proto__":{"shape":[0]}}')],
  ])('is refused where it is %s', (_what, hostile) => {
    expect(unpack(hostile)).toBeNull();
  });
});

it('compares forms, not values', () => {
  expect(sameForm(1, 2)).toBe(true);
  expect(sameForm(1, tensor([], 1))).toBe(false);
  expect(sameForm([1, tensor([2], 1, 2)], [3, tensor([2], 0, 0)])).toBe(true);
  expect(sameForm([1], [1, 2])).toBe(false);
  expect(sameForm(tensor([2, 1], 1, 2), tensor([1, 2], 1, 2))).toBe(false);
});
