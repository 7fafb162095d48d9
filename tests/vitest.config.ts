import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');
const database = ['tests/support/database-server.ts'];
const pages = ['tests/support/pages.ts'];

/** Isolated processes, real databases and real servers take what they take on a busy machine: limits only end a hang. */
const slow = { testTimeout: 120_000, hookTimeout: 120_000, pool: 'forks' } as const;

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['{app,lib,db,assignments}/**/*.test.ts', 'tests/architecture.test.ts'],
          testTimeout: 60_000,
          // Of pure functions: nothing of one file is felt in another, and a fresh world for each takes a third of the time.
          isolate: false,
        },
      },
      { root, test: { name: 'db', include: ['tests/db/**/*.test.ts'], globalSetup: database, maxWorkers: 2, ...slow } },
      { root, test: { name: 'attacks', include: ['tests/attacks/**/*.test.ts'], maxWorkers: 2, ...slow } },
      {
        root,
        test: { name: 'host', include: ['tests/host/**/*.test.ts'], globalSetup: pages, maxWorkers: 2, ...slow },
      },
    ],
  },
});
