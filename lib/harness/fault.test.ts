import { describe, expect, test } from 'vitest';
import { Fault, noteFor } from './fault.ts';

const noLine = () => undefined;

describe('memory that ran out is named, however the engine says it', () => {
  test.each([
    'Array buffer allocation failed',
    'memory access out of bounds',
    'Out of memory',
    'WebAssembly.Memory(): could not allocate memory',
    'WebAssembly.Memory.grow(): Unable to grow instance memory',
    'Aborted(Cannot enlarge memory arrays)',
  ])('%s', (message) => {
    expect(noteFor(new RangeError(message), 'train', noLine).code).toBe('out_of_memory');
  });
});

test('other errors stay what they are', () => {
  expect(noteFor(new Error('I have no memory of that'), 'train', noLine)).toMatchObject({ code: 'threw' });
  expect(noteFor(new Fault('wrong_output_shape', 'x', 3), 'build', noLine)).toMatchObject({
    code: 'wrong_output_shape',
    line: 3,
  });
});
