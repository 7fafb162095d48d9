import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeCases, encodeAnswers, encodeArguments, encodeCases } from '#lib/harness/cases.ts';
import { functionsManifest, newFunctionsFolder } from '../../tests/support/tiny-functions.ts';
import { buildCases } from './cases.ts';
import { readFolder } from './folder.ts';

let folder: ReturnType<typeof newFunctionsFolder>;
beforeEach(() => {
  folder = newFunctionsFolder();
});
afterEach(() => folder.remove());

const build = () => buildCases(folder.folder, functionsManifest, 'seed');
const data = (change: (cases: string) => string) => {
  const cases = `[
    { test: 'Sum', args: [[1, 2]], expected: 3 },
    { test: 'Order', args: [{ shape: [1, 2], data: Float32Array.of(1, 2) }] },
    { test: 'Gradient', args: [1], expected: 1 },
  ]`;
  const hidden = change(cases);
  folder.write('data.ts', `export const buildCases = () => ({ visible: ${cases}, hidden: ${hidden} });`);
};

describe('buildCases', () => {
  test('gives what data.ts built, and it survives being stored', async () => {
    expect(await readFolder(folder.folder)).toMatchObject({ manifest: { kind: 'functions' } });
    const { visible, hidden } = await build();
    expect([visible.length, hidden.length]).toEqual([3, 6]);
    const together = encodeCases(encodeArguments(hidden), encodeAnswers(hidden));
    expect(decodeCases(together)).toEqual(hidden);
    expect(decodeCases(encodeCases(encodeArguments(hidden)), encodeCases(encodeAnswers(hidden)))).toEqual(hidden);
    // What a process with student code is given holds no answers.
    expect(() => decodeCases(encodeCases(encodeArguments(hidden)))).toThrow();
  });

  test.each<[string, (cases: string) => string, RegExp]>([
    ['no list', () => '7', /hidden is no list of cases/],
    ['a text as an argument', (cases) => cases.replace('[[1, 2]]', '["a"]'), /hidden is no list of cases/],
    ['a test without a case', (cases) => cases.replace("'Sum'", "'Gradient'"), /hidden has no case of the test "Sum"/],
    [
      'a test that is not there',
      (cases) => cases.replace(/\]$/, "{ test: 'Product', args: [], expected: 1 }]"),
      /hidden\.3\.test is "Product", which assignment\.json does not have/,
    ],
    ['nothing that is right', (cases) => cases.replace(', expected: 3', ''), /hidden\.0 has no "expected"/],
    ['a value that is no number', (cases) => cases.replace('expected: 3', 'expected: NaN'), /hidden/],
    ['too few values', (cases) => cases.replace('of(1, 2)', 'of(1)'), /hidden\.1 has a tensor \[1,2\] of 1 values/],
    [
      'no tensor where one is changed',
      (cases) => cases.replace(/\{ shape.*?\} \]|\{ shape: \[1, 2\], data: Float32Array\.of\(1, 2\) \}/, '5'),
      /hidden\.1 has no tensor as argument 0/,
    ],
    [
      'nothing to reorder',
      (cases) => cases.replace('[1, 2], data', '[2, 1], data'),
      /hidden\.1: the test has nothing to reorder/,
    ],
  ])('refuses %s, and says where', async (_what, change, message) => {
    data(change);
    await expect(build()).rejects.toThrow(message);
  });

  test('asks for itself', async () => {
    folder.write('data.ts', 'export function buildSplits() {}');
    await expect(build()).rejects.toThrow(/does not export a function buildCases/);
  });
});

test('a manifest of functions trains nothing, and says so of itself', async () => {
  folder.write('assignment.json', JSON.stringify({ ...functionsManifest, train: 'browser' }));
  await expect(readFolder(folder.folder)).rejects.toThrow(/train/);
});
