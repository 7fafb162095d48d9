import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tinyManifest, tinySolution } from './tiny-assignment.ts';

/** Always names the smaller. */
export const swapped = tinySolution.replace('[[1, 0], [0, 1]]', '[[0, 1], [1, 0]]');

/** Pairs of numbers, and which is the larger, half and half. */
export const tinyData = `export function buildSplits() {
  const split = (n) => ({
    x: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)) },
    y: { shape: [n, 2], data: Float32Array.from({ length: 2 * n }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0)) },
  });
  return { train: split(8), validation: split(8), public: split(20), private: split(40) };
}`;

/** The tiny assignment as a folder that keeps its promises, until a test spoils it. */
export function newTinyFolder() {
  const parent = mkdtempSync(path.join(tmpdir(), 'tiny-'));
  const folder = path.join(parent, '01-larger');
  mkdirSync(path.join(folder, 'wrong'), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write('assignment.json', JSON.stringify(tinyManifest));
  write('prompt.mdx', 'Which of two numbers is the larger?');
  write('solution.ts', tinySolution);
  write('starter.ts', swapped);
  write('data.ts', tinyData);
  write('wrong/smaller.ts', `// Caught by: Private\n${swapped}`);
  return { folder, write, dataFolder: path.join(parent, 'data'), remove: () => rmSync(parent, { recursive: true }) };
}
