import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { connect } from '#db/client.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { demoAccounts, demoPassword } from '#lib/course/core.ts';
import { InvalidSetting, readSettings, type Settings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { ensureBuild } from './build.ts';
import { type Child, keepRunning } from './child.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { type Progress, printProgress } from './progress.ts';

export type HostMode = 'production' | 'development';

/** Serves the course until a signal ends it: database, pages and one grader. */
export async function runHost(mode: HostMode): Promise<void> {
  const progress = printProgress();
  const settings = readSettings();
  const stop = whenToStop();
  await refuseTakenPort(settings.PORT);
  const database = await openDatabase(settings, 'host', { ...progress, stop });
  const children: Child[] = [];
  try {
    await serve(mode, settings, database, children, progress, stop);
    const reason = await Promise.race([aborted(stop), database.ended.then(() => 'The database stopped.')]);
    if (typeof reason === 'string' && !stop.aborted) throw new CourseError(500, reason, 'Start again.');
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    progress.say('Stopping.');
    await Promise.all(children.map((child) => child.stop()));
    await database.close();
  }
}

async function serve(
  mode: HostMode,
  settings: Settings,
  database: OpenDatabase,
  children: Child[],
  progress: Progress,
  stop: AbortSignal,
): Promise<void> {
  if (mode === 'production') {
    const begin = () => progress.begin('Pages', 'building, about half a minute');
    progress.done('Pages', (await ensureBuild(settings, begin, stop)) ? 'built' : 'built before');
  }
  if (stop.aborted) return;
  const { demo } = await readCourse(database.urls.owner);
  const address = settings.NEXTAUTH_URL ?? `http://localhost:${settings.PORT}`;
  const secrets = { OWNER_DATABASE_URL: undefined, GRADER_DATABASE_URL: undefined, DATABASE_URL: undefined };
  const logFile = (name: string) => path.join(settings.DATA_DIR, `${name}.log`);
  const web = keepRunning({
    name: 'web',
    entry: new URL('./web.ts', import.meta.url),
    env: {
      ...secrets,
      NODE_ENV: mode,
      DATABASE_URL: database.urls.web,
      NEXTAUTH_URL: address,
      NEXTAUTH_SECRET: await sessionSecret(settings, database),
      // A demo has a known password: nobody but this machine may reach it.
      LISTEN_HOST: demo ? '127.0.0.1' : '0.0.0.0',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    logFile: logFile('web'),
    onRestart: (seconds) =>
      progress.say(`The web server ended; starting it again in ${seconds} s. See ${logFile('web')}.`),
  });
  children.push(web);
  const grader = startGrader(database.urls.grader, logFile('grader'), progress);
  children.push(grader);

  await firstOf(stop, web.ready);
  if (stop.aborted) return;
  await database.lock?.announce({ address });
  progress.done('Server', address);
  printWelcome(address, demo, progress);
  grader.ready.then(
    () => progress.done('Grader', 'waiting for submissions'),
    () => {}, // it says itself why it is started again
  );
}

export function startGrader(databaseUrl: string, logFile: string, progress: Pick<Progress, 'say'>): Child {
  return keepRunning({
    name: 'grader',
    entry: new URL('./grader.ts', import.meta.url),
    env: {
      DATABASE_URL: undefined,
      OWNER_DATABASE_URL: undefined,
      NEXTAUTH_SECRET: undefined,
      GRADER_DATABASE_URL: databaseUrl,
    },
    logFile,
    onRestart: (seconds) => progress.say(`The grader ended; starting it again in ${seconds} s. See ${logFile}.`),
  });
}

function printWelcome(address: string, demo: boolean, progress: Progress): void {
  const lines = [`Open ${address}`];
  if (demo) {
    const accounts = demoAccounts.map(({ role, email }) => `  ${role.padEnd(11)}${email}`);
    lines.push('', `Demo accounts, password ${demoPassword}:`, ...accounts);
  }
  progress.say(['', ...lines, '', 'Ctrl-C stops everything.'].join('\n'));
}

async function readCourse(ownerUrl: string): Promise<{ demo: boolean }> {
  const connection = connect(ownerUrl, { max: 1, name: 'course host' });
  try {
    return { demo: (await findCourseRow(connection.db))?.demo ?? false };
  } finally {
    await connection.close();
  }
}

/** Embedded: made once and kept, so that a restart signs nobody out. Otherwise every host needs the same one. */
async function sessionSecret(settings: Settings, database: OpenDatabase): Promise<string> {
  if (settings.NEXTAUTH_SECRET) return settings.NEXTAUTH_SECRET;
  if (!database.embedded) {
    const remedy = 'Set it to the same random text on every host: `openssl rand -hex 32` makes one.';
    throw new InvalidSetting('NEXTAUTH_SECRET', 'is not set', remedy);
  }
  const file = path.join(settings.DATA_DIR, 'session-secret');
  const found = await readFile(file, 'utf8').catch(() => '');
  if (found) return found;
  const secret = randomBytes(32).toString('hex');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}

async function refuseTakenPort(port: number): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    throw new CourseError(
      409,
      `Port ${port} is in use.`,
      `Stop what uses it, or choose another: PORT=${port + 1} npm start`,
    );
  }
  await new Promise((resolve) => probe.close(resolve));
}

/**
 * Aborts on Ctrl-C or SIGTERM, and when npm, which started us, has been killed: it could not tell us.
 */
function whenToStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort());
  }
  if (process.env.npm_lifecycle_event) void watchParent(process.ppid, stop);
  return stop.signal;
}

async function watchParent(parent: number, stop: AbortController): Promise<void> {
  for await (const _ of every(500, undefined, { ref: false })) {
    if (process.ppid !== parent) return stop.abort();
  }
}

async function firstOf(stop: AbortSignal, ready: Promise<unknown>): Promise<void> {
  try {
    await Promise.race([ready, aborted(stop)]);
  } catch (error) {
    throw new CourseError(500, error instanceof Error ? error.message : String(error));
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
