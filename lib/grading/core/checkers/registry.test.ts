import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metrics } from './metric.ts';
import { checkers, explain, format, reaches } from './registry.ts';

const matrix = (shape: number[], values: number[]) => ({ shape, data: Float32Array.from(values) });
const labels = matrix([4, 2], [1, 0, 0, 1, 1, 0, 0, 1]);
const good = matrix([4, 2], [0.75, 0.25, 0.25, 0.75, 0.9, 0.1, 0.2, 0.8]);
const bad = matrix([4, 2], [0.25, 0.75, 0.9, 0.1, 0.1, 0.9, 0.8, 0.2]);

describe.each(metrics)('%s', (metric) => {
  const { measure, better, says, name, hasLosses } = checkers[metric];

  it('is best for the labels themselves', () => {
    const [own, wrong] = [measure(labels, labels), measure(bad, labels)];
    if (!own.ok || !wrong.ok) throw new Error('Nothing was measured.');
    expect(better === 'higher' ? own.value >= wrong.value : own.value <= wrong.value).toBe(true);
  });

  it('gives a loss a row, lower for the better row, where it says so', () => {
    const measured = measure(good, labels);
    if (!measured.ok) throw new Error('Nothing was measured.');
    expect(measured.losses?.length).toBe(hasLosses ? 4 : undefined);
    const meanLoss = (result: typeof measured) => result.losses?.reduce((sum, loss) => sum + loss, 0) ?? 0;
    const worse = measure(bad, labels);
    if (worse.ok && hasLosses) expect(meanLoss(worse)).toBeGreaterThanOrEqual(meanLoss(measured));
  });

  it.each([
    ['wrong_output_shape', matrix([4], [1, 2, 3, 4]), labels],
    ['wrong_output_shape', matrix([4, 2], [1]), labels],
    ['not_finite', matrix([4, 2], [1, 0, 0, 1, 1, 0, 0, Number.NaN]), labels],
    ['labels_unfit', labels, matrix([4, 2], [1, 0, 0, 1, 1, 0, 0, Number.POSITIVE_INFINITY])],
    ['labels_unfit', matrix([0, 2], []), matrix([0, 2], [])],
  ] as const)('answers %s', (why, given, wanted) => {
    const measured = measure(given, wanted);
    expect(measured).toEqual({ ok: false, why });
    expect(explain(metric, measured)).toMatch(/^[A-Z].+ could not be measured: .+\.$/);
  });

  it('never throws and never gives what is not a number', () => {
    const value = fc.oneof(fc.float(), fc.constantFrom(0, 1, Number.NaN, Number.POSITIVE_INFINITY));
    const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 });
    const tensor = fc.tuple(shape, fc.array(value, { maxLength: 64 })).map(([lengths, values]) =>
      matrix(
        lengths,
        values.slice(
          0,
          lengths.reduce((a, b) => a * b, 1),
        ),
      ),
    );
    fc.assert(
      fc.property(tensor, tensor, fc.boolean(), (predictions, truth, same) => {
        const measured = measure(same ? { ...predictions, shape: truth.shape } : predictions, truth);
        if (measured.ok) expect(measured.value).not.toBeNaN();
      }),
    );
  });

  it('has a name and one sentence', () => {
    expect(name).toMatch(/^[A-Z]/);
    expect(says).toMatch(/^[A-Z].+\.$/);
    expect(says.match(/[.](\s|$)/g)).toHaveLength(1);
  });
});

describe('format', () => {
  it('rounds to the worse side', () => {
    expect(format('accuracy', 0.8999)).toBe('0.899');
    expect(format('accuracy', 0.9)).toBe('0.900');
    expect(format('mse', 0.50001)).toBe('0.5001');
    expect(format('mse', 0.5)).toBe('0.5000');
    expect(format('perplexity', 12.341)).toBe('12.35');
  });

  it('never shows a mark as reached that was missed, to its decimals', () => {
    const thousandths = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(thousandths, fc.double({ min: 0, max: 1, noNaN: true }), (mark, value) => {
        for (const metric of ['accuracy', 'cross_entropy'] as const) {
          const far = Math.abs(value - mark / 1000) > 1e-8;
          const shown = Number(format(metric, value));
          if (far) expect(reaches(metric, shown, mark / 1000)).toBe(reaches(metric, value, mark / 1000));
        }
      }),
    );
  });
});

describe('reaches', () => {
  it('takes the mark itself, from either side', () => {
    expect([reaches('accuracy', 0.9, 0.9), reaches('accuracy', 0.89, 0.9)]).toEqual([true, false]);
    expect([reaches('mse', 0.9, 0.9), reaches('mse', 0.91, 0.9)]).toEqual([true, false]);
  });
});
