import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InvalidInput } from '#lib/errors.ts';
import { manifestSchema } from './core/manifest.ts';
import { buildSplits, readFolder } from './folder.ts';

const real = path.resolve(import.meta.dirname, '../../assignments/06-cnn-translation');

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'assignment-'));
  folder = path.join(parent, '07-copy');
  for (const name of ['assignment.json', 'prompt.mdx', 'starter.ts']) {
    cpSync(path.join(real, name), path.join(folder, name));
  }
});
afterEach(() => rmSync(parent, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

function changeManifest(change: (manifest: Record<string, unknown>) => void): void {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'assignment.json'), 'utf8'));
  change(manifest);
  write('assignment.json', JSON.stringify(manifest));
}

async function failureOf(promise: Promise<unknown>): Promise<InvalidInput> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof InvalidInput) return error;
  throw new Error(`Expected InvalidInput, not ${error}`);
}

describe('readFolder', () => {
  test('refuses points for a score that students are shown', async () => {
    changeManifest((manifest) => {
      const tests = manifest.tests as { kind: string; split?: string }[]; // as the schema of the real one says
      for (const each of tests) if (each.kind === 'metric') each.split = 'public';
    });
    const { message, remedy } = await failureOf(readFolder(folder));
    expect(message).toContain('tests.1.split is "public"');
    expect(remedy).toContain('"split": "private"');
  });

  test('reads a good one', async () => {
    expect(await readFolder(folder)).toMatchObject({ slug: '07-copy', manifest: { title: 'A CNN and translation' } });
  });

  test('names a missing file', async () => {
    rmSync(path.join(folder, 'prompt.mdx'));
    const { message, remedy } = await failureOf(readFolder(folder));
    expect(message).toMatch(/07-copy\/prompt\.mdx is missing/);
    expect(remedy).toMatch(/tells the student/);
  });

  test('names the file that is not JSON', async () => {
    write('assignment.json', '{ "title": ');
    expect((await failureOf(readFolder(folder))).message).toMatch(/assignment\.json is not JSON/);
  });

  test('names the field that is wrong or unknown, and where to look', async () => {
    changeManifest((manifest) => Object.assign(manifest, { attempts: -1, atempts: 3 }));
    const { message, remedy } = await failureOf(readFolder(folder));
    expect(message).toMatch(/attempts: .*>0/);
    expect(message).toMatch(/atempts/);
    expect(remedy).toMatch(/assignment\.schema\.json/);
  });

  test('names a field that contradicts another', async () => {
    changeManifest((manifest) => Object.assign(manifest, { classes: ['0', '1'] }));
    const { message, remedy } = await failureOf(readFolder(folder));
    expect(message).toMatch(/classes names 2 classes, but the output has 10/);
    expect(remedy).toBe('Name one class for each output.');
  });

  test('names the line at which the starter is no TypeScript', async () => {
    write('starter.ts', 'export const a = 1;\nexport function (');
    expect((await failureOf(readFolder(folder))).message).toMatch(/starter\.ts, line 2: /);
  });

  test('refuses a folder whose name cannot be an address', async () => {
    expect((await failureOf(readFolder(path.join(parent, 'CNN & co')))).message).toMatch(/is not a name/);
  });
});

describe('buildSplits', () => {
  const data = (body: string) => write('data.ts', `export function buildSplits(seed) { ${body} }`);
  const split = (n: number, side = 20) =>
    `{ x: { shape: [${n}, ${side}, ${side}, 1], data: new Float32Array(${n * side * side}) },
       y: { shape: [${n}, 10], data: new Float32Array(${n * 10}) } }`;
  const build = async () => buildSplits(folder, manifestSchema.parse((await readFolder(folder)).manifest), 'seed');

  test('gives what data.ts built', async () => {
    data(`const s = ${split(3)}; return { train: s, validation: s, public: s, private: ${split(4900)} };`);
    expect((await build()).private.x.shape).toEqual([4900, 20, 20, 1]);
  });

  test('refuses more attempts than its private rows bear', async () => {
    data(`const s = ${split(3)}; return { train: s, validation: s, public: s, private: ${split(2500)} };`);
    expect((await failureOf(build())).message).toMatch(/assignment\.json: attempts: 30 submissions/);
  });

  test('names the split that is missing', async () => {
    data(`const s = ${split(3)}; return { train: s, validation: s, public: s };`);
    expect((await failureOf(build())).message).toMatch(/data\.ts: private is not a split/);
  });

  test('names the tensor that does not fit the manifest', async () => {
    data(`const s = ${split(3)}; return { train: ${split(3, 28)}, validation: s, public: s, private: s };`);
    const { message, remedy } = await failureOf(build());
    expect(message).toMatch(/train\.x has the shape \[3,28,28,1\]/);
    expect(remedy).toMatch(/\[n, 20, 20, 1\]/);
  });

  test('refuses numbers that are none', async () => {
    data(`const s = ${split(3)}; s.y.data[4] = NaN; return { train: s, validation: s, public: s, private: s };`);
    expect((await failureOf(build())).message).toMatch(/train\.y holds a value that is no finite number/);
  });

  test('asks for buildSplits', async () => {
    write('data.ts', 'export const splits = 1;');
    expect((await failureOf(build())).message).toMatch(/does not export a function buildSplits/);
  });
});
