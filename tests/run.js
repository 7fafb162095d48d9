/*
 * `npm test` and, with the argument `check`, `npm run check`. Runs every stage even when one fails, and ends with the
 * sum of them all: `N passed, N failed`. Plain JavaScript, so that an old Node can still say that it is too old.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

if (Number(process.versions.node.split('.')[0]) < 26) {
  console.error('Node 26 is needed. `npm install` brings it along; run the tests with `npm test`.');
  process.exit(1);
}

const root = path.resolve(import.meta.dirname, '..');
const results = path.join(root, 'tests/.results');
const checkOnly = process.argv[2] === 'check';
// Tests build their pages beside those of a server that may be running here.
const env = { ...process.env, NEXT_DIST_DIR: '.next-test', NODE_ENV: undefined };
if (!process.stdout.isTTY) env.NO_COLOR = '1';
const total = { passed: 0, failed: 0 };

/** @returns the exit code */
function run(command, args, extra = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...env, ...extra } });
    child.on('error', (error) => resolve(console.error(error.message) ?? 1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function add(stage, passed, failed, began) {
  total.passed += passed;
  total.failed += failed;
  console.log(`· ${stage}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - began) / 1000)} s)\n`);
}

/** A tool that only passes or fails counts as one test. */
async function tool(stage, command, args) {
  const began = Date.now();
  console.log(`· ${stage}`);
  const code = await run(command, args);
  add(stage, code === 0 ? 1 : 0, code === 0 ? 0 : 1, began);
}

/** Counts from the runner's own report; a runner that fails without a failed test (a crash, no report) counts as one. */
async function suite(stage, report, command, args, extra, count) {
  const began = Date.now();
  console.log(`· ${stage}`);
  await rm(report, { force: true });
  const code = await run(command, args, extra);
  const { passed, failed } = await readFile(report, 'utf8').then(
    (text) => count(JSON.parse(text)),
    () => ({ passed: 0, failed: 0 }),
  );
  const silent = (code !== 0 && failed === 0) || passed + failed === 0;
  add(stage, passed, failed + (silent ? 1 : 0), began);
}

function vitest(project) {
  const report = path.join(results, `${project}.json`);
  const args = ['run', '--config', 'tests/vitest.config.ts', '--project', project];
  args.push('--reporter', 'dot', '--reporter', 'json', `--outputFile.json=${report}`);
  return suite(project, report, 'vitest', args, {}, (json) => ({
    passed: json.numPassedTests,
    failed: json.numFailedTests,
  }));
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}

async function journeys() {
  const { ensureBrowser } = await import('./support/browser.ts');
  try {
    ensureBrowser((line) => console.log(line));
  } catch (error) {
    console.error(error.message);
    return add('browser journeys', 0, 1, Date.now());
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'course-e2e-'));
  const report = path.join(results, 'e2e.json');
  const extra = { E2E_DATA_DIR: path.join(folder, 'data'), E2E_PORT: await freePort(), E2E_REPORT: report };
  const args = ['test', '--config', 'tests/playwright.config.ts'];
  await suite('browser journeys', report, 'playwright', args, extra, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
  }));
  await rm(folder, { recursive: true, force: true });
}

await mkdir(results, { recursive: true });
await tool('types', 'tsc', ['--noEmit', '--project', '.']);
await tool('lint', 'biome', ['check', '--error-on-warnings', '.']);
await vitest('unit');
if (!checkOnly) {
  for (const project of ['db', 'attacks', 'host']) await vitest(project);
  await journeys();
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
