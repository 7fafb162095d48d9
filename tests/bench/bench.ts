import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchBrowser } from './browser.ts';
import { benchGrading } from './grading.ts';
import { benchIsolates } from './isolates.ts';
import { describeMachine, save } from './machine.ts';
import { benchPages } from './pages.ts';
import { trainReference } from './reference.ts';
import { printTable, type Table } from './table.ts';

type Part = (folder: string) => Promise<Table[]>;

const pages: Part = async (folder) => [await benchPages(folder)];
const grading: Part = async (folder) => benchGrading(folder, await trainReference(folder));
const isolates: Part = async (folder) => [await benchIsolates(folder)];
const browser: Part = async () => [await benchBrowser()];

/** The pages alone: what they are under load. */
export const benchPagesAlone = () => run('bench-pages', [pages]);

/** Grading alone: one submission, and a crowd. */
export const benchGradingAlone = () => run('bench-grading', [grading]);

export const bench = () => run('bench', [grading, isolates, browser, pages]);

/** Runs the parts in a folder of their own that goes with them, one after another: they would disturb each other. */
async function run(name: string, parts: Part[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-bench-'));
  await chmod(folder, 0o755); // the sandboxes' user must get in
  process.env.DATA_DIR = folder;
  try {
    const tables: Table[] = [];
    const machine = describeMachine();
    console.log(`${machine.processor}, ${machine.cores} cores, load ${machine.load.toFixed(2)} before the first part`);
    for (const part of parts) {
      const made = await part(folder);
      for (const table of made) printTable(table);
      tables.push(...made);
    }
    await save(name, { at: new Date().toISOString(), machine, tables });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
