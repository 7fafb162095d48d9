import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '#lib/env.ts';
import { hashFolder, removeRecord, stateOfRecord, writeRecord } from './record.ts';

const assignments = path.join(projectRoot, 'assignments');
const slugs = readdirSync(assignments).filter((name) => /^\d\d-/.test(name));

describe('what is committed', () => {
  test('there are assignments', () => {
    expect(slugs).toContain('06-cnn-translation');
  });

  test.each(slugs)('%s has passed its check as it is now', async (slug) => {
    const remedy = `Run: npm run -s course -- assignments check ${slug}, then commit its checked.json.`;
    expect(await stateOfRecord(path.join(assignments, slug)), remedy).toBe('fresh');
  });
});

describe('a record', () => {
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    parent = mkdtempSync(path.join(tmpdir(), 'record-'));
    folder = path.join(parent, '01-larger');
    mkdirSync(path.join(folder, 'wrong'), { recursive: true });
    mkdirSync(path.join(parent, '_data/pairs'), { recursive: true });
    mkdirSync(path.join(parent, '_data/others'), { recursive: true });
    for (const name of files) write(name, name);
    write('../_data/pairs/read.ts', 'export const read = 1;');
    write('../_data/shared.ts', 'export const drawn = 1;');
    write('data.ts', builder);
    await writeRecord(folder, await hashFolder(folder), 'seed', []);
  });

  afterEach(() => rmSync(parent, { recursive: true }));

  const builder = `import { read } from '../_data/pairs/read.ts';
    import { drawn } from '../_data/shared.ts';
    export const buildSplits = () => [read, drawn];`;
  const files = ['assignment.json', 'prompt.mdx', 'starter.ts', 'solution.ts', 'wrong/one.ts', '../_data/pairs/x.bin'];
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

  test('is fresh as long as nothing changes', async () => {
    expect(await stateOfRecord(folder)).toBe('fresh');
    cpSync(folder, path.join(parent, '02-copy'), { recursive: true });
    expect(await stateOfRecord(path.join(parent, '02-copy'))).toBe('fresh');
  });

  test.each([...files, 'data.ts'])('is stale once %s has changed', async (name) => {
    const before = readFileSync(path.join(folder, name), 'utf8');
    write(name, `${before} `);
    expect(await stateOfRecord(folder)).toBe('stale');
    write(name, before);
    expect(await stateOfRecord(folder)).toBe('fresh');
  });

  test('is stale once what the builder imports from another folder does something else', async () => {
    write('../_data/shared.ts', '// The first.\nexport const drawn = 1;');
    expect(await stateOfRecord(folder)).toBe('fresh');
    write('../_data/shared.ts', 'export const drawn = 2;');
    expect(await stateOfRecord(folder)).toBe('stale');
  });

  test('is fresh with a builder that nobody can load, as long as nothing changes', async () => {
    write('data.ts', "import { read } from './nowhere.ts';");
    await writeRecord(folder, await hashFolder(folder), 'seed', []);
    expect(await stateOfRecord(folder)).toBe('fresh');
    write('data.ts', "import { read } from './elsewhere.ts';");
    expect(await stateOfRecord(folder)).toBe('stale');
  });

  test('is stale once a file came, went or was renamed', async () => {
    write('wrong/two.ts', '');
    expect(await stateOfRecord(folder)).toBe('stale');
    rmSync(path.join(folder, 'wrong/two.ts'));
    expect(await stateOfRecord(folder)).toBe('fresh');
    rmSync(path.join(folder, 'wrong/one.ts'));
    write('wrong/eno.ts', 'wrong/one.ts');
    expect(await stateOfRecord(folder)).toBe('stale');
  });

  test('does not mind measurements, tests and the data of others', async () => {
    write('measurements.json', '[]');
    write('data.test.ts', '');
    write('../_data/others/x.bin', '');
    expect(await stateOfRecord(folder)).toBe('fresh');
  });

  test('that cannot be read opens nothing', async () => {
    for (const text of ['', '{}', '<<<<<<< ours', '{"hash":1}']) {
      write('checked.json', text);
      expect(await stateOfRecord(folder)).toBe('stale');
    }
    await removeRecord(folder);
    expect(await stateOfRecord(folder)).toBe('missing');
  });
});

describe('the hash', () => {
  const slug = '06-cnn-translation';
  const real = path.join(assignments, slug);
  let root: string;

  beforeEach(() => {
    root = path.join(mkdtempSync(path.join(tmpdir(), 'checkout-')), 'with another name');
    mkdirSync(root);
    cpSync(path.join(projectRoot, 'package.json'), path.join(root, 'package.json'));
    for (const name of ['lib', 'assignments'])
      cpSync(path.join(projectRoot, name), path.join(root, name), { recursive: true });
  });

  afterEach(() => rmSync(path.dirname(root), { recursive: true }));

  const change = (name: string, from: RegExp, to: string) => {
    const file = path.join(root, name);
    const before = readFileSync(file, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
  };
  const hash = () => hashFolder(path.join(root, 'assignments', slug), root);

  test('is the same in another checkout with other line ends', async () => {
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!/\.(ts|json|mdx)$/.test(entry.name)) continue;
      const file = path.join(entry.parentPath, entry.name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    }
    expect(await hash()).toBe(await hashFolder(real));
  });

  test('does not mind comments and types', async () => {
    change('lib/grading/core/score.ts', /^/, '// Points.\n');
    change('lib/harness/kernels/heap.ts', /^/, 'type Unused = string;\n');
    expect(await hash()).toBe(await hashFolder(real));
  });

  test.each<[string, string, RegExp, string]>([
    ['how points are given', 'lib/grading/core/score.ts', /\.at\(-1\)/, '.at(0)'],
    ['a metric', 'lib/grading/core/checkers/classification.ts', /$/, 'console.log(1);'],
    ['what the check asks', 'lib/assignments/core/reference.ts', /shareForReference = 0\.5/, 'shareForReference = 0.6'],
    ['a kernel of the harness', 'lib/harness/kernels/heap.ts', /$/, 'console.log(1);'],
    ['what draws splits', 'lib/assignments/secret-random.ts', /2 \*\* 32/, '2 ** 31'],
    ['the version of tfjs', 'package.json', /"@tensorflow\/tfjs": "[\d.]+"/, '"@tensorflow/tfjs": "9.0.0"'],
  ])('changes with %s', async (_what, name, from, to) => {
    change(name, from, to);
    expect(await hash()).not.toBe(await hashFolder(real));
  });
});
