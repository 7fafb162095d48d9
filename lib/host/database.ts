import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '#db/client.ts';
import { type DatabaseUrls, runningAddresses, startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed.ts';
import { keepBackup } from '#lib/backup/keep.ts';
import { InvalidSetting, type Settings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { findHolder, type Holder, type Lock, makeFolder, takeLock } from './lock.ts';
import { Stopped } from './stopped.ts';

export type OpenDatabase = {
  urls: DatabaseUrls;
  /** True where a PostgreSQL of our own serves the course. */
  embedded: boolean;
  /** Only for the embedded database, and only while this process runs it. */
  lock: Lock | null;
  /** Where the host that runs it serves its pages, if one does. */
  address: string | undefined;
  /** Settles when the embedded server ends, by our doing or not. */
  ended: Promise<void>;
  close: () => Promise<void>;
};

export type Manners = {
  say: (line: string) => void;
  /** A stage is behind us. */
  done?: (stage: string, note: string) => void;
  /** Ends waiting for others. */
  stop: AbortSignal;
  /** For a command that changes everything: a host that runs is no host to borrow from, but in the way. */
  alone?: boolean;
  /** How far the database is made ready: `nothing`, `migrate`, or, unless told, filled with a course too. */
  prepare?: 'nothing' | 'migrate';
};

/**
 * Gives the course's database, migrated and filled: the one of DATABASE_URL, the one of a running host (for a
 * command), or the embedded one, started here.
 */
export async function openDatabase(settings: Settings, kind: Holder['kind'], manners: Manners): Promise<OpenDatabase> {
  if (settings.DATABASE_URL) return openExternal(settings.DATABASE_URL, settings, manners);
  const lock = await takeLock(settings.DATA_DIR, kind);
  if (lock) return openEmbedded(settings, lock, manners);
  const holder = await findHolder(settings.DATA_DIR);
  if ((kind === 'host' || manners.alone) && holder?.kind === 'host') await outlast(settings.DATA_DIR, holder);
  else if (kind === 'command' && !manners.alone && holder?.databasePort && !holder.stopping)
    return borrow(settings.DATA_DIR, holder.databasePort, holder.address);
  else if (holder) await waitFor(settings.DATA_DIR, holder, manners);
  return openDatabase(settings, kind, manners);
}

async function openEmbedded(settings: Settings, lock: Lock, manners: Manners): Promise<OpenDatabase> {
  try {
    const server = await startEmbedded(settings.DATA_DIR, () => manners.say('The database ended; it starts again.'));
    try {
      await prepare(server.urls, settings, manners);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      urls: server.urls,
      embedded: true,
      address: undefined,
      lock: { ...lock, announce: (facts) => lock.announce({ ...facts, databasePort: server.port }) },
      ended: server.ended,
      close: async () => {
        await server.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

const never = new Promise<void>(() => {});

async function openExternal(web: string, settings: Settings, manners: Manners): Promise<OpenDatabase> {
  await checkServer('DATABASE_URL', web);
  const urls = {
    web,
    owner: await required('OWNER_DATABASE_URL', settings.OWNER_DATABASE_URL),
    grader: await required('GRADER_DATABASE_URL', settings.GRADER_DATABASE_URL),
  };
  await prepare(urls, settings, manners);
  return { urls, embedded: false, address: undefined, lock: null, ended: never, close: async () => {} };
}

async function borrow(dataDir: string, port: number, address?: string): Promise<OpenDatabase> {
  return {
    urls: await runningAddresses(dataDir, port),
    embedded: true,
    address,
    lock: null,
    ended: never,
    close: async () => {},
  };
}

async function prepare(urls: DatabaseUrls, settings: Settings, manners: Manners): Promise<void> {
  const { done, say, prepare: how } = manners;
  if (how === 'nothing') return;
  await migrate(urls, { beforeChange: () => backUpBefore(urls, settings, say) });
  done?.('Database', settings.DATABASE_URL ? 'PostgreSQL' : 'embedded PostgreSQL');
  if (how === 'migrate') return;
  const demo = await fill(urls, settings, say);
  done?.('Course', demo ? 'demo course' : 'published');
}

/** Makes the course where there is none, and publishes what is new. @returns whether it is a demo */
export async function fill(urls: DatabaseUrls, settings: Settings, say: Manners['say']): Promise<boolean> {
  const { COURSE_TIMEZONE: timeZone, TERM_START: termStart, DATABASE_URL } = settings;
  const { demo, refused } = await seed(urls.owner, { demo: !DATABASE_URL, timeZone, termStart, now: new Date() });
  for (const { slug, reasons, remedy } of refused) say(`${slug} is not published. ${reasons.join(' ')} ${remedy}`);
  return demo;
}

/** @throws what keeps the backup from being made: without one, nothing is changed */
async function backUpBefore(urls: DatabaseUrls, { DATA_DIR }: Settings, say: Manners['say']): Promise<void> {
  await makeFolder(DATA_DIR);
  const { file } = await keepBackup({ ownerUrl: urls.owner, dataDir: DATA_DIR }, 'before-migration', new Date());
  say(`The database is about to be changed by a newer version. As it was, it is kept in ${file}.`);
}

async function required(name: string, url: string | undefined): Promise<string> {
  if (url) {
    await checkServer(name, url);
    return url;
  }
  throw new InvalidSetting(
    name,
    'is not set, but DATABASE_URL is',
    'Set all three, or none for the embedded database.',
  );
}

/** Asks the server who it is, so that a wrong address is said by its name and not by a stack. */
export async function checkServer(name: string, url: string): Promise<void> {
  const server = connect(url, { max: 1, name: 'course check' });
  try {
    const [row] = await server.client<{ version: number }[]>`
      select current_setting('server_version_num')::int as version`;
    if (row && row.version < 150_000) {
      throw new InvalidSetting(name, 'leads to a PostgreSQL older than 15', 'Use PostgreSQL 15 or newer.');
    }
  } catch (error) {
    throw error instanceof InvalidSetting ? error : unreachable(name, url, error);
  } finally {
    await server.close();
  }
}

function unreachable(name: string, url: string, error: unknown): InvalidSetting {
  const { hostname, port, username, pathname } = new URL(url);
  const where = `${hostname}:${port || 5432}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const problems: Record<string, [string, string]> = {
    ECONNREFUSED: [`is wrong: nothing answers at ${where}`, 'Start PostgreSQL there, or correct the address.'],
    ENOTFOUND: [`is wrong: there is no host ${hostname}`, 'Correct the host name.'],
    CONNECT_TIMEOUT: [`is wrong: ${where} does not answer`, 'Check the address and the firewall.'],
    '28P01': [`is wrong: ${where} refuses the password of ${username}`, 'Correct the password.'],
    '28000': [`is wrong: ${where} does not let ${username} in`, 'Create the role, or correct pg_hba.conf.'],
    '3D000': [`is wrong: ${where} has no database ${pathname.slice(1)}`, 'Create it, or correct the name.'],
  };
  const [problem, remedy] = problems[code] ?? [
    `cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    'Correct the address.',
  ];
  return new InvalidSetting(name, problem, remedy);
}

function alreadyRunning(holder: Holder): CourseError {
  const where = holder.address ? ` at ${holder.address}` : '';
  return new CourseError(
    409,
    `The course is already running${where} (process ${holder.pid}).`,
    'Use that one, or stop it first with Ctrl-C.',
  );
}

/** A host whose npm was killed a moment ago is about to notice, and one that stops is soon gone. @throws CourseError when the holder stays */
async function outlast(dataDir: string, holder: Holder): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const now = await findHolder(dataDir);
    if (now?.pid !== holder.pid) return;
    if (tries >= 10 && !now.stopping) break;
    await wait(200);
  }
  throw alreadyRunning(holder);
}

async function waitFor(dataDir: string, holder: Holder, { say, stop }: Manners): Promise<void> {
  say(`Waiting for another command to finish (process ${holder.pid}).`);
  for (;;) {
    await wait(200);
    if (stop.aborted) throw new Stopped();
    const now = await findHolder(dataDir);
    if (!now || now.pid !== holder.pid || (now.databasePort && !now.stopping)) return;
  }
}
