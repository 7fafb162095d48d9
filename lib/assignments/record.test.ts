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
    write('data.ts', "import { read } from '#assignments/_data/pairs/read.ts';");
    await writeRecord(folder, await hashFolder(folder), 'seed', []);
  });

  afterEach(() => rmSync(parent, { recursive: true }));

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
