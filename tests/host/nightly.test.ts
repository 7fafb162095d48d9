import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Connection, connect } from '#db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#db/embedded.ts';
import { applyMigrations, listMigrations, migrate } from '#db/migrate.ts';
import { findBackupHistory, tryBackupLock } from '#db/queries/backups.ts';
import { checkBackup } from '#lib/backup/reader.ts';
import { readSettings } from '#lib/env.ts';
import { openDatabase } from '#lib/host/database.ts';
import { backUpIfDue, startNights } from '#lib/host/nightly.ts';

let folder: string;
let database: EmbeddedDatabase;
let owner: Connection;
let dataDir: string;
let said: string[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'course-nightly-'));
  database = await startEmbedded(folder);
  await migrate(database.urls);
  owner = connect(database.urls.owner, { max: 2, name: 'test' });
  await owner.client`insert into course (title, time_zone, term_start, created_at)
    values ('T', 'Europe/Berlin', '2026-10-05', '2026-10-01')`;
});

afterAll(async () => {
  await owner?.close();
  await database?.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(folder, 'data-'));
  said = [];
  await owner.client`truncate audit_log`;
});

const options = () => ({ ownerUrl: database.urls.owner, dataDir, say: (line: string) => said.push(line) });
const backups = () => readdir(path.join(dataDir, 'backups')).catch(() => []);
/** A minute after the quiet time of the nth night of January 2027, in Berlin. */
const night = (n: number) => new Date(Date.UTC(2027, 0, n, 2, 31));

test('one a night, and fourteen are kept', async () => {
  for (let n = 1; n <= 16; n++) {
    expect(await backUpIfDue(options(), night(n))).toMatch(/nightly-2027-01-\d\dT02-31-00Z\.zst$/);
    expect(await backUpIfDue(options(), new Date(night(n).getTime() + 3600_000))).toBeNull();
  }
  const kept = (await backups()).sort();
  expect(kept).toHaveLength(14);
  expect(kept[0]).toBe('nightly-2027-01-03T02-31-00Z.zst');
  expect(await checkBackup(path.join(dataDir, 'backups', kept.at(-1) ?? ''))).toMatchObject({ course: { title: 'T' } });
});

test('of several hosts one makes it', async () => {
  const files = await Promise.all(Array.from({ length: 4 }, () => backUpIfDue(options(), night(20))));
  expect(files.filter((file) => file !== null)).toHaveLength(1);
  expect(await backups()).toHaveLength(1);
});

test('none is made while another host is at it', async () => {
  const other = connect(database.urls.owner, { max: 1, name: 'other host' });
  try {
    expect(await tryBackupLock(other.db)).toBe(true);
    expect(await backUpIfDue(options(), night(20))).toBeNull();
  } finally {
    await other.close();
  }
  await expect.poll(() => backUpIfDue(options(), night(20))).not.toBeNull();
});

test('one that fails is said, kept for staff, and tried again an hour later', async () => {
  await writeFile(path.join(dataDir, 'backups'), 'in the way');
  expect(await backUpIfDue(options(), night(20))).toBeNull();
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/^The nightly backup failed: .*backups/);
  expect(await findBackupHistory(owner.db)).toMatchObject({ done: null, failed: { at: night(20) } });
  await rm(path.join(dataDir, 'backups'));
  expect(await backUpIfDue(options(), new Date(night(20).getTime() + 1800_000))).toBeNull();
  expect(await backUpIfDue(options(), new Date(night(20).getTime() + 3600_000))).not.toBeNull();
});

test('a database that is away is said, and does not end the host', async () => {
  const away = new URL(database.urls.owner);
  away.port = '9';
  expect(await backUpIfDue({ ...options(), ownerUrl: away.href }, night(20))).toBeNull();
  expect(said[0]).toMatch(/^Whether a backup is due could not be found out/);
});

test('a host that stops does not wait for the next look', async () => {
  const since = performance.now();
  await startNights(options()).stop();
  expect(performance.now() - since).toBeLessThan(5000);
  expect(said).toEqual([]);
});

test('before a migration that changes a course, and only then, a backup is kept', async () => {
  const data = path.join(folder, 'old-data');
  const settings = readSettings({ DATA_DIR: data });
  const manners = { say: (line: string) => said.push(line), stop: new AbortController().signal };
  const open = () => openDatabase(settings, 'command', { ...manners, prepare: 'migrate' });
  await mkdir(data);
  const old = await startEmbedded(data);
  const older = connect(old.urls.owner, { max: 1, name: 'test' });
  await older.db.transaction((tx) => applyMigrations(tx, listMigrations().slice(0, -1)));
  await older.close();
  await old.stop();
  const kept = () => readdir(path.join(data, 'backups'));
  await (await open()).close();
  expect(await kept()).toEqual([expect.stringMatching(/^before-migration-.*\.zst$/)]);
  expect(said.join('\n')).toMatch(/is kept in .*before-migration-/);
  const header = await checkBackup(path.join(data, 'backups', (await kept())[0] ?? ''));
  expect(header.migrations).toHaveLength(listMigrations().length - 1);
  await (await open()).close();
  expect(await kept()).toHaveLength(1);
});
