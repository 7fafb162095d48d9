import { connect, type Db } from '#db/client.ts';
import { systemUser } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { readSettings, type Settings } from '#lib/env.ts';
import { type Manners, type OpenDatabase, openDatabase } from '#lib/host/database.ts';
import { refuseWhileServed } from '#lib/setup/server.ts';

export type Session = {
  /** The host itself, with the rights of the web role: what a command does, a page could. */
  ctx: Context;
  database: OpenDatabase;
  settings: Settings;
  /** Runs with the owner's rights: only for what writes hidden data. */
  asOwner: <T>(body: (db: Db) => Promise<T>) => Promise<T>;
};

/** Opens the course for one command, with or without a running server, and closes what it opened. */
export async function withCourse<T>(body: (session: Session) => Promise<T>): Promise<T> {
  const settings = readSettings();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const database = await openDatabase(settings, 'command', { say, stop: new AbortController().signal });
  const web = connect(database.urls.web, { name: 'course command', max: 4 });
  try {
    const ctx = { user: systemUser, db: web.db, now: new Date() };
    return await body({ ctx, database, settings, asOwner: (act) => withOwner(database.urls.owner, act) });
  } finally {
    await web.close();
    await database.close();
  }
}

export type LoneSession = Pick<Session, 'ctx' | 'database' | 'settings'> & { say: (line: string) => void };

/**
 * Opens the database for a command that changes what it is, with the owner's rights: nobody else may use it meanwhile.
 * @throws CourseError while the course is served
 */
export async function withDatabaseAlone<T>(
  prepare: Manners['prepare'],
  body: (session: LoneSession) => Promise<T>,
): Promise<T> {
  const settings = readSettings();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const stop = new AbortController().signal;
  const database = await openDatabase(settings, 'command', { say, stop, alone: true, prepare });
  try {
    return await withOwner(database.urls.owner, async (db) => {
      const ctx = { user: systemUser, db, now: new Date() };
      await refuseWhileServed(ctx);
      return body({ ctx, database, settings, say });
    });
  } finally {
    await database.close();
  }
}

async function withOwner<T>(url: string, body: (db: Db) => Promise<T>): Promise<T> {
  const owner = connect(url, { name: 'course owner', max: 2 });
  try {
    return await body(owner.db);
  } finally {
    await owner.close();
  }
}
