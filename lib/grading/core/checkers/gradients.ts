/** Are the gradients right? Both lists hold one number a parameter, in one order. */

export type GradientCheck =
  | {
      ok: true;
      passed: boolean;
      /** Largest relative error of one parameter, and where it stands. */
      worst: { index: number; error: number };
      /** One sentence for the student. */
      message: string;
    }
  | { ok: false; why: 'wrong_length' | 'not_finite' | 'empty'; message: string };

/** For central differences in float64: their own error is near 1e-7. For float32, allow 1e-2. */
export const gradientTolerance = 1e-5;

/** Gradients below this are held against it, so that noise around 0 is no error. */
const floor = 1e-6;

/**
 * Holds a student's gradients against finite differences, by the relative error |a − n| / max(|a|, |n|) of each parameter
 * (A. Karpathy, "Gradient checks", CS231n notes, 2015).
 */
export function checkGradients(
  analytic: ArrayLike<number>,
  numeric: ArrayLike<number>,
  tolerance = gradientTolerance,
): GradientCheck {
  const flaw = flawOfGradients(analytic, numeric);
  if (flaw) return flaw;
  const worst = { index: 0, error: 0 };
  for (let index = 0; index < analytic.length; index++) {
    const [a, n] = [analytic[index] ?? 0, numeric[index] ?? 0];
    const error = Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n), floor);
    if (error > worst.error) Object.assign(worst, { index, error });
  }
  const passed = worst.error <= tolerance;
  return { ok: true, passed, worst, message: sentence(analytic, numeric, worst, passed) };
}

function flawOfGradients(analytic: ArrayLike<number>, numeric: ArrayLike<number>): GradientCheck | null {
  const measures = 'The check holds your gradients against finite differences';
  if (numeric.length === 0) return { ok: false, why: 'empty', message: `${measures}, but there are no parameters.` };
  if (analytic.length !== numeric.length) {
    const message = `${measures}: it needs ${numeric.length} numbers, one a parameter, and got ${analytic.length}.`;
    return { ok: false, why: 'wrong_length', message };
  }
  const broken = Array.from(numeric).findIndex((n, i) => !Number.isFinite(n) || !Number.isFinite(analytic[i]));
  if (broken < 0) return null;
  return {
    ok: false,
    why: 'not_finite',
    message: `${measures}: the one of parameter ${broken} is not a finite number.`,
  };
}

function sentence(
  analytic: ArrayLike<number>,
  numeric: ArrayLike<number>,
  { index, error }: { index: number; error: number },
  passed: boolean,
): string {
  const largest = `the largest relative error is ${error.toExponential(1)}`;
  if (passed) return `Your gradients agree with finite differences: ${largest}.`;
  const [a, n] = [analytic[index] ?? 0, numeric[index] ?? 0].map((value) => value.toPrecision(4));
  return `Your gradients do not agree with finite differences: ${largest}, at parameter ${index}, where yours is ${a} and the difference gives ${n}.`;
}

/**
 * The gradient of `loss` at `at` by central differences, (f(x + h) − f(x − h)) / 2h, one parameter at a time; its error
 * falls with h² until rounding takes over.
 * @param step h, for a parameter of size 1; it grows with larger ones
 */
export function numericGradient(loss: (at: Float64Array) => number, at: Float64Array, step = 1e-5): Float64Array {
  return at.map((value, i) => {
    const h = step * Math.max(1, Math.abs(value));
    const [above, below] = [value + h, value - h]; // as they are rounded, so that the distance is exact
    return (loss(at.with(i, above)) - loss(at.with(i, below))) / (above - below);
  });
}
