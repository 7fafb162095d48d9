import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDigits } from './read.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digits-'));
  for (const name of ['source.json', 'digits.bin.gz']) cpSync(join(import.meta.dirname, name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('reads what is intact', () => {
  expect(readDigits(folder).count).toBe(30_000);
});

test('refuses data with one changed pixel', () => {
  const file = join(folder, 'digits.bin.gz');
  const bytes = gunzipSync(readFileSync(file));
  bytes.writeUInt8(bytes.readUInt8(40_000) ^ 1, 40_000);
  writeFileSync(file, gzipSync(bytes, { level: 1 }));
  expect(() => readDigits(folder)).toThrow(/damaged or incomplete/);
});

test('refuses data that ends early', () => {
  const file = join(folder, 'digits.bin.gz');
  writeFileSync(file, readFileSync(file).subarray(0, 1000));
  expect(() => readDigits(folder)).toThrow(/build\.ts/);
});
