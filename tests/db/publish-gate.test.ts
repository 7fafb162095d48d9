import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { insertSubmission } from '#db/queries/grading.ts';
import { assignmentVersions, visibleSplits } from '#db/schema/assignments.ts';
import { auditLog } from '#db/schema/course.ts';
import { hiddenSplits } from '#db/schema/hidden.ts';
import { items } from '#db/schema/items.ts';
import { checkAssignment } from '#lib/assignments/check.ts';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { type Check, checkAndRecord, publishChecked } from '#lib/assignments/gate.ts';
import type { PublishOptions } from '#lib/assignments/publish.ts';
import { openSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, tinyManifest, tinySolution } from '../support/tiny-assignment.ts';
import { newTinyFolder, swapped, tinyData } from '../support/tiny-folder.ts';
import { functionsSolution, functionsStarter, newFunctionsFolder } from '../support/tiny-functions.ts';

/** Every way of breaking an assignment, through the real sandbox and into a real database. */
let sandbox: Sandbox;
let sandboxFolder: ReturnType<typeof newTinyFolder>;
let tiny: ReturnType<typeof newTinyFolder>;

beforeAll(async () => {
  sandboxFolder = newTinyFolder();
  sandbox = await openSandbox({ allowDemo: true, dataFolder: sandboxFolder.dataFolder });
});
afterAll(async () => {
  await sandbox?.close();
  sandboxFolder.remove();
});
beforeEach(() => {
  tiny = newTinyFolder();
});
afterEach(() => tiny.remove());

const check: Check = (folder, seed) => checkAssignment(folder, { sandbox, seed, signal: new AbortController().signal });

const options: PublishOptions = {
  seed: 'the secret of a test',
  termStart: new Date('2026-01-12T00:00:00Z'),
  timeZone: 'UTC',
  now: new Date('2026-01-20T10:00:00Z'),
};

const publish = (db: Db, by: Check | undefined = check) => publishChecked(db, tiny.folder, options, by);
const record = () => path.join(tiny.folder, 'checked.json');

async function rowsOf(db: Db): Promise<number[]> {
  const tables = [items, assignmentVersions, visibleSplits, hiddenSplits, auditLog];
  const counts: number[] = [];
  for (const table of tables) counts.push(Number(await db.$count(table)));
  return counts;
}

const limits = (change: Partial<Manifest['limits']>) =>
  JSON.stringify({ ...tinyManifest, limits: { ...tinyManifest.limits, ...change } });
/** Evenly spaced, the hardest worth nine points. */
const withMarks = (count: number, step: number) =>
  JSON.stringify({
    ...tinyManifest,
    tests: tinyManifest.tests.map((test) =>
      test.kind === 'metric'
        ? {
            ...test,
            thresholds: Array.from({ length: count }, (_, i) => ({
              atLeast: Number(((i + 1) * step).toFixed(4)),
              points: (9 * (i + 1)) / count,
            })),
          }
        : test,
    ),
  });
const training = (lines: string) => tinySolution.replace("console.log('training by hand');", lines);
/** A race that no seed decides: how often the event loop turns before a timer ends. */
const unseeded = training(`let over = false;
  setTimeout(() => { over = true; }, 100);
  let turns = 0;
  for (; !over; turns++) await new Promise((resolve) => setImmediate(resolve));`).replace(
  '[1, 0], [0, 1]',
  '[1, turns / 1e7], [0, 1]',
);
/** Works for about seven seconds; no clock that it could ask tells the time. */
const spin = `let x = 1; for (let i = 0; i < ${Math.round(7 * turnsASecond())}; i++) x = Math.imul(x, 16777619) ^ i; console.log(x);`;

/** Of the loop above, on this machine, by the processor's time. */
function turnsASecond(): number {
  const turns = 3e8;
  const before = process.cpuUsage();
  let x = 1;
  for (let i = 0; i < turns; i++) x = Math.imul(x, 16777619) ^ i;
  const { user } = process.cpuUsage(before);
  return x === 0.5 ? 0 : (turns / user) * 1e6; // x is used, so that the loop is not left out
}

