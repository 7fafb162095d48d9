import { expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { findBackupHistory, insertBackupDone, insertBackupFailed } from '#db/queries/backups.ts';
import { systemUser } from '#lib/auth/core.ts';
import { getBackupState } from '#lib/backup/server.ts';
import { Conflict, Forbidden } from '#lib/errors.ts';
import type { CourseInput } from '#lib/setup/core.ts';
import { clearForDemo, initCourse, listLate, lookInside, refuseLoss } from '#lib/setup/server.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny } from '../support/tiny-assignment.ts';

const now = new Date('2026-09-01T10:00Z');
const input: CourseInput = {
  title: 'Deep Learning',
  start: '2026-10-05',
  end: '2027-02-12',
  zone: 'Europe/Berlin',
  address: 'https://course.example.edu',
  instructor: 'prof@example.edu',
  name: 'Ada',
};
const system = (db: Db) => ({ user: systemUser, db, now });

async function insertDemo(db: Db): Promise<void> {
  await db.execute(sql`truncate course, hidden.deployment`);
  await db.execute(sql`insert into course (title, time_zone, term_start, demo) values ('Demo', 'UTC', now(), true)`);
  await db.execute(sql`insert into hidden.deployment (seed) values ('the demo’s')`);
  await insertPerson(db);
  await insertTiny(db);
}

test('a course begins with its instructor and nothing else', async () => {
  await rolledBack('owner', async (db) => {
    await insertDemo(db);
    const token = await initCourse(system(db), input);
    expect(token).toMatch(/^link_/);
    expect(await lookInside(system(db))).toMatchObject({
      title: 'Deep Learning',
      demo: false,
      people: 1,
      submissions: 0,
    });
    const [row] = await db.execute(sql`select demo, time_zone, public_address, term_end from course`);
    expect(row).toMatchObject({
      demo: false,
      time_zone: 'Europe/Berlin',
      public_address: 'https://course.example.edu',
    });
    expect(await db.execute(sql`select email, role from users`)).toEqual([
      { email: 'prof@example.edu', role: 'instructor' },
    ]);
    const [deployment] = await db.execute<{ seed: string }>(sql`select seed from hidden.deployment`);
    expect(deployment?.seed).toMatch(/^[0-9a-f]{64}$/);
    for (const table of ['items', 'assignment_versions', 'hidden.splits', 'pgboss.job']) {
      expect(await db.execute(sql.raw(`select from ${table}`)), table).toHaveLength(0);
    }
    expect(await db.execute(sql`select verb from audit_log order by verb`)).toEqual([
      { verb: 'course.init' },
      { verb: 'user.create' },
    ]);
  });
});

test('a real course with people in it is not made again, nor given up without its title', async () => {
  await rolledBack('owner', async (db) => {
    await insertDemo(db);
    await initCourse(system(db), input, 'a long enough password');
    await expect(initCourse(system(db), input)).rejects.toThrow(Conflict);
    const contents = await lookInside(system(db));
    expect(() => refuseLoss(contents, undefined)).toThrow(/--discard-course "Deep Learning"|real course/);
    expect(() => refuseLoss(contents, 'Deep learning')).toThrow(Conflict);
    expect(() => refuseLoss(contents, 'Deep Learning')).not.toThrow();
    await clearForDemo(system(db));
    expect(await lookInside(system(db))).toBeNull();
  });
});

test('nobody but the machine itself sets up a course', async () => {
  await rolledBack('owner', async (db) => {
    await insertDemo(db);
    for (const role of ['student', 'assistant', 'instructor'] as const) {
      const ctx = { user: await insertPerson(db, role), db, now };
      for (const attempt of [initCourse(ctx, input), clearForDemo(ctx), lookInside(ctx), listLate(ctx, input)]) {
        await expect(attempt).rejects.toThrow(Forbidden);
      }
    }
  });
});

test('what is due after the term is named', async () => {
  await rolledBack('owner', async (db) => {
    const { slug } = await insertTiny(db); // due in eighty years
    expect(await listLate(system(db), input)).toContain(slug);
  });
});

test('staff see how the nights went, students do not', async () => {
  await rolledBack('owner', async (db, as) => {
    await insertDemo(db);
    const student = await insertPerson(db);
    const assistant = await insertPerson(db, 'assistant');
    const night = new Date('2026-11-25T02:30Z');
    await insertBackupDone(db, { at: night, file: 'nightly.zst', host: 'h', bytes: 5 });
    await as('web');
    const state = (user: typeof student, hour: number) =>
      getBackupState({ user, db, now: new Date(`2026-11-25T${hour}:00Z`) });
    await expect(state(student, 12)).rejects.toThrow(Forbidden);
    expect(await state(assistant, 12)).toEqual({ kind: 'good', at: night, file: 'nightly.zst', host: 'h', bytes: 5 });
    await as('owner');
    const later = new Date('2026-11-25T12:30Z');
    await insertBackupFailed(db, { at: later, host: 'h', reason: 'The disk is full.' });
    await as('web');
    expect(await state(assistant, 13)).toEqual({
      ...{ kind: 'failing', at: later, host: 'h', reason: 'The disk is full.', last: night },
    });
    expect(await findBackupHistory(db)).toMatchObject({ timeZone: 'UTC' });
  });
});
