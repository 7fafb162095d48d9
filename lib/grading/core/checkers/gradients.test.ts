import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients, numericGradient } from './gradients.ts';

/** f(x, y) = x²y + sin y, with gradient (2xy, x² + cos y). */
const loss = ([x = 0, y = 0]: Float64Array) => x * x * y + Math.sin(y);
const gradient = ([x = 0, y = 0]: Float64Array) => [2 * x * y, x * x + Math.cos(y)];

describe('checkGradients', () => {
  it('passes a right gradient anywhere', () => {
    const value = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(value, value, (x, y) => {
        const at = Float64Array.of(x, y);
        expect(checkGradients(gradient(at), numericGradient(loss, at), 1e-3)).toMatchObject({ ok: true, passed: true });
      }),
    );
  });

  it('finds the one that is wrong, and says where', () => {
    const check = checkGradients([1, 4, 3], [1, 2, 3]);
    expect(check).toMatchObject({ ok: true, passed: false, worst: { index: 1, error: 0.5 } });
    expect(check.message).toBe(
      'Your gradients do not agree with finite differences: the largest relative error is 5.0e-1, at parameter 1, where yours is 4.000 and the difference gives 2.000.',
    );
  });

  it('finds a forgotten sign and a forgotten factor at every scale', () => {
    const size = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(size, (n) => {
        expect(checkGradients([-n], [n])).toMatchObject({ passed: false, worst: { error: 2 } });
        expect(checkGradients([2 * n], [n])).toMatchObject({ passed: false });
        expect(checkGradients([n], [n])).toMatchObject({ passed: true });
      }),
    );
  });

  it('takes noise around 0 for 0', () => {
    expect(checkGradients([0], [1e-12])).toMatchObject({ passed: true });
  });

  it.each([
    ['wrong_length', [1, 2], [1], 'it needs 1 numbers, one a parameter, and got 2'],
    ['not_finite', [1, Number.NaN], [1, 2], 'the one of parameter 1 is not a finite number'],
    ['empty', [], [], 'there are no parameters'],
  ] as const)('says what is %s', (why, analytic, numeric, words) => {
    const check = checkGradients(analytic, numeric);
    expect(check).toMatchObject({ ok: false, why });
    expect(check.message).toContain(words);
  });
});