const broken: [string, (write: (name: string, text: string) => void) => void, RegExp[]][] = [
  [
    'a reference that is wrong',
    (write) => write('solution.ts', swapped),
    [/^solution\.ts: Expected full points, found graded, 1 of 10 points, fails "Private"\. Mend/],
  ],
  [
    'a reference that throws',
    (write) => write('solution.ts', training("throw new Error('too hard');")),
    [/^solution\.ts: Expected full points, found student_error \(threw: .*too hard/],
  ],
  [
    'a reference that is another each time',
    (write) => write('solution.ts', unseeded),
    [/^solution\.ts: Trained twice with the same seed, it gave two sets of weights of the same score\. Draw chance/],
  ],
  [
    'a starter that has done the work',
    (write) => write('starter.ts', tinySolution),
    [/^starter\.ts: Expected less than half the points, found graded, 10 of 10 points\. Make the starter/],
  ],
  [
    'a starter that does not run',
    (write) => write('starter.ts', training("throw new Error('write this');")),
    [/^starter\.ts: Expected less than half the points, found student_error \(threw/],
  ],
  [
    'a wrong submission that passes the test it names',
    (write) => write('wrong/smaller.ts', `// Caught by: Small\n${swapped}`),
    [
      /^wrong\/smaller\.ts: Expected fails "Small", found graded, 1 of 10 points, fails "Private"\. Make the test stricter/,
    ],
  ],
  [
    'a wrong submission that names no test of the assignment',
    (write) => write('wrong/smaller.ts', `// Caught by: Privat\n${swapped}`),
    [/^wrong\/smaller\.ts: It names the test "Privat", which assignment\.json does not have\. Name one of "Small"/],
  ],
  [
    'labels that belong to other rows',
    (write) =>
      write(
        'data.ts',
        tinyData.replaceAll(
          'y: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3',
          'y: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 1 || i % 4 === 2',
        ),
      ),
    [
      /^solution\.ts: Expected full points, found graded, 1 of 10/,
      /^starter\.ts: Expected less than half/,
      /^wrong\/smaller/,
    ],
  ],
  [
    'a training that uses most of its time',
    (write) => {
      write('assignment.json', limits({ trainSeconds: 10 }));
      write('solution.ts', training(spin));
    },
    [/^solution\.ts: Training took \d+\.\d s of processor time, more than 5 s, half of limits\.trainSeconds \(10 s\)/],
  ],
  [
    'a training that uses most of its memory',
    (write) => {
      write('assignment.json', limits({ memoryMiB: 512 }));
      const held = 'const held = new Float64Array(2 ** 25 + 2 ** 23).fill(1);';
      write('solution.ts', training(`${held} await new Promise((go) => setTimeout(go, 1000)); console.log(held[1]);`));
    },
    [
      /^solution\.ts: Its largest process held 3\d\d MiB of memory, more than 256 MiB, half of limits\.memoryMiB \(512 MiB\)/,
    ],
  ],
  [
    'a reference that passes when the server trains it, and not when it is handed in with its weights',
    (write) =>
      write(
        'solution.ts',
        tinySolution.replace(
          'export function createModel() {',
          "export function createModel() {\n  for (let i = 0; i < 500; i++) console.log('中'.repeat(8000));",
        ),
      ),
    [/^solution\.ts: Handed in with its weights: Expected full points, found student_error \(no_result/],
  ],
  [
    'a training that needs more memory than it has',
    (write) => write('solution.ts', training('const held = []; for (;;) held.push(new Float64Array(4e6).fill(1));')),
    [/^solution\.ts: Expected full points, found out_of_memory/],
  ],
];

test.each(broken)('not published: %s', async (_, spoil, reasons) => {
  spoil(tiny.write);
  await rolledBack('owner', async (db) => {
    const before = await rowsOf(db);
    const publishing = await publish(db);
    expect(publishing).toMatchObject({
      refused: { slug: '01-larger', remedy: expect.stringContaining('assignments check 01-larger') },
    });
    expect('refused' in publishing && publishing.refused.reasons).toEqual(
      reasons.map((reason) => expect.stringMatching(reason)),
    );
    expect(await rowsOf(db)).toEqual(before);
  });
});

test.each<[string, () => void, RegExp]>([
  [
    'a split of another shape',
    () => tiny.write('data.ts', tinyData.replaceAll('[n, 2]', '[n, 1, 2]')),
    /data\.ts: train\.x has the shape/,
  ],
  [
    'a split that is missing',
    () => tiny.write('data.ts', tinyData.replace(', private: split(40)', '')),
    /data\.ts: private is not a split/,
  ],
  [
    'a wrong submission without a promise',
    () => tiny.write('wrong/silent.ts', swapped),
    /silent\.ts does not say what catches it/,
  ],
  [
    'more attempts than its private rows bear',
    () => tiny.write('assignment.json', JSON.stringify({ ...tinyManifest, attempts: 4 })),
    /assignment\.json: attempts: 4 submissions, .* Allow at most 3, .* of 64 rows/,
  ],
  [
    'a thousand marks, which would tell the exact score',
    () => tiny.write('assignment.json', withMarks(1000, 0.001)),
    /assignment\.json: tests\.1\.thresholds ask for 1000 marks of accuracy/,
  ],
  [
    'marks nearer than chance',
    () => tiny.write('assignment.json', withMarks(6, 0.1)),
    /assignment\.json: tests: the marks 0\.1 and 0\.2 of accuracy are nearer than 0\.16/,
  ],
])('not published, the folder being wrong: %s', async (_, spoil, message) => {
  spoil();
  await rolledBack('owner', async (db) => {
    const before = await rowsOf(db);
    await expect(publish(db)).rejects.toThrow(message);
    expect(await rowsOf(db)).toEqual(before);
  });
});

test('what passes is published, and the check was made with the data of this deployment', () =>
  rolledBack('owner', async (db) => {
    const seeds: string[] = [];
    const watched: Check = (folder, seed) => {
      seeds.push(seed);
      return check(folder, seed);
    };
    expect(await publish(db, watched)).toMatchObject({ published: { slug: '01-larger', version: 1, changed: true } });
    expect(seeds).toEqual([options.seed]);
    expect(existsSync(record())).toBe(false); // it would tell of hidden data
  }));

test('a test of changed inputs and a limit on layers are part of the check', () =>
  rolledBack('owner', async (db) => {
    const limits = { ...tinyManifest.limits, layers: { kinds: ['Dense'], most: 1 } };
    const order = { kind: 'permutation', name: 'Order', points: 3, outputs: 'permuted' };
    const tests = [...tinyManifest.tests, order];
    tiny.write('assignment.json', JSON.stringify({ ...tinyManifest, attempts: 2, limits, tests }));
    tiny.write('wrong/uneven.ts', `// Caught by: Order\n${tinySolution.replace('[0, 1]]', '[0, 2]]')}`);
    const deep = tinySolution.replace('inputShape: [2] })', 'inputShape: [2] }), tf.layers.softmax()');
    tiny.write('wrong/deep.ts', `// Ends as: graded layers_over_limit\n${deep}`);
    expect(await publish(db)).toMatchObject({ published: { changed: true } });
    tiny.write('wrong/uneven.ts', `// Caught by: Order\n${tinySolution}`);
    expect(await publish(db)).toMatchObject({
      refused: {
        reasons: [expect.stringMatching(/^wrong\/uneven\.ts: Expected fails "Order", found graded, 13 of 13/)],
      },
    });
  }));

test('functions are published when they keep their promises, and not otherwise', () =>
  rolledBack('owner', async (db) => {
    const functions = newFunctionsFolder();
    const publishIt = () => publishChecked(db, functions.folder, options, check);
    try {
      functions.write('wrong/half.ts', `// Caught by: Sum\n${functionsSolution.replace('tf.mul(2, ', 'tf.mul(1, ')}`);
      functions.write('starter.ts', functionsSolution);
      expect(await publishIt()).toMatchObject({
        refused: {
          reasons: [
            expect.stringMatching(/^starter\.ts: Expected less than half the points, found graded, 10 of 10/),
            expect.stringMatching(
              /^wrong\/half\.ts: Expected fails "Sum", found graded, 7 of 10 points, fails "Gradient"/,
            ),
          ],
        },
      });
      functions.write('starter.ts', functionsStarter);
      functions.write('solution.ts', functionsSolution.replace('tf.mean(x, 1)', 'tf.slice(x, [0, 0, 0], [-1, 1, -1])'));
      functions.write(
        'wrong/half.ts',
        `// Caught by: Gradient\n${functionsSolution.replace('tf.mul(2, ', 'tf.mul(1, ')}`,
      );
      expect(await publishIt()).toMatchObject({
        refused: {
          reasons: [expect.stringMatching(/^solution\.ts: Expected full points, found graded, 7 of 10.*"Order"/)],
        },
      });
      functions.write('solution.ts', functionsSolution);
      const published = await publishIt();
      expect(published).toMatchObject({ published: { slug: '02-functions', changed: true } });
      const versionId = 'published' in published ? published.published.versionId : '';
      expect(await publishIt()).toMatchObject({ published: { changed: false } });
      const visible = await db.select().from(visibleSplits).where(eq(visibleSplits.versionId, versionId));
      expect(visible).toMatchObject([{ split: 'validation', rows: 3 }]);
      const hidden = await db.select().from(hiddenSplits).where(eq(hiddenSplits.versionId, versionId));
      expect(hidden).toMatchObject([{ split: 'private', rows: 6 }]);
    } finally {
      functions.remove();
    }
  }));

test('what changes while it is checked is not published', () =>
  rolledBack('owner', async (db) => {
    const disturbed: Check = async (folder, seed) => {
      const checks = await check(folder, seed);
      tiny.write('prompt.mdx', 'Which is smaller?');
      return checks;
    };
    expect(await publish(db, disturbed)).toMatchObject({
      refused: { reasons: ['It was changed while it was checked.'] },
    });
  }));

test('a start publishes with a fresh record only, and a failing check takes the record away', () =>
  rolledBack('owner', async (db) => {
    const atStart = () => publishChecked(db, tiny.folder, options);
    expect(await atStart()).toMatchObject({ refused: { reasons: ['It has not passed its check.'] } });

    await checkAndRecord(tiny.folder, 'any', check);
    expect(JSON.parse(readFileSync(record(), 'utf8')).files[0]).toMatchObject({
      file: 'solution.ts',
      found: 'graded, 10 of 10 points',
      metrics: [
        { split: 'public', metric: 'accuracy', value: 1 },
        { split: 'private', value: 1 },
      ],
    });
    expect(await atStart()).toMatchObject({ published: { changed: true } });

    tiny.write('solution.ts', swapped);
    expect(await atStart()).toMatchObject({ refused: { reasons: ['It has changed since it passed its check.'] } });
    await checkAndRecord(tiny.folder, 'any', check);
    expect(existsSync(record())).toBe(false);
  }));

test('a fresh record does not publish a draw of fewer private rows than the attempts need', () =>
  rolledBack('owner', async (db) => {
    tiny.write(
      'data.ts',
      tinyData.replace('buildSplits()', 'buildSplits(seed)').replace('split(40)', "split(seed === 'any' ? 40 : 20)"),
    );
    await checkAndRecord(tiny.folder, 'any', check);
    const before = await rowsOf(db);
    await expect(publishChecked(db, tiny.folder, options)).rejects.toThrow(/attempts: 3 .* 20 private rows/);
    expect(await rowsOf(db)).toEqual(before);
  }));

test('a folder that is wrong loses its record too', async () => {
  await checkAndRecord(tiny.folder, 'any', check);
  tiny.write('prompt.mdx', ' ');
  await expect(checkAndRecord(tiny.folder, 'any', check)).rejects.toThrow(/prompt\.mdx is empty/);
  expect(existsSync(record())).toBe(false);
});

test('a version keeps the total of points once students have handed in: grades are shares of it', () =>
  rolledBack('owner', async (db) => {
    const [small, ...others] = tinyManifest.tests;
    if (small?.kind !== 'parameters') throw new Error('The tiny assignment has other tests.');
    const unchecked: Check = async () => [];
    const worth = (points: number) => {
      tiny.write('assignment.json', JSON.stringify({ ...tinyManifest, tests: [{ ...small, points }, ...others] }));
      return publish(db, unchecked);
    };
    const handIn = async (role: 'student' | 'instructor') => {
      const [version] = await db.select().from(assignmentVersions);
      const { id: userId } = await insertPerson(db, role);
      const { slug = '', id: versionId = '' } = version ?? {};
      await insertSubmission(db, { userId, slug, versionId, code: '', idempotencyKey: role, createdAt: options.now });
    };
    expect(await worth(1)).toMatchObject({ published: { version: 1 } });
    await handIn('instructor'); // who tries an assignment first has no grade for it
    expect(await worth(2)).toMatchObject({ published: { version: 2 } });
    await handIn('student');
    expect(await worth(3)).toEqual({
      refused: {
        slug: '01-larger',
        reasons: [
          'Students have handed in for 11 points in all, and this version gives 12: it would change their grades.',
        ],
        remedy: 'Share out 11 points among the tests, or give the assignment a new name: that of its folder.',
      },
    });
    tiny.write('prompt.mdx', 'Which of two numbers is larger, again?');
    expect(await worth(2)).toMatchObject({ published: { version: 3 } });
  }));
