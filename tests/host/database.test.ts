import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, connect, isDatabaseAway } from '#db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#db/embedded.ts';

let folder: string;
let database: EmbeddedDatabase;
let client: Connection['client'];
let close: () => Promise<void>;
let restarts = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'course-database-'));
  database = await startEmbedded(folder, () => restarts++);
  ({ client, close } = connect(database.urls.owner, { name: 'test', max: 1 }));
  await client`create table kept (word text)`;
});

afterAll(async () => {
  await close?.();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

const patience = { timeout: 60_000, interval: 100 };

async function killServer(): Promise<void> {
  const lock = await readFile(path.join(folder, 'postgres/cluster/postmaster.pid'), 'utf8');
  process.kill(Number(lock.split('\n')[0]), 'SIGKILL');
}

/** Null while the database is away. */
async function words(): Promise<string | null> {
  try {
    return (await client<{ word: string }[]>`select word from kept order by word`).map(({ word }) => word).join(' ');
  } catch (error) {
    if (isDatabaseAway(error)) return null;
    throw error;
  }
}

test('one that was killed is there again, with everything that it had stored, for the clients it had', async () => {
  await client`insert into kept values ('one')`;
  await killServer();
  await expect.poll(() => restarts, patience).toBe(1);
  await expect.poll(words, patience).toBe('one');
});

test('it is waited for when a part of the killed one takes long to go', async () => {
  await client`insert into kept values ('two')`;
  const [backend] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  process.kill(backend?.pid ?? 0, 'SIGSTOP');
  await killServer();
  const refusals = async () => (await readFile(path.join(folder, 'postgres.log'), 'utf8')).split('still in use').length;
  await expect.poll(refusals, patience).toBeGreaterThan(5);
  process.kill(backend?.pid ?? 0, 'SIGCONT');
  await expect.poll(words, patience).toBe('one two');
});

test('one that is stopped on purpose stays so', async () => {
  await close();
  await database.stop();
  await database.ended;
  expect(restarts).toBe(2);
  await expect(connect(database.urls.owner, { name: 'test', max: 1 }).client`select 1`).rejects.toSatisfy(
    isDatabaseAway,
  );
});
