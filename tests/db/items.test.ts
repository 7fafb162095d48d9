import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { insertSubmission } from '#db/queries/grading.ts';
import { extensions } from '#db/schema/calendar.ts';
import { auditLog, course } from '#db/schema/course.ts';
import { gradingRuns } from '#db/schema/grading.ts';
import { items } from '#db/schema/items.ts';
import { events, notices } from '#db/schema/notices.ts';
import { writingAuthors, writings, writingVersions } from '#db/schema/writing.ts';
import { getAssignment, listAssignments } from '#lib/assignments/server.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { getOwnWeek, listOwnItems } from '#lib/course/week.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { getGradebook, getOwnGrades } from '#lib/gradebook/server.ts';
import { submit } from '#lib/grading/server.ts';
import { grantExtension, listExtensions, withdrawExtension } from '#lib/items/extensions.ts';
import { listItems, moveItem, previewMove } from '#lib/items/server.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, type Tiny, tinySolution } from '../support/tiny-assignment.ts';

const at = (day: number, hour = 12) => new Date(Date.UTC(2026, 0, day, hour));
const dates = { opensAt: at(2), dueAt: at(10), closesAt: at(12) };
/** After the class's closing date, before the extension's. */
const now = at(13);

type Scene = { db: Db; tiny: Tiny; student: Context; other: Context; assistant: Context; instructor: Context };

/** Two students, staff and one assignment, under the web role. */
const scene = (body: (scene: Scene, as: (role: 'owner' | 'web') => Promise<void>) => Promise<void>) =>
  rolledBack('owner', async (db, as) => {
    const tiny = await insertTiny(db);
    await db.update(items).set(dates).where(sql`slug = ${tiny.slug}`);
    const row = { title: 'Course', timeZone: 'Europe/Oslo', termStart: at(1) };
    await db.insert(course).values(row).onConflictDoUpdate({ target: course.id, set: row });
    const of = (user: User): Context => ({ user, db, now });
    const made = {
      db,
      tiny,
      student: of(await insertPerson(db, 'student', 'Ada')),
      other: of(await insertPerson(db, 'student', 'Grace')),
      assistant: of(await insertPerson(db, 'assistant')),
      instructor: of(await insertPerson(db, 'instructor')),
    };
    await as('web');
    await body(made, as);
  });

const itemOf = async (ctx: Context, slug: string) => (await listItems(ctx)).find((each) => each.slug === slug);
const extend = ({ tiny, student, assistant }: Scene, dueAt = at(15), closesAt: Date | null = at(16)) =>
  grantExtension(assistant, { slug: tiny.slug, userId: student.user.id, dueAt, closesAt, reason, seenAt: now });
const reason = ' Ill for a week ';

async function handIn({ db, tiny }: Scene, ctx: Context, createdAt: Date): Promise<string> {
  const row = { userId: ctx.user.id, ...tiny, code: 'export {}', idempotencyKey: randomUUID(), createdAt };
  return insertSubmission(db, row);
}

async function grade(db: Db, submissionId: string): Promise<void> {
  const run = { kind: 'grade' as const, jobId: randomUUID(), startedAt: now, finishedAt: now };
  await db.insert(gradingRuns).values({ submissionId, ...run, outcome: 'graded', points: 8, maxPoints: 10 });
}

const titlesFor = async (db: Db, user: User) =>
  (
    await db
      .select({ title: events.title })
      .from(notices)
      .innerJoin(events, sql`${events.id} = ${notices.eventId}`)
      .where(sql`${notices.userId} = ${user.id}`)
  ).map(({ title }) => title);

const auditOf = (db: Db, subject: string) =>
  db.select().from(auditLog).where(sql`subject = ${subject}`).orderBy(auditLog.at);

