import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings } from '#lib/env.ts';
import { ensureBuild } from '#lib/host/build.ts';

/** Global set-up of the tests that start hosts: pages are built once, before several hosts would do it at once. */
export default async function setup(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-pages-'));
  const settings = { ...readSettings(), DATA_DIR: folder };
  await ensureBuild(settings, () => console.log('Building the pages'), new AbortController().signal);
  await rm(folder, { recursive: true, force: true });
}
