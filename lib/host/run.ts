import { once } from 'node:events';
import { connect } from '#db/client.ts';
import { type CourseRow, findCourseRow } from '#db/queries/course.ts';
import { demoAccounts, demoPassword } from '#lib/course/core.ts';
import { readSettings, type Settings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { ensureBuild } from './build.ts';
import type { Child } from './child.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { makeFolder } from './lock.ts';
import { type Nights, startNights } from './nightly.ts';
import { refuseTakenPort } from './port.ts';
import { type Progress, printProgress } from './progress.ts';
import { type HostMode, listenHost, type PublicSettings, publicSettings, startGrader, startWeb } from './services.ts';
import { whenToStop } from './signals.ts';

/** Serves the course until a signal ends it: database, pages and one grader. */
export async function runHost(mode: HostMode): Promise<void> {
  const stop = whenToStop();
  try {
    await host(mode, stop, printProgress());
  } catch (error) {
    if (!stop.aborted) throw error; // what a stop cuts short is no error
  }
}

async function host(mode: HostMode, stop: AbortSignal, progress: Progress): Promise<void> {
  const settings = readSettings();
  await refuseTakenPort(settings.PORT);
  await makeFolder(settings.DATA_DIR);
  const database = await openDatabase(settings, 'host', { ...progress, stop });
  const children: Child[] = [];
  let nights: Nights | undefined;
  try {
    const course = await readCourse(database.urls.owner);
    const facing = await publicSettings(settings, { embedded: database.embedded, known: course.publicAddress });
    listenHost(settings, course.demo); // refuses before anything long begins
    if (mode === 'production') await buildPages(settings, progress, stop);
    await serve({ mode, settings, database, facing, demo: course.demo, progress }, children, stop);
    nights = startNights({ ownerUrl: database.urls.owner, dataDir: settings.DATA_DIR, say: progress.say });
    const ending = await Promise.race([aborted(stop), database.ended.then(() => 'ended' as const)]);
    if (ending === 'ended') throw new CourseError(500, 'The database stopped by itself.', 'Start again.');
  } finally {
    if (stop.aborted) progress.say('Stopping.');
    await database.lock?.announce({ stopping: true }).catch(() => {}); // a full disk must not keep us
    await Promise.all([...children, nights].map((each) => each?.stop()));
    await database.close();
  }
}

async function buildPages(settings: Settings, progress: Progress, stop: AbortSignal): Promise<void> {
  const begin = () => progress.begin('Pages', 'building, about half a minute');
  progress.done('Pages', (await ensureBuild(settings, begin, stop)) ? 'built' : 'built before');
}

type Serving = {
  mode: HostMode;
  settings: Settings;
  database: OpenDatabase;
  facing: PublicSettings;
  demo: boolean;
  progress: Progress;
};

async function serve(serving: Serving, children: Child[], stop: AbortSignal): Promise<void> {
  if (stop.aborted) return;
  const { mode, settings, database, facing, demo, progress } = serving;
  const web = startWeb({ mode, settings, facing, databaseUrl: database.urls.web, demo, progress });
  children.push(web);
  const grader = startGrader(database.urls.grader, settings.DATA_DIR, progress);
  children.push(grader);
  await Promise.race([web.ready, aborted(stop)]);
  if (stop.aborted) return;
  await database.lock?.announce({ address: facing.address });
  progress.done('Server', facing.address);
  printWelcome(facing.address, demo, progress);
  grader.ready.then(
    () => progress.done('Grader', 'waiting for submissions'),
    (reason) => stop.aborted || progress.say(`No grader runs, submissions wait: ${reason.message}`),
  );
}

async function readCourse(ownerUrl: string): Promise<CourseRow> {
  const connection = connect(ownerUrl, { max: 1, name: 'course host' });
  try {
    const row = await findCourseRow(connection.db);
    if (!row) throw new Error('The database was opened without a course.');
    return row;
  } finally {
    await connection.close();
  }
}

function printWelcome(address: string, demo: boolean, progress: Progress): void {
  const lines = ['', `Open ${address}`];
  if (demo) {
    const accounts = demoAccounts.map(({ role, email }) => `  ${role.padEnd(11)}${email}`);
    lines.push('', `Demo accounts, password ${demoPassword}:`, ...accounts);
  }
  progress.say([...lines, '', 'Ctrl-C stops everything.', ''].join('\n'));
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