describe('an extension', () => {
  test('is in the student’s list with its reason, and in nobody else’s', () =>
    scene(async (all) => {
      const { tiny, student, other, assistant } = all;
      await extend(all);
      expect(await itemOf(student, tiny.slug)).toMatchObject({
        dueAt: at(15),
        closesAt: at(16),
        classDueAt: at(10),
        extension: { dueAt: at(15), closesAt: at(16), reason: 'Ill for a week' },
      });
      for (const ctx of [other, assistant]) {
        expect(await itemOf(ctx, tiny.slug)).toMatchObject({ ...dates, extension: null });
      }
    }));

  test('holds on the assignment’s page, in the list and at the gate', () =>
    scene(async (all) => {
      const { tiny, student, other } = all;
      const { slug } = tiny;
      const input = { slug, code: tinySolution, weights: null, label: null, idempotencyKey: randomUUID() };
      await expect(submit(student, input)).rejects.toThrow(/closed at/);
      await extend(all);
      expect((await getAssignment(student, slug)).policy).toMatchObject({
        dueAt: at(15),
        isLate: false,
        refusal: null,
      });
      expect((await getAssignment(other, slug)).policy).toMatchObject({ dueAt: at(10), refusal: 'closed' });
      const listed = (await listAssignments(student)).find((each) => each.slug === slug);
      expect(listed?.policy).toMatchObject({ dueAt: at(15), closesAt: at(16), classDueAt: at(10) });
      await expect(submit(other, input)).rejects.toThrow(Forbidden);
      expect((await submit(student, input)).outcome).toBeNull();
    }));

  test('is the home page’s date', () =>
    scene(async (all) => {
      const { tiny, student, other } = all;
      expect((await getOwnWeek(student)).next?.slug).not.toBe(tiny.slug);
      await extend(all);
      expect((await listOwnItems(student)).find(({ slug }) => slug === tiny.slug)?.dueAt).toEqual(at(15));
      expect((await getOwnWeek(student)).next?.slug).toBe(tiny.slug);
      expect((await getOwnWeek(other)).next?.slug).not.toBe(tiny.slug);
    }));

  test('decides what is late, in the gradebook and in one’s own grades', () =>
    scene(async (all, as) => {
      const { db, tiny, student, other, instructor } = all;
      const ids = [await handIn(all, student, at(11)), await handIn(all, other, at(11))];
      await as('owner');
      for (const id of ids) await grade(db, id);
      await as('web');
      const cells = async () => {
        const { items, rows } = await getGradebook(instructor);
        const column = items.findIndex(({ slug }) => slug === tiny.slug);
        return [student, other].map(({ user }) => rows.find((row) => row.student.id === user.id)?.cells[column]);
      };
      const own = async (ctx: Context) => (await getOwnGrades(ctx)).grades.find(({ item }) => item.slug === tiny.slug);
      expect((await cells()).map((cell) => cell?.late)).toEqual([true, true]);
      await extend(all);
      expect((await cells()).map((cell) => [cell?.late, cell?.dueAt])).toEqual([
        [false, at(15).toISOString()],
        [true, at(10).toISOString()],
      ]);
      expect(await own(student)).toMatchObject({
        item: { dueAt: at(15).toISOString() },
        cell: { state: 'graded', late: false },
      });
      expect(await own(other)).toMatchObject({ item: { dueAt: at(10).toISOString() }, cell: { late: true } });
    }));

  test('closes as long after its date as the class does, unless said otherwise', () =>
    scene(async (all) => {
      await extend(all, at(15), null);
      expect((await itemOf(all.student, all.tiny.slug))?.closesAt).toEqual(at(17));
    }));

  test('granted again replaces the first, and withdrawn leaves the class’s date', () =>
    scene(async (all) => {
      const { tiny, student, assistant } = all;
      await extend(all);
      const second = await extend(all, at(20), at(21));
      expect((await itemOf(student, tiny.slug))?.dueAt).toEqual(at(20));
      expect(await listExtensions(assistant, tiny.slug)).toMatchObject([{ id: second, name: 'Ada', dueAt: at(20) }]);
      await withdrawExtension(assistant, second);
      expect(await itemOf(student, tiny.slug)).toMatchObject({ ...dates, extension: null });
      await expect(withdrawExtension(assistant, second)).rejects.toThrow(Conflict);
    }));

  test('granted by two at once is a conflict: the later sees the earlier first', () =>
    scene(async (all) => {
      const { tiny, student, assistant, instructor } = all;
      await extend(all, at(20), at(21));
      const looked = new Date(now.getTime() - 60_000);
      const input = { slug: tiny.slug, userId: student.user.id, dueAt: at(15), closesAt: null, reason, seenAt: looked };
      await expect(grantExtension(instructor, input)).rejects.toThrow(Conflict);
      expect(await listExtensions(assistant, tiny.slug)).toMatchObject([{ dueAt: at(20) }]);
    }));

  test('is told to its student alone, and written down', () =>
    scene(async (all) => {
      const { db, tiny, student, other, assistant } = all;
      const id = await extend(all);
      await withdrawExtension(assistant, id);
      const told = await titlesFor(db, student.user);
      expect(told.some((title) => /due on Thu 15 Jan 2026, 13:00 for you/.test(title))).toBe(true);
      expect(told.some((title) => /withdrawn: it is due on Sat 10 Jan 2026, 13:00/.test(title))).toBe(true);
      expect(await titlesFor(db, other.user)).toEqual([]);
      const rows = await auditOf(db, `extension:${tiny.slug}:${student.user.id}`);
      expect(rows.map(({ verb, actorId }) => [verb, actorId])).toEqual([
        ['extension.grant', assistant.user.id],
        ['extension.withdraw', assistant.user.id],
      ]);
      expect(rows[0]?.after).toMatchObject({ dueAt: at(15).toISOString(), reason: 'Ill for a week' });
    }));

  test('needs staff, a reason, a student and a later date', () =>
    scene(async (all) => {
      const { db, tiny, student, assistant, instructor } = all;
      const input = {
        slug: tiny.slug,
        userId: student.user.id,
        dueAt: at(15),
        closesAt: null,
        reason: 'Ill',
        seenAt: now,
      };
      await expect(grantExtension(student, input)).rejects.toThrow(Forbidden);
      await expect(listExtensions(student, tiny.slug)).rejects.toThrow(Forbidden);
      await expect(withdrawExtension(student, randomUUID())).rejects.toThrow(Forbidden);
      await expect(grantExtension(assistant, { ...input, reason: ' ' })).rejects.toThrow(/reason is empty/);
      await expect(grantExtension(assistant, { ...input, dueAt: at(10) })).rejects.toThrow(InvalidInput);
      await expect(grantExtension(assistant, { ...input, closesAt: at(14) })).rejects.toThrow(/closes before/);
      await expect(grantExtension(assistant, { ...input, userId: instructor.user.id })).rejects.toThrow(
        /not a student/,
      );
      await expect(grantExtension(assistant, { ...input, slug: 'none' })).rejects.toThrow(NotFound);
      for (const userId of [randomUUID(), '', 'x']) {
        await expect(grantExtension(assistant, { ...input, userId })).rejects.toThrow(NotFound);
      }
      await expect(withdrawExtension(assistant, 'x')).rejects.toThrow(NotFound);
      expect(await db.$count(extensions)).toBe(0);
    }));
});

