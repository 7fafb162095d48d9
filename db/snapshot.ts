import type { Readable } from 'node:stream';
import type postgres from 'postgres';
import { connect } from '#db/client.ts';
import type { Header } from '#lib/backup/core.ts';
import { Conflict } from '#lib/errors.ts';

export type SnapshotTable = {
  /** With its schema, as `public.users`. */
  table: string;
  columns: string[];
  /** Its rows in PostgreSQL's text format. To be read to their end before the next table. */
  copy: AsyncIterable<Uint8Array>;
};

/** The whole database as it is at one moment, whatever is written meanwhile. */
export type Snapshot = Pick<Header, 'createdAt' | 'migrations' | 'course'> & {
  tables: () => AsyncGenerator<SnapshotTable>;
};

type TableRow = { schema: string; name: string; columns: string[] };

/** Jobs are kept as what they ask for: how the queue stores them is its own affair, and changes with its versions. */
export const jobsTable = 'pgboss.job';
export const jobColumns = ['id', 'name', 'data', 'priority', 'group_id', 'start_after'];

/** How values are written must not depend on how a server is set up. */
const settings = { TimeZone: 'UTC', DateStyle: 'ISO, YMD', IntervalStyle: 'postgres', bytea_output: 'hex' };

/**
 * Shows `body` everything the owner's tables hold, from one read-only transaction.
 * @throws Conflict where the tables themselves are being changed
 */
export async function withSnapshot<T>(ownerUrl: string, body: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const owner = connect(ownerUrl, { max: 1, name: 'course backup' });
  let result: { value: T } | { error: unknown } | undefined;
  try {
    const expected = await listTables(owner.client);
    await owner.client.begin('isolation level repeatable read read only', async (tx) => {
      await lockTables(tx, expected);
      const tables = await listTables(tx); // the first to look, so from here on all is as it is now
      if (JSON.stringify(tables) !== JSON.stringify(expected)) {
        throw new Conflict('The database is being migrated.', 'Try again in a minute.');
      }
      for (const [name, value] of Object.entries(settings)) await tx`select set_config(${name}, ${value}, true)`;
      result = await settled(body(await snapshotOf(tx, tables)));
      // A copy that nobody reads any more can only be cut off: the server would wait with it for ever.
      if ('error' in result) await owner.client.end({ timeout: 0 });
    });
  } catch (error) {
    result ??= { error };
  } finally {
    await owner.close();
  }
  if (result && 'value' in result) return result.value;
  throw result?.error;
}

function settled<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

async function listTables(sql: postgres.ISql): Promise<TableRow[]> {
  const rows = await sql<TableRow[]>`
    select n.nspname as schema, c.relname as name, array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
      ) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'hidden') and c.relowner = current_user::regrole
    order by 1, 2`;
  return [...rows];
}

/** Keeps migrations out while we read. Others read and write on. */
async function lockTables(tx: postgres.TransactionSql, tables: TableRow[]): Promise<void> {
  if (tables.length > 0) await tx.unsafe(`lock table ${tables.map(quoted).join(', ')} in access share mode`);
}

async function snapshotOf(tx: postgres.TransactionSql, tables: TableRow[]): Promise<Snapshot> {
  const [has] = await tx<{ migrations: boolean; jobs: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as migrations,
      to_regclass(${jobsTable}) is not null as jobs`;
  const migrations = has?.migrations
    ? await tx<{ hash: string; createdAt: number }[]>`
        select hash, created_at::float8 as "createdAt" from drizzle.__drizzle_migrations order by id`
    : [];
  const hasCourse = tables.some(({ schema, name }) => schema === 'public' && name === 'course');
  const [course] = hasCourse ? await tx<{ title: string; demo: boolean }[]>`select title, demo from course` : [];
  return {
    createdAt: new Date().toISOString(),
    migrations: [...migrations],
    course: course ?? null,
    tables: async function* () {
      for (const table of tables) yield await copyOut(tx, `${table.schema}.${table.name}`, table.columns, all(table));
      if (has?.jobs) yield await copyOut(tx, jobsTable, jobColumns, unfinishedJobs);
    },
  };
}

const all = (table: TableRow) => `${quoted(table)} (${table.columns.map(identifier).join(', ')})`;

const unfinishedJobs = `(select ${jobColumns.join(', ')} from ${jobsTable} where state < 'completed' order by created_on)`;

async function copyOut(tx: postgres.TransactionSql, table: string, columns: string[], what: string) {
  return { table, columns, copy: toTheEnd(await tx.unsafe(`copy ${what} to stdout`).readable()) };
}

/** The driver stops listening to the server when it is read too slowly, and would stay so after the last row. */
async function* toTheEnd(copy: Readable): AsyncGenerator<Uint8Array> {
  yield* copy;
  copy._read(0); // lets it listen again
}

const quoted = ({ schema, name }: { schema: string; name: string }) => `${identifier(schema)}.${identifier(name)}`;

export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
