import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { type DatabaseUrls, startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrls: DatabaseUrls;
  }
}

/** Global set-up of the database tests: one PostgreSQL for the whole run, migrated, in a folder that goes with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-test-'));
  const server = await startEmbedded(folder);
  await migrate(server.urls);
  project.provide('databaseUrls', server.urls);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
