import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, connect, isDatabaseAway } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import type { User } from '#lib/auth/core.ts';
import { createToken } from '#lib/auth/server.ts';
import { readSettings } from '#lib/env.ts';
import { ensureBuild } from '#lib/host/build.ts';
import { isAlive } from '#lib/process.ts';
import { freePort } from '../host.ts';
import { insertPerson } from '../tiny-assignment.ts';
import { formOf, type Order, type Student, type Work } from './order.ts';
import { type Undying, undying } from './undying.ts';

/** A course whose database, graders and web server are processes of their own that can be killed. */
export type ChaosCourse = {
  folder: string;
  students: Student[];
  /** One more. */
  enrol: () => Promise<Student>;
  graders: Undying[];
  web: Undying;
  /** Under the owner's role. */
  owner: Connection;
  /** Sends until the web server says that it has stored the submission, as a student would. False when given up. */
  submit: (order: Order, giveUp: AbortSignal) => Promise<boolean>;
  killDatabase: () => Promise<void>;
  /** What the query gives once the database answers. @throws where it stays away */
  ask: <T>(query: () => Promise<T>) => Promise<T>;
  stop: () => Promise<void>;
};

/** Between two tries of something that is away for now. */
export const againMs = 100;

/** Far longer than a database needs to come back. */
const awayMs = 120_000;

/** The name under which a grader's runs are recorded. */
export const graderName = (pid: number | null) => `${hostname()} ${pid}`;

export async function openChaosCourse(size: { graders: number; students: number }): Promise<ChaosCourse> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-chaos-'));
  await chmod(folder, 0o755); // the sandboxes' user must get in
  const database = await startEmbedded(folder);
  await migrate(database.urls);
  const owner = connect(database.urls.owner, { name: 'chaos', max: 4 });
  const enrol = enrolmentBy(owner, await insertPerson(owner.db, 'instructor'));
  const students = await Promise.all(Array.from({ length: size.students }, enrol));
  const { web, submit } = await openWeb(database.urls.web, folder);
  const entry = new URL('../../../lib/host/grader.ts', import.meta.url);
  const env = { DATA_DIR: folder, GRADER_DATABASE_URL: database.urls.grader };
  const graders = Array.from({ length: size.graders }, (_, i) =>
    undying({ entry, env, logFile: path.join(folder, `grader-${i}.log`) }),
  );
  await Promise.all([web, ...graders].map((each) => each.ready()));
  return {
    ...{ folder, students, enrol, graders, web, owner, submit, ask },
    killDatabase: () => killDatabase(path.join(folder, 'postgres/cluster')),
    stop: async () => {
      await Promise.all([web, ...graders].map((each) => each.stop()));
      await owner.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One that was killed a moment ago and is not back yet is waited for. */
async function killDatabase(cluster: string): Promise<void> {
  const giveUpAt = performance.now() + awayMs;
  while (performance.now() < giveUpAt) {
    const lock = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(lock.split('\n')[0]);
    if (pid && isAlive(pid)) {
      process.kill(pid, 'SIGKILL');
      return;
    }
    await wait(againMs);
  }
  throw new Error('The database did not come back.');
}

const enrolmentBy = (owner: Connection, instructor: User) => async (): Promise<Student> => {
  const person = await insertPerson(owner.db);
  const ctx = { user: instructor, db: owner.db, now: new Date() };
  return { ...person, token: await createToken(ctx, { email: person.email, name: 'chaos' }) };
};

/** The web server in production, without its host. */
async function openWeb(databaseUrl: string, folder: string): Promise<Pick<ChaosCourse, 'web' | 'submit'>> {
  const settings = { ...readSettings(), DATA_DIR: folder, PORT: await freePort() };
  await ensureBuild(settings, () => {}, new AbortController().signal);
  const address = `http://127.0.0.1:${settings.PORT}`;
  const env = {
    NODE_ENV: 'production',
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    PORT: String(settings.PORT),
    NEXTAUTH_URL: address,
    NEXTAUTH_SECRET: 'secret of a course that is gone in a minute',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const entry = new URL('../../../lib/host/web.ts', import.meta.url);
  const web = undying({ entry, env, logFile: path.join(folder, 'web.log') });
  const submit = async (order: Order, giveUp: AbortSignal) => {
    while (!giveUp.aborted) {
      await web.ready();
      if (await isStored(address, order, giveUp)) return true;
      await wait(againMs);
    }
    return false;
  };
  return { web, submit };
}

/** @throws where the server refuses it, rather than being away or unable just now */
async function isStored(address: string, order: Order, giveUp: AbortSignal): Promise<boolean> {
  const headers = { authorization: `Bearer ${order.student.token}`, 'idempotency-key': order.key };
  const url = `${address}/api/v1/assignments/${order.slug}/submissions`;
  const request = { method: 'POST', headers, body: formOf(order), signal: giveUp };
  const response = await fetch(url, request).catch(() => null); // killed in the middle of it, or given up
  const said = await response?.text().catch(() => null);
  if (response && response.status >= 400 && response.status < 500) throw new Error(`${response.status} ${said}`);
  return response?.status === 202;
}

export const orderOf = (slug: string, student: Student, work: Work = 'right'): Order => ({
  ...{ key: randomUUID(), slug, student, work },
});

async function ask<T>(query: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + awayMs;
  for (;;) {
    try {
      return await query();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > giveUpAt) throw error;
      await wait(againMs);
    }
  }
}
