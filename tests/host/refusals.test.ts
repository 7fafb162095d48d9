import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, sql } from '#db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { launch, newCourse, type Settings } from '../support/host.ts';

let settings: Settings;
let folder: string;
let remove: () => Promise<void>;
let database: EmbeddedDatabase;

/** A PostgreSQL that the hosts below are told of by address, as a real one would be. */
beforeAll(async () => {
  ({ settings, folder, remove } = await newCourse());
  database = await startEmbedded(folder);
}, 60_000);

afterAll(async () => {
  await database?.stop();
  await remove?.();
});

async function refusal(changes: Settings): Promise<string> {
  const host = launch(['start'], { ...settings, ...changes });
  expect(await host.exited).toBe(1);
  return host.errors();
}

const external = (): Settings => ({
  DATABASE_URL: database.urls.web,
  OWNER_DATABASE_URL: database.urls.owner,
  GRADER_DATABASE_URL: database.urls.grader,
});

test('two hosts that migrate a new database at once both succeed', { timeout: 30_000 }, async () => {
  await Promise.all([migrate(database.urls), migrate(database.urls)]);
  const web = connect(database.urls.web, { max: 1, name: 'test' });
  try {
    expect(await web.db.execute(sql`select count(*)::int as n from users`)).toEqual([{ n: 0 }]);
    await expect(web.db.execute(sql`select * from hidden.splits`)).rejects.toThrow();
  } finally {
    await web.close();
  }
});

test('a folder that cannot be written', { timeout: 20_000 }, async () => {
  const file = path.join(folder, 'a-file');
  await writeFile(file, '');
  expect(await refusal({ DATA_DIR: file })).toMatch(
    /^Cannot write to \S+a-file \(\w+\)\. Make the folder writable.*\n$/,
  );
});

test.each([
  [
    'nothing listens',
    (url: URL) => (url.port = '9'),
    /^DATABASE_URL is wrong: nothing answers at 127\.0\.0\.1:9\. .*\n$/,
  ],
  [
    'the password',
    (url: URL) => (url.password = 'x'),
    /^DATABASE_URL is wrong: \S+ refuses the password of web\. .*\n$/,
  ],
  ['the database', (url: URL) => (url.pathname = '/no'), /^DATABASE_URL is wrong: \S+ has no database no\. .*\n$/],
])('a wrong DATABASE_URL: %s', { timeout: 20_000 }, async (_, spoil, line) => {
  const url = new URL(database.urls.web);
  spoil(url);
  expect(await refusal({ ...external(), DATABASE_URL: url.href })).toMatch(line);
});

test('DATABASE_URL without the other two', { timeout: 20_000 }, async () => {
  const errors = await refusal({ DATABASE_URL: database.urls.web });
  expect(errors).toMatch(/^OWNER_DATABASE_URL is not set, but DATABASE_URL is\. .*\n$/);
});

test('one role for two purposes', { timeout: 20_000 }, async () => {
  const errors = await refusal({ ...external(), GRADER_DATABASE_URL: database.urls.web });
  expect(errors).toMatch(
    /^OWNER_DATABASE_URL, DATABASE_URL and GRADER_DATABASE_URL must each use a role of its own\..*\n$/,
  );
});

test('a setting of the wrong shape', { timeout: 20_000 }, async () => {
  expect(await refusal({ PORT: 'http' })).toMatch(/^PORT must be a port\. .*\n$/);
});

test('a database newer than the code', { timeout: 20_000 }, async () => {
  const owner = connect(database.urls.owner, { max: 1, name: 'test' });
  await owner.db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
  );
  await owner.close();
  expect(await refusal(external())).toMatch(/^The database is newer than this code: .*\n$/);
});
