import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { findBrowser } from './support/browser.ts';

/** A course of its own: a fresh database in a folder that the run's first process makes and all others inherit. */
process.env.E2E_DATA_DIR ??= path.join(mkdtempSync(path.join(tmpdir(), 'course-e2e-')), 'data');
process.env.E2E_PORT ??= '3190';
const browserArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const executablePath = findBrowser();
/** What draws or computes with WebGL, here by software. */
const graphics = /(workbench|sandbox-frame|lecture|home)\.spec\.ts/;
const baseURL = `http://localhost:${process.env.E2E_PORT}`;

export default defineConfig({
  testDir: './e2e',
  outputDir: './.results/e2e',
  // The specs share one course, and one machine of two cores.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: process.env.E2E_REPORT ? [['line'], ['json', { outputFile: process.env.E2E_REPORT }]] : [['line']],
  use: {
    baseURL,
    // A trace would have to be recorded of every test, in case it fails: a part of all time.
    screenshot: 'only-on-failure',
  },
  projects: [
    // A page drawn without the detour over WebGL takes half of the processor time.
    {
      name: 'pages',
      testIgnore: graphics,
      use: { launchOptions: { executablePath, args: [...browserArgs, '--disable-gpu'] } },
    },
    {
      name: 'graphics',
      testMatch: graphics,
      use: {
        launchOptions: {
          executablePath,
          args: [...browserArgs, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
        },
      },
    },
  ],
  webServer: {
    command: 'node lib/cli/launch.js start',
    cwd: path.resolve(import.meta.dirname, '..'),
    url: `${baseURL}/api/health`,
    timeout: 300_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
    env: { ...(process.env as Record<string, string>), DATA_DIR: process.env.E2E_DATA_DIR, PORT: process.env.E2E_PORT },
  },
});
