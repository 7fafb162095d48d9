import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connection, connect, sql } from '#db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#db/embedded.ts';
import { applyMigrations, listMigrations, migrate } from '#db/migrate.ts';
import { sendJob } from '#db/queue.ts';
import { restore } from '#db/restore.ts';
import { seed } from '#db/seed.ts';
import { withSnapshot } from '#db/snapshot.ts';
import { backUp } from '#lib/backup/keep.ts';
import { checkBackup, openBackup } from '#lib/backup/reader.ts';
import { writeBackup } from '#lib/backup/writer.ts';
import { contentsOf, fillEveryTable } from '../support/every-table.ts';
import { insertPerson, insertTiny } from '../support/tiny-assignment.ts';

const now = new Date();
let folder: string;
/** Full of everything. */
let first: EmbeddedDatabase;
/** Where it is restored: empty until then. */
let second: EmbeddedDatabase;
let owner: Connection;
let reader: Connection;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'course-backup-'));
  first = await startEmbedded(path.join(folder, 'first'));
  second = await startEmbedded(path.join(folder, 'second'));
  await migrate(first.urls);
  await seed(first.urls.owner, { demo: true, timeZone: 'Europe/Berlin', termStart: '2026-10-05', now });
  owner = connect(first.urls.owner, { max: 4, name: 'test' });
  reader = connect(second.urls.owner, { max: 1, name: 'test' });
  const person = await insertPerson(owner.db);
  await insertTiny(owner.db);
  await fillEveryTable(owner.client);
  const data = { submissionId: 'a "quoted" \\ one\n' };
  await sendJob(owner.db, 'grade', data, { group: { id: person.id }, priority: 3 });
  await backUp(first.urls.owner, at('whole.zst'));
});

