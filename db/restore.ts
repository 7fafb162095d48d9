import { setImmediate as turn } from 'node:timers/promises';
import type postgres from 'postgres';
import { connect, type Db, inBoth, sql } from '#db/client.ts';
import type { DatabaseUrls } from '#db/embedded.ts';
import { applyGrants } from '#db/grants.ts';
import { applyMigrations, createQueues, findUnknown, listMigrations, lockMigrations, rolesApart } from '#db/migrate.ts';
import { insertAuditRow } from '#db/queries/course.ts';
import { type Queue, queues, sendJobs } from '#db/queue.ts';
import { identifier, jobColumns, jobsTable } from '#db/snapshot.ts';
import type { Backup, SectionRows } from '#lib/backup/reader.ts';
import { InvalidInput } from '#lib/errors.ts';

/**
 * Puts a backup in the place of everything the owner's tables hold, in one transaction: tables as they were when it
 * was made, its rows, then what has changed in the tables since. Whoever is connected must be asked to leave before.
 * @throws InvalidInput where the backup is newer than the code, damaged, or does not hold together: nothing has changed
 */
export async function restore(urls: DatabaseUrls, backup: Backup, now: Date): Promise<void> {
  const names = rolesApart(urls);
  const hashes = backup.header.migrations.map(({ hash }) => hash);
  if (findUnknown(hashes).length > 0) throw newerBackup();
  const owner = connect(urls.owner, { max: 1, name: 'course restore' });
  try {
    await lockMigrations(owner.db);
    await createQueues(urls.owner);
    await inBoth(owner, async (tx, raw) => {
      await dropTables(tx);
      await tx.execute(sql`delete from pgboss.job`);
      const [before, after] = split(hashes);
      await applyMigrations(tx, before);
      await fill(tx, raw, backup, now);
      await applyMigrations(tx, after);
      await applyGrants(tx, names);
      const { createdAt, course } = backup.header;
      await insertAuditRow(tx, {
        at: now,
        verb: 'course.restore',
        subject: 'course',
        after: { madeAt: createdAt, title: course?.title },
      });
    });
  } finally {
    await owner.close();
  }
}

export const newerBackup = () =>
  new InvalidInput(
    'This backup was made by a newer version of the course.',
    'Nothing was changed. Update the code (`git pull && npm install`), then restore it.',
  );

/** The migrations that the backup has had, and those it has not. */
function split(hashes: string[]) {
  const all = listMigrations();
  return [all.filter(({ hash }) => hashes.includes(hash)), all.filter(({ hash }) => !hashes.includes(hash))] as const;
}

/** Only what is ours: the database's schema `public` may belong to another role. */
async function dropTables(tx: Db): Promise<void> {
  await tx.execute(sql`drop schema if exists hidden, drizzle cascade`);
  const rows = await tx.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relowner = current_user::regrole`);
  if (rows.length === 0) return;
  const tables = sql.join(
    rows.map(({ name }) => sql`public.${sql.identifier(name)}`),
    sql`, `,
  );
  await tx.execute(sql`drop table ${tables} cascade`);
}

/** References are taken away before and made again after: tables refer to each other in a circle. */
async function fill(tx: Db, raw: postgres.TransactionSql, { sections }: Backup, now: Date): Promise<void> {
  const references = await listReferences(tx);
  for (const { owner, name } of references) await tx.execute(sql.raw(`alter table ${owner} drop constraint ${name}`));
  const known = await listNames(tx);
  for await (const section of sections()) {
    if (section.table === jobsTable) await sendAgain(tx, raw, section, now);
    else if (known.has(section.table)) await copyIn(raw, qualified(section.table), section);
    else throw new InvalidInput(`The backup holds a table ${section.table} that this version never had.`);
  }
  for (const { owner, name, definition } of references) {
    await tx.execute(sql.raw(`alter table ${owner} add constraint ${name} ${definition}`));
  }
}

/** Names come quoted where they need it. */
async function listReferences(tx: Db) {
  return tx.execute<{ owner: string; name: string; definition: string }>(sql`
    select conrelid::regclass::text as owner, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and connamespace in ('public'::regnamespace, 'hidden'::regnamespace)
      and conrelid in (select oid from pg_class where relowner = current_user::regrole)`);
}

async function listNames(tx: Db): Promise<Set<string>> {
  const rows = await tx.execute<{ name: string }>(sql`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'hidden')`);
  return new Set(rows.map(({ name }) => name));
}

const qualified = (table: string) => table.split('.').map(identifier).join('.');

async function copyIn(
  raw: postgres.TransactionSql,
  into: string,
  { table, columns, rows }: SectionRows,
): Promise<void> {
  const stream = await raw.unsafe(`copy ${into} (${columns.map(identifier).join(', ')}) from stdin`).writable();
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {});
  stream.on('error', failure.reject);
  const write = (piece: Uint8Array) =>
    new Promise<void>((resolve, reject) => stream.write(piece, (error) => (error ? reject(error) : resolve())));
  try {
    for await (const piece of rows) await Promise.race([write(piece), failure.promise]);
  } catch (error) {
    stream.destroy(new Error('the backup cannot be read')); // tells the server not to wait for more
    throw error instanceof InvalidInput ? error : doesNotFit(table, error);
  }
  stream.end();
  // The driver does not tell of an error that comes after the end: the next statement does.
  await turn();
  await Promise.race([raw`select 1`, failure.promise]).catch((error: unknown) => {
    throw doesNotFit(table, error);
  });
}

function doesNotFit(table: string, error: unknown): InvalidInput {
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidInput(`The rows of ${table} do not fit the table (${reason}).`, 'Nothing was changed.');
}

const batch = 500;

type JobRow = {
  id: string;
  name: string;
  data: object;
  priority: number;
  group_id: string | null;
  start_after: string;
};

/** What was waiting, or being done, is put into the queues anew, under the same ids: a job never has two results. */
async function sendAgain(tx: Db, raw: postgres.TransactionSql, section: SectionRows, now: Date): Promise<void> {
  await tx.execute(sql`create temp table restored_jobs (
    place serial, id uuid, name text, data jsonb, priority int, group_id text, start_after timestamptz) on commit drop`);
  await copyIn(raw, 'restored_jobs', section);
  for (const queue of Object.values(queues)) await sendQueue(tx, queue, now);
}

async function sendQueue(tx: Db, queue: Queue, now: Date): Promise<void> {
  for (let from = 0; ; from += batch) {
    const rows = await tx.execute<JobRow>(sql`
      select ${sql.raw(jobColumns.join(', '))} from restored_jobs where name = ${queue}
      order by place limit ${batch} offset ${from}`);
    if (rows.length === 0) return;
    await sendJobs(
      tx,
      queue,
      rows.map(({ id, data, priority, group_id, start_after }) => ({
        id,
        data,
        priority,
        // From then on it is kept, and a backup can be old.
        startAfter: new Date(Math.max(Date.parse(start_after), now.getTime())),
        ...(group_id === null ? {} : { group: { id: group_id } }),
      })),
    );
  }
}
