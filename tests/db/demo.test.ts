import { expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { fillDemo, handInDemo } from '#db/demo/demo.ts';
import { slugs } from '#db/demo/items.ts';
import { classmates, findPeople } from '#db/demo/people.ts';
import { slug as programmed } from '#db/demo/submissions.ts';
import { assignmentVersions } from '#db/schema/assignments.ts';
import { course } from '#db/schema/course.ts';
import { items } from '#db/schema/items.ts';
import { listThreads } from '#lib/discussion/read.ts';
import { getGradebook } from '#lib/gradebook/server.ts';
import { getItem, listItemsForStaff } from '#lib/writing/items.ts';
import { listForReview } from '#lib/writing/review.ts';
import { getOwnWriting } from '#lib/writing/server.ts';
import { rolledBack } from '../support/database.ts';
import { tinyManifest } from '../support/tiny-assignment.ts';

const now = new Date('2026-03-29T08:00:00Z'); // the morning on which clocks change
const timeZone = 'Europe/Oslo';
const day = 86_400_000;

type Scene = { db: Db; as: (voice: string) => ReturnType<Awaited<ReturnType<typeof findPeople>>> };

/** A demo course on its first day, its assignment published. */
const scene = (body: (scene: Scene) => Promise<void>) =>
  rolledBack('owner', async (db) => {
    const row = { title: 'Deep Learning', timeZone, termStart: new Date(now.getTime() - 10 * day), createdAt: now };
    await db.insert(course).values(row).onConflictDoUpdate({ target: course.id, set: row });
    await fillDemo(db, timeZone, now);
    const at = (days: number) => new Date(now.getTime() + days * day);
    await db.insert(items).values({ slug: programmed, opensAt: at(-10), dueAt: at(4), closesAt: at(11) });
    const texts = { prompt: '', starter: '', contentHash: programmed };
    const version = { slug: programmed, version: 1, manifest: tinyManifest, publishedAt: now, ...texts };
    await db.insert(assignmentVersions).values(version);
    await handInDemo(db, programmed, now);
    const speak = await findPeople(db);
    await body({ db, as: (voice) => speak(voice, now) });
  });

const tally = (names: Iterable<string>) =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

test('a demo course is inhabited, and nothing in it is made up that a grader or staff would decide', () =>
  scene(async (scene) => {
    await proposalsAreInEveryState(scene);
    await textsAreGradedAndHalfGraded(scene);
    await programsWaitForAGrader(scene);
    await threadsAreOfEveryKind(scene);
  }));

/** And the demo student has begun none. */
async function proposalsAreInEveryState({ as }: Scene): Promise<void> {
  const item = await getItem(as('instructor'), slugs.proposal);
  const own = await Promise.all(classmates.map(({ name }) => getOwnWriting(as(name), item)));
  expect(tally(own.map(({ state }) => state))).toEqual({
    ...{ accepted: 8, changes_asked: 3, submitted: 6, draft: 3, not_started: 4 },
  });
  const revised = own.filter(({ state, versions }) => state === 'submitted' && versions.length === 2);
  expect(revised.length).toBe(2);
  expect((await getOwnWriting(as('student'), item)).state).toBe('not_started');
}

/** Some came late, some had more time. */
async function textsAreGradedAndHalfGraded({ db, as }: Scene): Promise<void> {
  const staff = as('assistant');
  const counts = new Map((await listItemsForStaff(staff)).map((item) => [item.slug, item]));
  expect(counts.get(slugs.network)).toMatchObject({ handedIn: 23, waiting: 0 });
  expect(counts.get(slugs.network)?.releasedAt).not.toBeNull();
  expect(counts.get(slugs.convolution)).toMatchObject({ handedIn: 16, waiting: 8, releasedAt: null });
  for (const slug of [slugs.network, slugs.convolution]) {
    expect((await listForReview(staff, await getItem(staff, slug))).filter(({ late }) => late).length, slug).toBe(2);
  }
  expect((await db.execute(sql`select from extensions`)).length).toBe(2);
}

/** Behind all else; the demo student has handed in nothing. */
async function programsWaitForAGrader({ db, as }: Scene): Promise<void> {
  const jobs = await db.execute<{ name: string; priority: number; first: string }>(sql`
      select j.name, j.priority, s.idempotency_key as first from pgboss.job j
      join submissions s on s.id::text = j.data ->> 'submissionId' where s.slug = ${programmed} order by priority desc`);
  expect(tally(jobs.map(({ name }) => name))).toEqual({ regrade: 25 });
  expect(jobs.every(({ priority }) => priority < 0)).toBe(true);
  expect(jobs[0]?.first).toBe('demo-0');
  expect(
    (
      await db.execute(sql`select from grading_runs r join submissions s on s.id = r.submission_id
      where s.slug = ${programmed}`)
    ).length,
  ).toBe(0);
  const { items: columns, rows } = await getGradebook(as('instructor'));
  const mine = rows.find(({ student }) => student.email === 'student@example.edu');
  const column = columns.findIndex(({ slug }) => slug === programmed);
  expect(mine?.cells[column]?.state).toBe('not_started');
}

/** Nothing of it is mailed. */
async function threadsAreOfEveryKind({ db, as }: Scene): Promise<void> {
  const shown = async (voice: string, show: 'all' | 'unanswered' = 'all') => {
    const { pinned, threads } = await listThreads(as(voice), { show, topic: null });
    return [...pinned, ...threads];
  };
  const all = await shown('instructor');
  expect(tally(all.map(({ kind }) => kind))).toMatchObject({ announcement: 1, run: 1 });
  expect((await shown('student')).some(({ kind }) => kind === 'run')).toBe(false);
  expect((await shown('student', 'unanswered')).length).toBeGreaterThan(0);
  const facts = await db.execute(sql`select from threads t join posts p on p.thread_id = t.id
      where t.accepted_post_id = p.id and p.endorsed_at is not null`);
  expect(facts.length).toBe(3);
  const future = await db.execute(sql`select from posts where created_at > ${now.toISOString()}`);
  expect(future.length).toBe(0);
  expect((await db.execute(sql`select from notices where mail_due_at <= ${now.toISOString()}`)).length).toBe(0);
}
