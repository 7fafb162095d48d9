import path from 'node:path';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import { PgBoss } from 'pg-boss';
import { connect, type Db, sql } from '#db/client.ts';
import type { DatabaseUrls } from '#db/embedded.ts';
import { applyGrants, type RoleNames } from '#db/grants.ts';
import { queueOptions, queues, renewJobs } from '#db/queue.ts';
import { projectRoot } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';

/** Any number, the same in every host: whoever holds it migrates, the others wait and then find nothing to do. */
const migrationLock = 7_113_001;

export type MigrateOptions = {
  /** Called before a database that is in use changes, and never otherwise. What it throws keeps the change away. */
  beforeChange?: () => Promise<void>;
};

/**
 * Brings the database to the state this code expects: tables, queues and the rights of both roles. Safe to run on
 * several hosts at once, and again and again.
 * @throws CourseError when the database is newer than the code, or the roles are not apart
 */
export async function migrate(urls: DatabaseUrls, { beforeChange }: MigrateOptions = {}): Promise<void> {
  const names = rolesApart(urls);
  const owner = connect(urls.owner, { max: 1, name: 'course migrate' });
  try {
    await lockMigrations(owner.db);
    const applied = await appliedMigrations(owner.db);
    if (findUnknown(applied).length > 0) throw newerDatabase();
    const pending = listMigrations().filter(({ hash }) => !applied.includes(hash));
    if (pending.length > 0 && applied.length > 0) await beforeChange?.();
    await owner.db.transaction((tx) => applyMigrations(tx, pending));
    await createQueues(urls.owner);
    await owner.db.transaction(async (tx) => {
      await renewJobs(tx);
      await applyGrants(tx, names);
    });
  } finally {
    await owner.close(); // and with the session, the lock
  }
}

/** Names of the roles. @throws CourseError where one would do the work of two */
export function rolesApart(urls: DatabaseUrls): RoleNames {
  const names = { web: roleOf(urls.web), grader: roleOf(urls.grader) };
  if (new Set([roleOf(urls.owner), names.web, names.grader]).size === 3) return names;
  throw new CourseError(
    500,
    'OWNER_DATABASE_URL, DATABASE_URL and GRADER_DATABASE_URL must each use a role of its own.',
    'Create three roles: what keeps hidden data hidden is that the web role has no right to it.',
  );
}

export const roleOf = (url: string) => decodeURIComponent(new URL(url).username);

/** Held until the session ends. */
export async function lockMigrations(db: Db): Promise<void> {
  await db.execute(sql`select pg_advisory_lock(${migrationLock})`);
}

/** All that this code knows, in order. */
export function listMigrations(): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: path.join(projectRoot, 'db/migrations') });
}

/** Hashes of migrations that this code does not know. */
export function findUnknown(hashes: readonly string[]): string[] {
  const known = new Set(listMigrations().map((file) => file.hash));
  return hashes.filter((hash) => !known.has(hash));
}

function newerDatabase(): CourseError {
  return new CourseError(
    500,
    'The database is newer than this code: it has had changes that this version does not know.',
    'Update the code (`git pull && npm install`), or start with the database of this version.',
  );
}

/** Hashes of the migrations that a database has had; none where it is new. */
export async function appliedMigrations(db: Db): Promise<string[]> {
  const [table] = await db.execute<{ exists: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as "exists"`,
  );
  if (!table?.exists) return [];
  const rows = await db.execute<{ hash: string }>(sql`select hash from drizzle.__drizzle_migrations`);
  return rows.map((row) => row.hash);
}

/** Applies these and notes each in drizzle's own table, where its tools look. */
export async function applyMigrations(tx: Db, files: readonly MigrationMeta[]): Promise<void> {
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
  for (const file of files) {
    for (const statement of file.sql) await tx.execute(sql.raw(statement));
    await tx.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${file.hash}, ${file.folderMillis})`);
  }
}

/** Makes the queues that are missing, and the queue's own tables. Safe to run again. */
export async function createQueues(ownerUrl: string): Promise<void> {
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
