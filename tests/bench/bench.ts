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

/** The pages alone: what they are under load. */
export async function benchPagesAlone(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-bench-'));
  try {
    const machine = describeMachine();
    const table = await benchPages(folder);
    printTable(table);
    await save('bench-pages', { at: new Date().toISOString(), machine, tables: [table] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs every part in a folder of its own that goes with it, one after another: they would disturb each other. */
export async function bench(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-bench-'));
  await chmod(folder, 0o755); // the sandboxes' user must get in
  process.env.DATA_DIR = folder;
  try {
    const tables: Table[] = [];
    const add = (table: Table) => {
      tables.push(table);
      printTable(table);
    };
    const machine = describeMachine();
    console.log(`${machine.processor}, ${machine.cores} cores, load ${machine.load.toFixed(2)} before the first part`);
    const reference = await trainReference(folder);
    for (const table of await benchGrading(folder, reference)) add(table);
    add(await benchIsolates(folder));
    add(await benchBrowser());
    add(await benchPages(folder));
    await save('bench', { at: new Date().toISOString(), machine, tables });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
