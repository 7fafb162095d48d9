import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { outcomes, runNoteSchema } from '#lib/grading/core/outcome.ts';
import { describeExpectation, describeGraded, type Graded, meets, readExpectation, whyNot } from './expectation.ts';
import { manifestSchema } from './manifest.ts';

const graded: Graded = {
  outcome: 'graded',
  note: null,
  points: 1,
  maxPoints: 10,
  tests: [
    { name: 'Limit', passed: true, points: 1, maxPoints: 1, message: '' },
    { name: 'Accuracy', passed: false, points: 0, maxPoints: 9, message: '' },
  ],
};

describe('readExpectation', () => {
  test('reads what catches a wrong submission from its first line', () => {
    expect(readExpectation('// Caught by: Accuracy on hidden data\ncode')).toEqual({
      kind: 'caught',
      test: 'Accuracy on hidden data',
    });
    expect(readExpectation('// Ends as: student_error not_finite\r\ncode')).toEqual({
      kind: 'ends',
      outcome: 'student_error',
      note: 'not_finite',
    });
  });

  test.each(['', 'code', '\n// Caught by: Accuracy', '// Ends as: timeout'])('finds none in %j', (code) => {
    expect(readExpectation(code)).toBeNull();
  });
});

describe('meets', () => {
  test('half the points is not less than half', () => {
    expect(meets({ kind: 'less than half the points' }, { ...graded, points: 4.9 })).toBe(true);
    expect(meets({ kind: 'less than half the points' }, { ...graded, points: 5 })).toBe(false);
    expect(meets({ kind: 'less than half the points' }, { ...graded, outcome: 'timeout' })).toBe(false);
  });

  test('only all points are full points', () => {
    expect(meets({ kind: 'full points' }, { ...graded, points: 10 })).toBe(true);
    expect(meets({ kind: 'full points' }, { ...graded, points: 9.5 })).toBe(false);
  });

  test('the named test must be the one that fails', () => {
    expect(meets({ kind: 'caught', test: 'Accuracy' }, graded)).toBe(true);
    expect(meets({ kind: 'caught', test: 'Limit' }, graded)).toBe(false);
    expect(meets({ kind: 'caught', test: 'No such' }, graded)).toBe(false);
    expect(meets({ kind: 'caught', test: 'Accuracy' }, { ...graded, outcome: 'student_error' })).toBe(false);
  });

  test('an ending is outcome and note', () => {
    const ended: Graded = { ...graded, outcome: 'student_error', note: { code: 'threw', phase: 'train' } };
    expect(meets({ kind: 'ends', outcome: 'student_error', note: 'threw' }, ended)).toBe(true);
    expect(meets({ kind: 'ends', outcome: 'student_error', note: 'timeout' }, ended)).toBe(false);
    expect(describeGraded(ended)).toBe('student_error (threw), 1 of 10 points, fails "Accuracy"');
  });
});

test('every wrong submission of every assignment names a test of its manifest, or an ending there is', () => {
  const root = path.resolve(import.meta.dirname, '../../../assignments');
  const codes: readonly string[] = runNoteSchema.shape.code.options;
  for (const slug of readdirSync(root).filter((name) => /^\d/.test(name))) {
    const read = (file: string) => readFileSync(path.join(root, slug, file), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(read('assignment.json')));
    for (const file of readdirSync(path.join(root, slug, 'wrong'))) {
      const expected = readExpectation(read(`wrong/${file}`));
      const known =
        expected?.kind === 'caught'
          ? manifest.tests.some(({ name }) => name === expected.test)
          : expected?.kind === 'ends' &&
            (outcomes as readonly string[]).includes(expected.outcome) && // widened to ask whether it is one
            codes.includes(expected.note);
      expect([slug, file, expected && describeExpectation(expected), known]).toEqual([
        slug,
        file,
        expect.any(String),
        true,
      ]);
    }
  }
});

describe('whyNot', () => {
  const tests = graded.tests.map(({ name }) => name);

  test('has nothing to say of what is as it should be', () => {
    expect(whyNot({ kind: 'caught', test: 'Accuracy' }, graded, tests)).toBeNull();
  });

  test('says what was expected, what came out and what to do', () => {
    expect(whyNot({ kind: 'full points' }, graded, tests)).toBe(
      'Expected full points, found graded, 1 of 10 points, fails "Accuracy". Mend the solution or the data, or lower the thresholds.',
    );
  });

  test('tells a test that is passed from one that is not there', () => {
    expect(whyNot({ kind: 'caught', test: 'Limit' }, graded, tests)).toMatch(/^Expected fails "Limit", found/);
    expect(whyNot({ kind: 'caught', test: 'Speed' }, graded, tests)).toBe(
      'It names the test "Speed", which assignment.json does not have. Name one of "Limit", "Accuracy".',
    );
  });
});
