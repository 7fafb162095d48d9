import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '..');
const database = ['tests/support/database-server.ts'];

/** Isolated processes, real databases and real servers take what they take on a busy machine: limits only end a hang. */
const slow = { testTimeout: 120_000, hookTimeout: 120_000, pool: 'forks', fileParallelism: false } as const;

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
        },
      },
      { root, test: { name: 'db', include: ['tests/db/**/*.test.ts'], globalSetup: database, ...slow } },
      { root, test: { name: 'attacks', include: ['tests/attacks/**/*.test.ts'], ...slow } },
      { root, test: { name: 'host', include: ['tests/host/**/*.test.ts'], ...slow } },
    ],
  },
});
