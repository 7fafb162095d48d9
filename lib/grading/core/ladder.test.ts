import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { climb, type Rung } from './ladder.ts';

/** Accuracy of rows of which the first `wrong` are wrong, or those from `from` on. */
function rung(rows: number, wrong: number, from = 0): Rung {
  const losses = new Float32Array(rows).fill(1, from, from + wrong);
  return { score: (rows - wrong) / rows, losses };
}

describe('the Ladder', () => {
  it('shows a first result, whatever it is', () => {
    expect(climb(null, rung(100, 90))).toEqual({ improved: true, score: 0.1 });
  });

  it('shows a measurable gain and hides one that could be chance', () => {
    // The best of 2,000 rows at 0.9 has a standard error of 0.3 / √2000 = 0.0067.
    const best = rung(2000, 200);
    expect(climb(best, rung(2000, 160))).toEqual({ improved: true, score: 0.92 });
    expect(climb(best, rung(2000, 190))).toEqual({ improved: false, score: 0.9 });
    expect(climb(best, rung(2000, 199))).toEqual({ improved: false, score: 0.9 });
  });

  it('asks for more where many rows changed for a small gain', () => {
    // The same gain of 40 rows: 200 rows right that were wrong, 160 wrong that were right.
    expect(climb(rung(2000, 200), rung(2000, 160, 200))).toEqual({ improved: true, score: 0.92 });
    expect(climb(rung(2000, 600), rung(2000, 560, 600))).toEqual({ improved: false, score: 0.7 });
  });

  it('hides a worse or equal result, and any after a perfect one', () => {
    expect(climb(rung(100, 10), rung(100, 10))).toMatchObject({ improved: false });
    expect(climb(rung(100, 10), rung(100, 50))).toEqual({ improved: false, score: 0.9 });
    expect(climb(rung(100, 0), rung(100, 0))).toEqual({ improved: false, score: 1 });
  });

  it('never shows the change of a single row, from which a label could be read', () => {
    const rows = fc.integer({ min: 4, max: 400 });
    const losses = rows.chain((n) => fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }));
    const of = (values: number[]): Rung => ({
      score: 1 - values.reduce((sum, loss) => sum + loss, 0) / values.length,
      losses: Float32Array.from(values),
    });
    fc.assert(
      fc.property(losses, fc.nat(), (values, at) => {
        const best = of(values);
        expect(climb(best, of(values.with(at % values.length, 0)))).toEqual({ improved: false, score: best.score });
      }),
    );
    fc.assert(
      fc.property(rows, fc.nat(400), fc.nat(400), (n, a, b) => {
        const best = rung(n, Math.min(a, n));
        expect(climb(best, rung(n, Math.min(b, n))).score).toBeGreaterThanOrEqual(best.score);
      }),
    );
  });
});
