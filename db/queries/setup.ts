import { type Db, sql } from '#db/client.ts';
import type { Contents } from '#lib/setup/core.ts';

/** Null where the database is new, whatever version it is of. */
export async function findContents(ownerDb: Db): Promise<Contents | null> {
  if (!(await hasTable(ownerDb, 'course'))) return null;
  const [course] = await ownerDb.execute<{ title: string; demo: boolean }>(sql`select title, demo from course`);
  if (!course) return null;
  const count = async (table: string) => {
    if (!(await hasTable(ownerDb, table))) return 0;
    const [row] = await ownerDb.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`);
    return row?.n ?? 0;
  };
  return {
    ...course,
    people: await count('users'),
    submissions: await count('submissions'),
    texts: (await count('writing_versions')) + (await count('drafts')),
    posts: await count('posts'),
    files: await count('files'),
  };
}

async function hasTable(db: Db, table: string): Promise<boolean> {
  const [row] = await db.execute<{ found: boolean }>(
    sql`select to_regclass(${`public.${table}`}) is not null as found`,
  );
  return row?.found === true;
}

/** Empties every table of ours, the audit log and the hidden data too, and every queue. */
export async function wipe(ownerTx: Db): Promise<void> {
  const rows = await ownerTx.execute<{ name: string }>(sql`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'hidden') and tableowner = current_user`);
  if (rows.length > 0) await ownerTx.execute(sql.raw(`truncate ${rows.map(({ name }) => name).join(', ')}`));
  await ownerTx.execute(sql`delete from pgboss.job`);
}

/** Sessions of hosts and graders, here or on other machines, by what they call themselves. */
export async function listServing(db: Db): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct application_name as name from pg_stat_activity
    where datname = current_database() and application_name in ('course web', 'course grader', 'course queue')`);
  return rows.map(({ name }) => name);
}

/** Items that are due after an instant, soonest first. */
export async function listDueAfter(db: Db, at: Date): Promise<{ slug: string; dueAt: Date }[]> {
  const rows = await db.execute<{ slug: string; due: string }>(sql`
    select slug, due_at as due from items where due_at > ${at.toISOString()}::timestamptz order by due_at, slug`);
  return rows.map(({ slug, due }) => ({ slug, dueAt: new Date(due) }));
}