afterAll(async () => {
  await Promise.all([owner?.close(), reader?.close()]);
  await Promise.all([first?.stop(), second?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);

async function restoreInto(target: EmbeddedDatabase, file: string): Promise<void> {
  await restore(target.urls, await openBackup(file), now);
}

/** What a restore adds by itself. */
const isRestored = (row: string) => row.includes(',course.restore,');

describe('a restore drill', () => {
  test('every table comes back row by row, every waiting job too', async () => {
    await restoreInto(second, at('whole.zst'));
    const [before, after] = await Promise.all([contentsOf(first.urls.owner), contentsOf(second.urls.owner)]);
    expect(Object.keys(before).length).toBeGreaterThan(40);
    for (const [table, rows] of Object.entries(before)) expect(rows.length, table).toBeGreaterThan(0);
    expect(after['public.audit_log']?.filter(isRestored)).toHaveLength(1);
    after['public.audit_log'] = after['public.audit_log']?.filter((row) => !isRestored(row)) ?? [];
    expect(after).toEqual(before);
  });

  test('each role may do there what it may do here', async () => {
    const web = connect(second.urls.web, { max: 1, name: 'test' });
    const grader = connect(second.urls.grader, { max: 1, name: 'test' });
    try {
      expect(await web.client`select title from course`).toHaveLength(1);
      await expect(web.client`select * from hidden.splits`).rejects.toThrow(/permission denied/);
      await expect(web.client`delete from audit_log`).rejects.toThrow(/permission denied/);
      expect(await grader.client`select split from hidden.splits limit 1`).toHaveLength(1);
    } finally {
      await Promise.all([web.close(), grader.close()]);
    }
  });

  test('the result of one is a backup like the first', async () => {
    await backUp(second.urls.owner, at('again.zst'));
    const [one, two] = await Promise.all(['whole.zst', 'again.zst'].map((name) => readFile(at(name))));
    const lengthOf = (file?: Buffer) => zstdDecompressSync(file ?? Buffer.alloc(0)).length;
    expect(Math.abs(lengthOf(one) - lengthOf(two))).toBeLessThan(1000);
  });

  test('only this user can read a backup, and nothing half written is left', async () => {
    expect((await stat(at('whole.zst'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('no password of a database role is in it, the secret seed is', async () => {
    const text = zstdDecompressSync(await readFile(at('whole.zst'))).toString('latin1');
    for (const url of Object.values(first.urls)) expect(text).not.toContain(new URL(url).password);
    const [deployment] = await owner.client<{ seed: string }[]>`select seed from hidden.deployment`;
    expect(text).toContain(deployment?.seed);
  });

  test('every table that counts its rows is known: a backup keeps rows, not counters', async () => {
    const found = await owner.client<{ name: string }[]>`
      select sequencename as name from pg_sequences where schemaname in ('public', 'hidden')`;
    expect([...found]).toEqual([]);
  });
});

test('a backup taken while people write holds whole transactions only', async () => {
  const person = await insertPerson(owner.db);
  let writing = true;
  const write = async () => {
    for (let n = 0; writing; n++) {
      await owner.db.transaction(async (tx) => {
        const place = `drill:${n}`;
        await tx.execute(sql`insert into drafts (user_id, place, text, revision, saved_at)
          values (${person.id}, ${place}, 'text', 1, now())`);
        await tx.execute(sql`insert into visits (user_id, place, at) values (${person.id}, ${place}, now())`);
      });
    }
  };
  const writers = write();
  await expect
    .poll(async () => (await owner.client`select from drafts where user_id = ${person.id}`).length)
    .toBeGreaterThan(5);
  await backUp(first.urls.owner, at('busy.zst')).finally(() => {
    writing = false;
  });
  await writers;
  await restoreInto(second, at('busy.zst'));
  const { 'public.drafts': drafts, 'public.visits': visits } = await contentsOf(second.urls.owner);
  const ofDrill = (rows: string[] | undefined) => rows?.filter((row) => row.includes(',drill:')).length;
  expect(ofDrill(drafts)).toBeGreaterThan(5);
  expect(ofDrill(visits)).toBe(ofDrill(drafts));
});

test('what waited when an old backup was made waits from the restore on', async () => {
  await owner.db.execute(sql`update pgboss.job set start_after = start_after - interval '3 years',
    keep_until = keep_until - interval '3 years'`);
  await backUp(first.urls.owner, at('waited.zst'));
  await restoreInto(second, at('waited.zst'));
  const [jobs] = await reader.db.execute<{ since: string; kept: boolean }>(sql`
    select min(start_after) as since, min(keep_until) > now() + interval '5 years' as kept from pgboss.job`);
  expect(new Date(jobs?.since ?? 0)).toEqual(now);
  expect(jobs?.kept).toBe(true);
});

test('one from before a migration is restored, then migrated', async () => {
  const old = await startEmbedded(path.join(folder, 'old'));
  try {
    const older = connect(old.urls.owner, { max: 1, name: 'test' });
    await older.db.transaction((tx) => applyMigrations(tx, listMigrations().slice(0, 1)));
    await older.client`insert into course (title, time_zone, term_start) values ('Old', 'UTC', now())`;
    await older.client`insert into assignments (slug, opens_at, due_at, closes_at)
      values ('01-old', '2026-01-01', '2026-01-02', '2026-01-03')`;
    await older.client`insert into assignment_versions
      (slug, version, manifest, prompt, starter, content_hash, published_at)
      values ('01-old', 1, '{"title": "An old one"}', '', '', '0', now())`;
    await older.close();
    await backUp(old.urls.owner, at('old.zst'));
  } finally {
    await old.stop();
  }
  await restoreInto(second, at('old.zst'));
  const contents = await contentsOf(second.urls.owner);
  expect(contents['public.items']).toHaveLength(1); // assignments became items
  expect(contents['drizzle.__drizzle_migrations']).toHaveLength(listMigrations().length);
  await restoreInto(second, at('whole.zst'));
});

describe('a file that is not to be trusted changes nothing', () => {
  /** The text of the whole backup, changed, as a backup again. */
  async function forged(name: string, change: (text: string) => string): Promise<string> {
    const text = zstdDecompressSync(await readFile(at('whole.zst'))).toString('latin1');
    await writeFile(at(name), zstdCompressSync(Buffer.from(change(text), 'latin1')));
    return at(name);
  }

  /** The same with a seal that fits. */
  const resealed = (name: string, change: (text: string) => string) =>
    forged(name, (text) => {
      const changed = change(text);
      const end = changed.lastIndexOf('\n', changed.length - 2) + 1;
      const sha256 = createHash('sha256')
        .update(Buffer.from(changed.slice(0, end), 'latin1'))
        .digest('hex');
      return changed.slice(0, end) + changed.slice(end).replace(/[0-9a-f]{64}/, sha256);
    });

  /** Tables are made anew by every restore, and every restore is noted: had one been kept, both would differ. */
  const traceOf = () => reader.client`
    select 'public.users'::regclass::oid, (select count(*) from users), (select array_agg(id order by id) from audit_log)`;

  async function refusal(file: string): Promise<string> {
    const before = await traceOf();
    const error: unknown = await restoreInto(second, file).then(
      () => 'restored',
      (reason) => reason,
    );
    expect(await traceOf()).toEqual(before);
    return error instanceof Error ? error.message : String(error);
  }

  test('no file, no backup', async () => {
    expect(await refusal(at('nothing.zst'))).toMatch(/^Cannot read .*nothing\.zst \(ENOENT\)\.$/);
    await writeFile(at('empty.zst'), '');
    await writeFile(at('text.zst'), 'Dear backup,');
    await writeFile(at('other.zst'), zstdCompressSync(Buffer.from('{"format":"another"}\n')));
    for (const name of ['empty.zst', 'text.zst', 'other.zst']) {
      expect(await refusal(at(name))).toMatch(/is not a backup of a course/);
    }
  });

  test('cut short, anywhere', async () => {
    const whole = await readFile(at('whole.zst'));
    for (const share of [0.001, 0.5, 0.999]) {
      await writeFile(at('cut.zst'), whole.subarray(0, Math.floor(whole.length * share)));
      expect(await refusal(at('cut.zst'))).toMatch(/cut\.zst is damaged/);
    }
    expect(await refusal(await forged('short.zst', (text) => text.slice(0, text.lastIndexOf('{'))))).toMatch(/damaged/);
  });

  test('a bit that fell over, anywhere', async () => {
    const whole = await readFile(at('whole.zst'));
    for (const share of [0.01, 0.3, 0.7, 0.99]) {
      const bytes = Buffer.from(whole);
      const place = Math.floor(whole.length * share);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await writeFile(at('bit.zst'), bytes);
      expect(await refusal(at('bit.zst'))).toMatch(/damaged/);
    }
  });

  test('a grade that was changed', async () => {
    const file = await forged('grade.zst', (text) => text.replace('"demo":true', '"demo":null'));
    expect(await refusal(file)).toMatch(/not a backup/);
    const better = await forged('better.zst', (text) => text.replace('Sam Okafor', 'Sam Okafur'));
    expect(await refusal(better)).toMatch(/better\.zst is damaged: its checksum is wrong/);
    await expect(checkBackup(better)).rejects.toThrow(/checksum/);
  });

  test('rows that do not fit, under a good seal', async () => {
    const twice = await resealed('twice.zst', (text) => {
      const row = /\n(1\tDeep Learning\t[^\n]*\n)/.exec(text)?.[1] ?? '';
      return text.replace(row, row + row).replace('"public.course":1', '"public.course":2');
    });
    expect(await refusal(twice)).toMatch(/The rows of public\.course do not fit/);
    const nobody = await resealed('nobody.zst', (text) =>
      text.replace(/(\{"table":"public.visits"[^\n]*\n)[0-9a-f-]{36}/, '$100000000-0000-4000-8000-000000000000'),
    );
    expect(await refusal(nobody)).toMatch(/visits_user_id_users_id_fk/);
    const strange = await resealed('strange.zst', (text) => text.replaceAll('public.visits"', 'public.others"'));
    expect(await refusal(strange)).toMatch(/a table public\.others that this version never had/);
  });

  test('one from a newer version', async () => {
    const format = await resealed('format.zst', (text) => text.replace('"version":1', '"version":2'));
    const tables = await resealed('tables.zst', (text) => text.replace(/"hash":"[0-9a-f]{64}"/, '"hash":"later"'));
    for (const file of [format, tables]) expect(await refusal(file)).toMatch(/made by a newer version/);
  });
});

describe('a backup that cannot be written', () => {
  test('names the file that is there, the folder that is not', async () => {
    await expect(backUp(first.urls.owner, at('whole.zst'))).rejects.toThrow(/whole\.zst exists already/);
    await expect(backUp(first.urls.owner, at('no/such.zst'))).rejects.toThrow(/There is no folder .*no\./);
  });

  test('one that was cut short leaves nothing behind, and lets the database go', async () => {
    const failing = withSnapshot(first.urls.owner, (snapshot) =>
      writeBackup(at('cut-off.zst'), snapshot, AbortSignal.abort()),
    );
    await expect(failing).rejects.toThrow(/abort/i);
    await expect
      .poll(() => owner.client`select from pg_stat_activity where application_name = 'course backup'`)
      .toHaveLength(0);
    expect((await readdir(folder)).filter((name) => name.startsWith('cut-off'))).toEqual([]);
  });
});
