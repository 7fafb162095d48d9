import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAssignment } from '#lib/assignments/check.ts';
import { openSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';
import { tinyManifest, tinySolution } from '../support/tiny-assignment.ts';

let parent: string;
let folder: string;
let sandbox: Sandbox;

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'check-'));
  folder = path.join(parent, '01-larger');
  mkdirSync(path.join(folder, 'wrong'), { recursive: true });
  write('assignment.json', JSON.stringify(tinyManifest));
  write('prompt.mdx', 'Which of two numbers is the larger?');
  write('solution.ts', tinySolution);
  write('starter.ts', swapped);
  write('data.ts', data);
  sandbox = await openSandbox({ allowDemo: true, dataFolder: path.join(parent, 'data') });
}, 60_000);

afterAll(async () => {
  await sandbox?.close();
  rmSync(parent, { recursive: true });
});

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

/** Always names the smaller. */
const swapped = tinySolution.replace('[[1, 0], [0, 1]]', '[[0, 1], [1, 0]]');

const throws = `${tinySolution.replace("console.log('training by hand');", "throw new Error('too hard');")}`;

/** Pairs of numbers, and which is the larger, half and half. */
const data = `export function buildSplits() {
  const split = (n) => ({
    x: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)) },
    y: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)) },
  });
  return { train: split(8), validation: split(8), public: split(20), private: split(40) };
}`;

const check = () => checkAssignment(folder, { sandbox, seed: 'any', signal: new AbortController().signal });

test('tells which files keep the promise of the assignment, and what the others got', {
  timeout: 120_000,
}, async () => {
  write('wrong/smaller.ts', `// Caught by: Private\n${swapped}`);
  write('wrong/gives-up.ts', `// Ends as: student_error threw\n${throws}`);
  write('wrong/not-wrong.ts', `// Caught by: Private\n${tinySolution}`);
  const checks = await check();
  expect(checks.map(({ file, ok }) => [file, ok])).toEqual([
    ['solution.ts', true],
    ['starter.ts', true],
    ['wrong/gives-up.ts', true],
    ['wrong/not-wrong.ts', false],
    ['wrong/smaller.ts', true],
  ]);
  expect(checks[3]).toMatchObject({ expected: 'fails "Private"', found: 'graded, 10 of 10 points' });
});

test('a wrong submission must say what catches it', async () => {
  write('wrong/silent.ts', swapped);
  await expect(check()).rejects.toThrow(/silent\.ts does not say what catches it/);
});
