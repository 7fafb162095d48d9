import { getTableConfig } from 'drizzle-orm/pg-core';
import { describe, expect, test } from 'vitest';
import { sql } from '#db/client.ts';
import { hiddenRights, publicRights } from '#db/grants.ts';
import { deployment, hiddenSplits, ladder, metrics } from '#db/schema/hidden.ts';
import { connection, type DatabaseRole, rolledBack } from '../support/database.ts';

/** What PostgreSQL answers to a statement under a role: its message, or `allowed`. */
async function answer(role: DatabaseRole, statement: string): Promise<string> {
  try {
    await rolledBack(role, (db) => db.execute(sql.raw(statement)));
    return 'allowed';
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}

const hiddenTables = [deployment, hiddenSplits, ladder, metrics].map((table) => getTableConfig(table).name);

describe('the web role and hidden data', () => {
  test.each(hiddenTables)('hidden.%s: permission denied', async (table) => {
    expect(await answer('web', `select * from hidden.${table}`)).toMatch(/permission denied for schema hidden/);
    expect(await answer('web', `delete from hidden.${table}`)).toMatch(/permission denied/);
  });

  test('every table of the schema is among those tested', async () => {
    const rows = await connection('owner').client<{ name: string }[]>`
      select table_name as name from information_schema.tables where table_schema = 'hidden' order by 1`;
    expect(rows.map((row) => row.name)).toEqual([...hiddenTables].sort());
  });

  test('no role can be taken on from the web role', async () => {
    for (const role of ['owner', 'grader']) {
      expect(await answer('web', `set role ${role}`)).toMatch(/permission denied to set role/);
    }
  });

  test('nor can it create, nor read the server’s files', async () => {
    expect(await answer('web', 'create table loot (a int)')).toMatch(/permission denied for schema public/);
    expect(await answer('web', 'create schema loot')).toMatch(/permission denied for database/);
    expect(await answer('web', "select pg_read_file('/etc/passwd')")).toMatch(/permission denied/);
  });
});

describe('rows that nobody changes', () => {
  test.each<[DatabaseRole, string]>([
    ['web', 'update audit_log set verb = verb'],
    ['web', 'delete from audit_log'],
    ['web', 'truncate audit_log'],
    ['grader', 'update audit_log set verb = verb'],
    ['grader', 'delete from audit_log'],
    ['web', 'update submissions set code = code'],
    ['web', 'delete from submissions'],
    ['web', 'update writing_versions set fields = fields'],
    ['web', 'update reviews set points = points'],
    ['web', 'delete from posts'],
    ['web', 'update post_edits set body = body'],
    ['web', 'update posts set author_id = author_id'],
    ['web', 'update posts set anonymous = false'],
    ['web', 'update threads set staff_only = false'],
    ['web', 'update grade_overrides set points = points'],
    ['web', 'update extensions set due_at = due_at'],
    ['web', 'update corrections set body = body'],
    ['web', 'update notices set user_id = user_id'],
    ['web', 'update api_tokens set token_hash = token_hash'],
    ['grader', 'update submissions set code = code'],
    ['web', 'update pgboss.job set state = state'],
    ['web', 'update pgboss.job set data = data'],
    ['web', 'delete from pgboss.job'],
  ])('%s: %s', async (role, statement) => {
    expect(await answer(role, statement)).toMatch(/permission denied for table/);
  });
});

describe('who writes what', () => {
  test.each<[DatabaseRole, string]>([
    ['grader', "update users set role = 'instructor'"],
    ['grader', "insert into users (email, name, role) values ('a@b.c', 'a', 'student')"],
    ['grader', 'select password_hash from users'],
    ['grader', 'select * from api_tokens'],
    ['web', 'update grading_runs set points = max_points'],
    ['web', 'insert into grading_runs (submission_id) select id from submissions'],
    ['web', 'insert into test_results (run_id) select id from grading_runs'],
    ['web', 'update course set demo = true'],
    ['web', 'delete from items'],
    ['web', 'delete from grade_overrides'],
    ['grader', 'update items set released_at = now()'],
    ['web', 'delete from pgboss.job'],
  ])('%s may not: %s', async (role, statement) => {
    expect(await answer(role, statement)).toMatch(/permission denied/);
  });

  test.each<[DatabaseRole, string]>([
    ['web', "insert into audit_log (at, verb, subject) values (now(), 'test', 'test')"],
    ['web', 'select * from released_metrics'],
    ['web', 'select * from pgboss.job'],
    ['grader', 'select * from hidden.splits'],
    ['grader', 'select * from submissions'],
    ['grader', 'update grading_runs set points = points'],
  ])('%s may: %s', async (role, statement) => {
    expect(await answer(role, statement)).toBe('allowed');
  });

  test('every table has been thought about', async () => {
    const rows = await connection('owner').client<{ schema: string; name: string }[]>`
      select table_schema as schema, table_name as name from information_schema.tables
      where table_schema in ('public', 'hidden') order by 1, 2`;
    const named = [...Object.keys(hiddenRights), ...Object.keys(publicRights)].sort();
    expect(rows.map((row) => row.name).sort()).toEqual(named);
  });
});
