import path from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import { PgBoss } from 'pg-boss';
import { type Connection, connect, type Db, sql } from '#db/client.ts';
import type { DatabaseUrls } from '#db/embedded.ts';
import { applyGrants } from '#db/grants.ts';
import { queueOptions, queues } from '#db/queue.ts';
import { projectRoot } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';

const migrationsFolder = path.join(projectRoot, 'db/migrations');

/** Any number, the same in every host: whoever holds it migrates, the others wait and then find nothing to do. */
const migrationLock = 7_113_001;

/**
 * Brings the database to the state this code expects: tables, queues and the rights of both roles. Safe to run on
 * several hosts at once, and again and again.
 * @throws CourseError when the database is newer than the code, or the roles are not apart
 */
export async function migrate(urls: DatabaseUrls): Promise<void> {
  const names = { web: roleOf(urls.web), grader: roleOf(urls.grader) };
  if (new Set([roleOf(urls.owner), names.web, names.grader]).size < 3) {
    throw new CourseError(
      500,
      'OWNER_DATABASE_URL, DATABASE_URL and GRADER_DATABASE_URL must each use a role of its own.',
      'Create three roles: what keeps hidden data hidden is that the web role has no right to it.',
    );
  }
  const owner = connect(urls.owner, { max: 1, name: 'course migrate' });
  try {
    await owner.db.execute(sql`select pg_advisory_lock(${migrationLock})`);
    await refuseNewer(owner.db);
    await applyMigrations(drizzle(owner.client), { migrationsFolder });
    await createQueues(urls.owner);
    await owner.db.transaction((tx) => applyGrants(tx, names));
  } finally {
    await owner.close(); // and with the session, the lock
  }
}

export const roleOf = (url: string) => decodeURIComponent(new URL(url).username);

async function refuseNewer(db: Connection['db']): Promise<void> {
  const known = new Set(readMigrationFiles({ migrationsFolder }).map((file) => file.hash));
  const unknown = (await appliedMigrations(db)).filter((hash) => !known.has(hash));
  if (unknown.length === 0) return;
  throw new CourseError(
    500,
    'The database is newer than this code: it has had changes that this version does not know.',
    'Update the code (`git pull && npm install`), or start with the database of this version.',
  );
}

async function appliedMigrations(db: Db): Promise<string[]> {
  const [table] = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as "exists"`,
  );
  if (!table?.exists) return [];
  const rows = await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`);
  return rows.map((row) => row.hash);
}

async function createQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: 'pgboss',
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on('error', () => {}); // errors of statements are thrown; this would only repeat them
  try {
    await boss.start();
    const found = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const name of Object.values(queues)) {
      if (found.has(name)) await boss.updateQueue(name, queueOptions);
      else await boss.createQueue(name, queueOptions);
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
