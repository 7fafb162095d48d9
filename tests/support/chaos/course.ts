import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Connection, connect, isDatabaseAway } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import type { User } from '#lib/auth/core.ts';
import { isAlive } from '#lib/process.ts';
import { insertPerson } from '../tiny-assignment.ts';
import { answerSchema, type Order } from './order.ts';
import { type Undying, undying } from './undying.ts';

/** A course whose database, graders and web server are processes of their own that can be killed. */
export type ChaosCourse = {
  folder: string;
  people: User[];
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

export async function openChaosCourse(size: { graders: number; people: number }): Promise<ChaosCourse> {
  const folder = await mkdtemp(path.join(tmpdir(), 'course-chaos-'));
  await chmod(folder, 0o755); // the sandboxes' user must get in
  const database = await startEmbedded(folder);
  await migrate(database.urls);
  const owner = connect(database.urls.owner, { name: 'chaos', max: 4 });
  const people = await Promise.all(Array.from({ length: size.people }, () => insertPerson(owner.db)));
  const { web, submit } = openWeb(database.urls.web, folder);
  const entry = new URL('../../../lib/host/grader.ts', import.meta.url);
  const env = { DATA_DIR: folder, GRADER_DATABASE_URL: database.urls.grader };
  const graders = Array.from({ length: size.graders }, (_, i) =>
    undying({ entry, env, logFile: path.join(folder, `grader-${i}.log`) }),
  );
  await Promise.all([web, ...graders].map((each) => each.ready()));
  return {
    ...{ folder, people, graders, web, owner, submit, ask },
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

function openWeb(databaseUrl: string, folder: string): Pick<ChaosCourse, 'web' | 'submit'> {
  const waiting = new Map<string, (isStored: boolean) => void>();
  const web = undying({
    entry: new URL('./submitter.ts', import.meta.url),
    env: { DATA_DIR: folder, DATABASE_URL: databaseUrl },
    logFile: path.join(folder, 'web.log'),
    onMessage: (message) => {
      const { key, id } = answerSchema.parse(message);
      waiting.get(key)?.(id !== undefined);
    },
    onEnd: () => {
      for (const resolve of waiting.values()) resolve(false);
    },
  });
  const submit = async (order: Order, giveUp: AbortSignal) => {
    while (!giveUp.aborted) {
      await web.ready();
      const { promise, resolve } = Promise.withResolvers<boolean>();
      waiting.set(order.key, resolve);
      giveUp.addEventListener('abort', () => resolve(false), { once: true });
      web.send(order);
      if (await promise) return true;
      await wait(againMs);
    }
    return false;
  };
  return { web, submit };
}

export const orderOf = (slug: string, user: User, diagonal: Order['diagonal'] = 1): Order => ({
  ...{ key: randomUUID(), slug, user, diagonal },
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
