import { describe, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { sql } from '#db/client.ts';
import type { Context } from '#lib/context.ts';
import { listWaiting } from '#lib/course/staff-week.ts';
import { getOwnWeek } from '#lib/course/week.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import type { Cell } from '#lib/gradebook/core.ts';
import { type GradeBase, type GradeInput, setGrade, withdrawGrade } from '#lib/gradebook/overrides.ts';
import { getGradebook, getOwnGrades, gradesCsv } from '#lib/gradebook/server.ts';
import { getCellStory } from '#lib/gradebook/story.ts';
import { releaseItem } from '#lib/items/release.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { getForReview, reviewWriting } from '#lib/writing/review.ts';
import { getOwnWriting } from '#lib/writing/server.ts';
import { rolledBack } from '../support/database.ts';
import { addTopic, due, handIn, person, published, reflection, words } from '../support/writing.ts';

type Cast = { db: Db; ada: Context; alan: Context; assistant: Context; instructor: Context; item: WrittenItem };

/** Two students, staff, and a reflection worth ten points that Ada has handed in, under the web role. */
const inCourse = (body: (cast: Cast) => Promise<void>, change: Partial<typeof reflection> = {}) =>
  rolledBack('owner', async (db, as) => {
    await addTopic(db);
    await as('web');
    const instructor = await person(db, 'instructor', 'instructor');
    const assistant = await person(db, 'assistant', 'assistant');
    const [ada, alan] = [await person(db, 'ada'), await person(db, 'alan')];
    const item = await published(instructor, { ...reflection, hideNames: false, criteria: [], ...change });
    await handIn(ada, item, { text: words(5, 'word') });
    await body({ db, ada, alan, assistant, instructor, item });
  });

async function review(ctx: Context, ada: Context, item: WrittenItem, points: number): Promise<void> {
  const { id } = await getOwnWriting(ada, item);
  const { versions } = await getForReview(ctx, id ?? '');
  const none = { decision: null, mark: null, criteria: {}, comment: '', baseReviewId: null };
  await reviewWriting(ctx, { ...none, versionId: versions[0]?.id ?? '', points });
}

async function cellFor(ctx: Context, student: Context, { slug }: WrittenItem): Promise<Cell | undefined> {
  const { items, rows } = await getGradebook(ctx);
  const column = items.findIndex((each) => each.slug === slug);
  return rows.find((row) => row.student.id === student.user.id)?.cells[column];
}

const ownCell = async (ctx: Context, { slug }: WrittenItem) =>
  (await getOwnGrades(ctx)).grades.find(({ item }) => item.slug === slug)?.cell;

const grade = (item: WrittenItem, student: Context, change: Partial<GradeInput> = {}): GradeInput => ({
  ...{ slug: item.slug, userId: student.user.id, points: 9, reason: 'The pdf was unreadable.', baseAt: null },
  ...change,
});

/** The cell as whoever looks now sees it: what they decide upon. */
const seen = async (student: Context, item: WrittenItem): Promise<GradeBase> => ({
  ...{ slug: item.slug, userId: student.user.id },
  baseAt: (await ownCell(student, item))?.override?.at ?? null,
});

describe('written work in the gradebook', () => {
  test('is told to its author once it is released, and to staff at once', () =>
    inCourse(async ({ ada, alan, assistant, instructor, item }) => {
      expect(await cellFor(assistant, ada, item)).toMatchObject({ state: 'submitted', points: null });
      expect(await cellFor(assistant, alan, item)).toMatchObject({ state: 'not_started' });
      await review(assistant, ada, item, 7);
      expect(await cellFor(assistant, ada, item)).toMatchObject({ state: 'graded', points: 7, attempts: 1 });
      expect(await ownCell(ada, item)).toMatchObject({ state: 'submitted', points: null, earned: null });
      await releaseItem(instructor, item.slug);
      expect(await ownCell(ada, item)).toMatchObject({ state: 'released', points: 7 });
      expect((await getOwnGrades(alan)).total.points).toBe(0);
    }));

  test('keeps hidden names hidden from those who grade', () =>
    inCourse(
      async ({ ada, assistant, item }) => {
        const { id } = await getOwnWriting(ada, item);
        await review(assistant, ada, item, 7);
        expect(await cellFor(assistant, ada, item)).toMatchObject({ state: 'graded', points: null, writingId: null });
        const story = JSON.stringify(await getCellStory(assistant, ada.user.id, item.slug));
        expect(story).not.toContain(id);
        expect(await gradesCsv(assistant)).not.toMatch(/,7,/);
      },
      { hideNames: true },
    ));

  test('waits on the home page of staff until it is reviewed, and of students until it is handed in', () =>
    inCourse(async ({ ada, alan, assistant, item }) => {
      const waiting = async () => (await listWaiting(assistant)).find((one) => 'slug' in one && one.slug === item.slug);
      expect(await waiting()).toMatchObject({ count: 1, kind: 'written', title: item.title });
      await review(assistant, ada, item, 7);
      expect(await waiting()).toBeUndefined();
      expect((await getOwnWeek(alan)).next?.slug).toBe(item.slug);
      expect((await getOwnWeek(ada)).next?.slug).not.toBe(item.slug);
      await expect(listWaiting(ada)).rejects.toThrow(Forbidden);
    }));
});

describe('a grade that staff set', () => {
  test('counts in the place of the earned one, with its reason, everywhere', () =>
    inCourse(async ({ db, ada, assistant, instructor, item }) => {
      await setGrade(instructor, grade(item, ada));
      const set = { points: 9, override: { reason: 'The pdf was unreadable.', by: 'instructor' } };
      expect(await ownCell(ada, item)).toMatchObject(set);
      expect(await cellFor(assistant, ada, item)).toMatchObject({ ...set, earned: null });
      expect(await gradesCsv(assistant)).toContain(',9,');
      const [row] = await db.execute(sql`select before, after from audit_log where verb = 'grade.set'`);
      expect(row).toEqual({ before: { points: null }, after: { points: 9, reason: 'The pdf was unreadable.' } });
      await withdrawGrade(instructor, await seen(ada, item));
      expect(await ownCell(ada, item)).toMatchObject({ points: null, override: null });
      const told = await db.execute(sql`select e.title from notices n join events e on e.id = n.event_id
        where n.user_id = ${ada.user.id} and e.kind = 'grade'`);
      expect(told).toHaveLength(2);
      const story = await getCellStory(assistant, ada.user.id, item.slug);
      expect(story.map(({ what }) => what)).toEqual(
        expect.arrayContaining([
          'Grade of 9 withdrawn',
          'Grade set to 9: The pdf was unreadable.',
          'Version 1 handed in',
        ]),
      );
    }));

  test('is set by instructors alone, and read by nobody else’s student', () =>
    inCourse(async ({ ada, alan, assistant, instructor, item }) => {
      for (const ctx of [ada, assistant]) {
        await expect(setGrade(ctx, grade(item, ada))).rejects.toThrow(Forbidden);
        await expect(withdrawGrade(ctx, await seen(ada, item))).rejects.toThrow(Forbidden);
      }
      await setGrade(instructor, grade(item, ada));
      expect(JSON.stringify(await getOwnGrades(alan))).not.toContain('unreadable');
      await expect(getCellStory(alan, ada.user.id, item.slug)).rejects.toThrow(Forbidden);
    }));

  test('is refused where it cannot be, or where somebody set it meanwhile', () =>
    inCourse(async ({ ada, assistant, instructor, item }) => {
      const tries: [Partial<GradeInput>, unknown][] = [
        [{ points: 11 }, InvalidInput],
        [{ reason: ' ' }, InvalidInput],
        [{ slug: 'no-such-item' }, NotFound],
        [{ userId: assistant.user.id }, NotFound],
        [{ baseAt: instructor.now.toISOString() }, Conflict],
      ];
      for (const [change, refused] of tries) {
        await expect(setGrade(instructor, grade(item, ada, change))).rejects.toThrow(refused as typeof Conflict); // one of the classes above
      }
      await setGrade(instructor, grade(item, ada));
      const base = await seen(ada, item);
      await expect(setGrade(instructor, grade(item, ada, { points: 5 }))).rejects.toThrow(Conflict);
      await setGrade({ ...instructor, now: due }, grade(item, ada, { points: 5, ...base }));
      expect(await ownCell(ada, item)).toMatchObject({ points: 5 });
      await expect(withdrawGrade(instructor, base)).rejects.toThrow(Conflict);
      await withdrawGrade(instructor, await seen(ada, item));
      await expect(withdrawGrade(instructor, await seen(ada, item))).rejects.toThrow(NotFound);
    }));

  test('is written down with what counted before it and after it', () =>
    inCourse(async ({ db, ada, assistant, instructor, item }) => {
      await review(assistant, ada, item, 7);
      await setGrade(instructor, grade(item, ada));
      await withdrawGrade(instructor, await seen(ada, item));
      const rows = await db.execute<{ was: number; is: number }>(sql`select (before->>'points')::int as was,
        (after->>'points')::int as is from audit_log where verb like 'grade.%' order by verb`);
      expect([...rows]).toEqual([
        { was: 7, is: 9 },
        { was: 9, is: 7 },
      ]);
    }));
});
