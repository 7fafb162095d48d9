import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkAssignment } from '#lib/assignments/check.ts';
import { openSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';
import { tinySolution } from '../support/tiny-assignment.ts';
import { newTinyFolder, swapped } from '../support/tiny-folder.ts';

const { folder, write, dataFolder, remove } = newTinyFolder();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox({ allowDemo: true, dataFolder });
}, 60_000);

afterAll(async () => {
  await sandbox?.close();
  remove();
});

const throws = `${tinySolution.replace("console.log('training by hand');", "throw new Error('too hard');")}`;

const check = () => checkAssignment(folder, { sandbox, seed: 'any', signal: new AbortController().signal });

test('tells which files keep the promise of the assignment, and what the others got', {
  timeout: 120_000,
}, async () => {
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
