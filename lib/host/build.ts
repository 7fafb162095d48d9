import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot, type Settings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { Stopped } from './stopped.ts';

/** What the pages are made from. The lockfile stands for all packages. */
const sources = ['app', 'lib', 'db', 'next.config.js', 'postcss.config.mjs', 'package-lock.json'];

/**
 * Builds the pages unless the build at hand is of exactly these sources.
 * @returns whether it had to
 */
export async function ensureBuild(settings: Settings, onBegin: () => void, stop: AbortSignal): Promise<boolean> {
  const stamp = path.join(projectRoot, settings.NEXT_DIST_DIR, 'sources.sha256');
  const wanted = await hashSources();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return false;
  onBegin();
  await build(settings, stop);
  await writeFile(stamp, wanted);
  return true;
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of await listFiles(source)) hash.update(file).update(await readFile(path.join(projectRoot, file)));
  }
  return hash.digest('hex');
}

async function listFiles(source: string): Promise<string[]> {
  if (path.extname(source)) return [source];
  const entries = await readdir(path.join(projectRoot, source), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(projectRoot, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function build(settings: Settings, stop: AbortSignal): Promise<void> {
  const logFile = path.join(settings.DATA_DIR, 'build.log');
  const log = openSync(logFile, 'w', 0o600);
  const child = fork(fileURLToPath(new URL('./build-pages.ts', import.meta.url)), ['build'], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  });
  closeSync(log);
  const cancel = () => child.connected && child.disconnect();
  stop.addEventListener('abort', cancel, { once: true });
  const [code] = await once(child, 'exit');
  stop.removeEventListener('abort', cancel);
  if (stop.aborted) throw new Stopped();
  if (code !== 0) throw new CourseError(500, 'The pages could not be built.', `The reasons are in ${logFile}.`);
}