describe('moving an item', () => {
  const later = { opensAt: at(2), dueAt: at(14), closesAt: at(14) };

  test('says who is affected before and after, tells them, and writes it down', () =>
    scene(async (all) => {
      const { db, tiny, student, other, instructor } = all;
      await extend(all, at(30), at(30));
      await handIn(all, other, at(11));
      const preview = await previewMove(instructor, tiny.slug, later);
      expect((await itemOf(other, tiny.slug))?.dueAt).toEqual(at(10));
      const named = (people: { name: string }[]) => people.map(({ name }) => name);
      expect(named(preview.noLongerLate)).toEqual(['Grace']);
      expect(named(preview.submitted)).toEqual(['Grace']);
      expect(preview.extended).toEqual([{ id: student.user.id, name: 'Ada', dueAt: at(30) }]);
      expect(preview.affected.map(({ id }) => id)).not.toContain(student.user.id);

      expect(await moveItem(instructor, tiny.slug, later, dates)).toEqual(preview);
      expect(await itemOf(other, tiny.slug)).toMatchObject(later);
      expect(await itemOf(student, tiny.slug)).toMatchObject({ dueAt: at(30), classDueAt: at(14) });
      const [told] = await titlesFor(db, other.user);
      expect(told).toMatch(/is now due on Wed 14 Jan 2026, 13:00 for the class/);
      expect((await titlesFor(db, student.user)).filter((title) => /for the class/.test(title))).toEqual([]);
      expect(await auditOf(db, `item:${tiny.slug}`)).toMatchObject([
        { verb: 'item.move', actorId: instructor.user.id, before: { dueAt: at(10).toISOString() } },
      ]);
    }));

  test('is refused where somebody moved it meanwhile', () =>
    scene(async ({ tiny, instructor, other }) => {
      await moveItem(instructor, tiny.slug, later, dates);
      const mine = { ...later, dueAt: at(13), closesAt: at(13) };
      await expect(moveItem(instructor, tiny.slug, mine, dates)).rejects.toThrow(Conflict);
      expect((await itemOf(other, tiny.slug))?.dueAt).toEqual(at(14));
    }));

  test('to where it is changes nothing and tells nobody', () =>
    scene(async ({ db, tiny, instructor, other }) => {
      await moveItem(instructor, tiny.slug, dates, dates);
      expect(await titlesFor(db, other.user)).toEqual([]);
      expect(await auditOf(db, `item:${tiny.slug}`)).toEqual([]);
    }));

  test('is for instructors, with dates in order', () =>
    scene(async ({ tiny, instructor, assistant, student }) => {
      for (const ctx of [student, assistant]) {
        await expect(moveItem(ctx, tiny.slug, later, dates)).rejects.toThrow(Forbidden);
        await expect(previewMove(ctx, tiny.slug, later)).rejects.toThrow(Forbidden);
      }
      await expect(moveItem(instructor, tiny.slug, { ...later, closesAt: at(13) }, dates)).rejects.toThrow(
        InvalidInput,
      );
      await expect(previewMove(instructor, 'none', later)).rejects.toThrow(NotFound);
      await expect(moveItem(instructor, 'none', later, dates)).rejects.toThrow(NotFound);
    }));

  test.each([
    ['proposal', at(9)],
    ['written', at(11)],
  ] as const)('a %s was handed in at %s', (kind, decisive) =>
    scene(async ({ db, instructor, student, other }, as) => {
      await as('owner');
      const slug = `x-${randomUUID().slice(0, 8)}`;
      await db.insert(items).values({ slug, kind, title: 'Writing', ...dates });
      await as('web');
      const [writing] = await db
        .insert(writings)
        .values({ slug, createdAt: now, createdBy: student.user.id })
        .returning();
      const writingId = writing?.id ?? '';
      for (const { user } of [student, other]) {
        const author = { writingId, slug, userId: user.id, addedAt: now, addedBy: user.id };
        await db.insert(writingAuthors).values(author);
      }
      for (const [i, submittedAt] of [at(9), at(11)].entries()) {
        const version = { writingId, number: i + 1, fields: {}, idempotencyKey: `${i}`, submittedAt };
        await db.insert(writingVersions).values({ ...version, submittedBy: student.user.id });
      }
      const justAfter = { ...dates, dueAt: new Date(decisive.getTime() + 1) };
      const exactly = { ...dates, dueAt: decisive };
      const wasLate = decisive >= dates.dueAt;
      const effects = [await previewMove(instructor, slug, justAfter), await previewMove(instructor, slug, exactly)];
      const changed = effects.map((effect) => (wasLate ? effect.noLongerLate : effect.becomeLate).length);
      expect(changed).toEqual(wasLate ? [2, 0] : [0, 2]);
    }),
  );
});
