import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { sql } from '#db/client.ts';
import { finishRun, startRun } from '#db/queries/grading-runs.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { getSubmission, submit } from '#lib/grading/server.ts';
import { grantExtension, listExtensions, withdrawExtension } from '#lib/items/extensions.ts';
import { listReleases, releaseItem } from '#lib/items/release.ts';
import { moveItem } from '#lib/items/server.ts';
import { listOwnNewest } from '#lib/notices/read.ts';
import { connection } from '../support/database.ts';
import {
  beforeClosing,
  insertPerson,
  insertTiny,
  insertTinyClosed,
  tinyManifest,
  tinySolution,
} from '../support/tiny-assignment.ts';

let instructor: User;

beforeAll(async () => {
  instructor = await insertPerson(connection('owner').db, 'instructor');
});

const as = (user: User, now = new Date()): Context => ({ user, db: connection('web').db, now });
const days = (n: number) => new Date(Date.now() + n * 24 * 3600_000);

async function handIn(slug: string, user: User, now = beforeClosing()): Promise<string> {
  const input = { slug, code: tinySolution, weights: null, label: null, idempotencyKey: randomUUID() };
  return (await submit(as(user, now), input)).id;
}

/** Hands in, and has it graded with a private accuracy of 0.87. */
async function graded(slug: string, user: User): Promise<string> {
  const id = await handIn(slug, user);
  const { db } = connection('grader');
  const start = { submissionId: id, kind: 'grade' as const, jobId: randomUUID(), startedAt: new Date() };
  const run = await startRun(db, { ...start, isolate: 'x', grader: 'y' });
  if (run === null) throw new Error('The job has its result.');
  await db.transaction((tx) =>
    finishRun(tx, run, new Date(), {
      ...{ outcome: 'graded', points: 7, maxPoints: 10, publicScore: 0.9, improved: true, tests: [] },
      ...{ note: null, log: null, staffNote: null, metrics: [{ split: 'private', metric: 'accuracy', value: 0.87 }] },
    }),
  );
  return id;
}

const extend = (slug: string, user: User, until: Date) =>
  grantExtension(as(instructor), {
    ...{ slug, userId: user.id, dueAt: until, closesAt: until, reason: 'Ill.', seenAt: new Date() },
  });
const privateScore = async (user: User, id: string) => (await getSubmission(as(user), id)).score.private;
const releasable = async (slug: string) =>
  (await listReleases(as(instructor))).find((release) => release.slug === slug);

describe('releasing the private scores of code', () => {
  it('shows each to its student, tells them, and leaves word', async () => {
    const owner = connection('owner').db;
    const { slug } = await insertTinyClosed(owner);
    const [ada, bo, idle] = [await insertPerson(owner), await insertPerson(owner), await insertPerson(owner)];
    const id = await graded(slug, ada);
    await graded(slug, bo);
    await handIn(slug, bo);
    expect(await releasable(slug)).toMatchObject({
      ...{ kind: 'code', title: tinyManifest.title, releasedAt: null, keeps: { what: 'scores', metric: 'accuracy' } },
      ...{ ready: 2, waiting: 1, open: [] },
    });
    expect(await privateScore(ada, id)).toBeNull();

    expect(await releaseItem(as(instructor), slug)).toBe(2);
    expect(await privateScore(ada, id)).toBe(0.87);
    const [news] = await listOwnNewest(as(ada), 1);
    expect(news).toMatchObject({ kind: 'grade', title: `The private scores of “${tinyManifest.title}” are released` });
    expect(await listOwnNewest(as(idle), 1)).toEqual([]);
    const rows = await owner.execute(sql`select verb, after from audit_log where subject = ${`item:${slug}`}`);
    expect(rows).toEqual([{ verb: 'item.release', after: { people: 2, notGraded: 1 } }]);
    expect((await releasable(slug))?.releasedAt).not.toBeNull();
    await expect(releaseItem(as(instructor), slug)).rejects.toThrow(Conflict);
  });

  it('is for instructors, and for what is there and has a score', async () => {
    const owner = connection('owner').db;
    const { slug } = await insertTinyClosed(owner);
    for (const role of ['student', 'assistant'] as const) {
      await expect(releaseItem(as(await insertPerson(owner, role)), slug)).rejects.toThrow(Forbidden);
    }
    await expect(listReleases(as(await insertPerson(owner)))).rejects.toThrow(Forbidden);
    await expect(releaseItem(as(instructor), 'none')).rejects.toThrow(NotFound);
    const unmeasured = await insertTinyClosed(owner, { tests: tinyManifest.tests.slice(0, 1) });
    await expect(releaseItem(as(instructor), unmeasured.slug)).rejects.toThrow(InvalidInput);
    expect(await releasable(unmeasured.slug)).toMatchObject({ keeps: null, open: [] });
  });

  it('waits until nobody can hand in any more, and says who can', async () => {
    const owner = connection('owner').db;
    const open = await insertTiny(owner);
    await expect(releaseItem(as(instructor), open.slug)).rejects.toThrow(/can still be handed in: by the class until/);

    const { slug } = await insertTinyClosed(owner);
    const [early, late] = [
      await insertPerson(owner, 'student', 'Ada Early'),
      await insertPerson(owner, 'student', 'Bo Late'),
    ];
    await extend(slug, early, days(1));
    await extend(slug, late, days(2));
    const refused = releaseItem(as(instructor), slug);
    await expect(refused).rejects.toThrow(Conflict);
    await expect(refused).rejects.toThrow(/by Bo Late until .*, by Ada Early until/);
    expect((await releasable(slug))?.open.map(({ name }) => name)).toEqual(['Bo Late', 'Ada Early']);
    expect((await releasable(open.slug))?.open.map(({ name }) => name)).toEqual([null]);

    for (const { id } of await listExtensions(as(instructor), slug)) await withdrawExtension(as(instructor), id);
    expect(await releaseItem(as(instructor), slug)).toBe(0);
  });

  it('shows nothing to whom staff give more time afterwards, until that is over', async () => {
    const owner = connection('owner').db;
    const { slug } = await insertTinyClosed(owner);
    const [ada, bo] = [await insertPerson(owner), await insertPerson(owner)];
    const [own, other] = [await graded(slug, ada), await graded(slug, bo)];
    await releaseItem(as(instructor), slug);
    await extend(slug, ada, days(1));
    const again = await handIn(slug, ada, new Date());
    expect(await privateScore(ada, own)).toBeNull();
    expect(await privateScore(instructor, own)).toBeNull();
    expect(await privateScore(ada, again)).toBeNull();
    expect(await privateScore(bo, other)).toBe(0.87);
    const [extension] = await listExtensions(as(instructor), slug);
    await withdrawExtension(as(instructor), extension?.id ?? '');
    expect(await privateScore(ada, own)).toBe(0.87);

    const [dates] = await owner.execute<{ opens: Date; due: Date; closes: Date }>(
      sql`select opens_at as opens, due_at as due, closes_at as closes from items where slug = ${slug}`,
    );
    if (!dates) throw new Error('The item is gone.');
    const base = { opensAt: new Date(dates.opens), dueAt: new Date(dates.due), closesAt: new Date(dates.closes) };
    await moveItem(as(instructor), slug, { ...base, closesAt: days(1) }, base);
    expect(await privateScore(bo, other)).toBeNull();
  });
});
