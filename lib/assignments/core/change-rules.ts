import type { Change } from '#lib/grading/core/change.ts';

type Flaw = { field: string; problem: string; remedy: string };

/**
 * Why inputs of this shape cannot be changed so, or their outputs compared; null where they can.
 * @param input and `output` without the rows
 */
export function flawOfChange(change: Change, input: readonly number[], output: readonly number[]): Flaw | null {
  if (change.kind === 'shift') return flawOfShift(change, input, output);
  const [length = 0] = input;
  const along = change.kind === 'causality' || change.outputs === 'permuted';
  if (length < 2) {
    return flaw(
      '.kind',
      `has nothing to reorder in inputs of [${input.join(', ')}]`,
      'Give inputs of two positions or more.',
    );
  }
  if (!along || output[0] === length) return null;
  return flaw(
    '.kind',
    `compares ${length} positions, but the output has ${output[0]}`,
    'Give an output for each position.',
  );
}

/** Where outputs have positions of their own, classes are told apart by a dimension after those. */
export function flawOfClasses(
  change: Change & { of?: 'outputs' | 'class' | undefined },
  output: readonly number[],
): Flaw | null {
  const positions = change.kind === 'causality' ? 1 : { same: 0, permuted: 1, shifted: 2 }[change.outputs];
  if (change.of !== 'class' || output.length > positions) return null;
  return flaw('.of', 'is "class", but the output has no classes at each position', 'Write "outputs".');
}

function flawOfShift(
  change: Change & { kind: 'shift' },
  input: readonly number[],
  output: readonly number[],
): Flaw | null {
  const [height = 0, width = 0] = input.length < 2 ? [] : input;
  const { pixels, outputs, margin = 0 } = change;
  if (height === 0) return flaw('.kind', 'moves images, but the input has no height and width', 'Leave it out.');
  if (pixels >= Math.min(height, width)) {
    return flaw('.pixels', `moves images of ${height} by ${width} out of sight`, 'Move them by less.');
  }
  if (outputs === 'same') return null;
  if (output.length < 2 || output[0] !== height || output[1] !== width) {
    return flaw('.outputs', 'are "shifted", but the output is no image of the same size', 'Write "same".');
  }
  if (2 * margin + pixels < Math.min(height, width)) return null;
  return flaw('.margin', 'leaves nothing to compare', 'Make it smaller.');
}

const flaw = (field: string, problem: string, remedy: string): Flaw => ({ field, problem, remedy });
