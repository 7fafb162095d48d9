import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { sql } from '#db/client.ts';
import { gradingRuns, regrades, submissions } from '#db/schema/grading.ts';
import type { Context } from '#lib/context.ts';
import type { Waiting } from '#lib/course/core.ts';
import { recordVisit } from '#lib/course/server.ts';
import { listWaiting } from '#lib/course/staff-week.ts';
import { getOwnWeek } from '#lib/course/week.ts';
import { startThread } from '#lib/discussion/server.ts';
import { saveDraft } from '#lib/drafts/server.ts';
import { notReproduced } from '#lib/grading/core/verification.ts';
import { draftPlace } from '#lib/writing/core/fields.ts';
import { rolledBack } from '../support/database.ts';
import { insertTiny, type Tiny, tinySolution } from '../support/tiny-assignment.ts';
import {
  addTopic,
  at,
  handIn,
  hour,
  person,
  proposal,
  proposed,
  published,
  reflection,
  words,
} from '../support/writing.ts';

/** Counted apart from what other tests leave: what is there before is taken off. */
const countOf = (all: Waiting[], kind: Waiting['kind']) => all.find((one) => one.kind === kind)?.count ?? 0;
const later = (ctx: Context, hours: number) => at(ctx, new Date(ctx.now.getTime() + hours * hour));

const question = (title: string) => ({
  ...{ kind: 'discussion' as const, title, body: 'Why?', topic: 'general', anonymous: false, staffOnly: false },
  idempotencyKey: randomUUID(),
});

/** Handed in by `ctx`, with a run that ended so. */
async function graded(db: Db, tiny: Tiny, ctx: Context, run: Partial<typeof gradingRuns.$inferInsert>): Promise<void> {
  const { versionId, slug } = tiny;
  const own = { userId: ctx.user.id, slug, versionId, code: tinySolution, idempotencyKey: randomUUID() };
  const [row] = await db
    .insert(submissions)
    .values({ ...own, createdAt: ctx.now })
    .returning({ id: submissions.id });
  const times = { startedAt: ctx.now, finishedAt: ctx.now };
  await db.insert(gradingRuns).values({ kind: 'grade', submissionId: row?.id ?? '', ...times, ...run });
}

test('staff see everything that waits, with its number and the age of the oldest', () =>
  rolledBack('owner', async (db, as) => {
    await addTopic(db);
    const [instructor, ada] = [await person(db, 'instructor', 'instructor'), await person(db, 'ada')];
    const now = later(instructor, 5);
    const before = await listWaiting(now);
    const tiny = await insertTiny(db);
    await graded(db, tiny, ada, { outcome: 'infra_error', staffNote: 'No sandbox.' });
    await graded(db, tiny, ada, { kind: 'verify', outcome: 'graded', staffNote: `${notReproduced}0.2 and 0.9.` });
    await graded(db, tiny, ada, { kind: 'verify', outcome: 'graded', staffNote: 'Verified: 0.9 and 0.9.' });
    const draft = { slug: tiny.slug, versionId: tiny.versionId, reason: 'Wrong labels.', createdAt: ada.now };
    await db.insert(regrades).values(draft);
    await as('web');
    const [asked, reflected] = [await published(instructor, proposal), await published(instructor, reflection)];
    await handIn(ada, asked, proposed);
    await handIn(later(ada, 1), reflected, { text: words(5) });
    await startThread(ada, question('Why is it so?'));

    const after = await listWaiting(now);
    for (const kind of ['failure', 'disagreement', 'regrade', 'question'] as const) {
      expect(countOf(after, kind) - countOf(before, kind), kind).toBe(1);
    }
    const mine = (slug: string) => after.find((one) => 'slug' in one && one.slug === slug);
    expect(mine(asked.slug)).toEqual({
      kind: 'proposal',
      slug: asked.slug,
      title: asked.title,
      count: 1,
      oldestAt: ada.now,
    });
    expect(mine(reflected.slug)).toMatchObject({ kind: 'written', count: 1, oldestAt: later(ada, 1).now });
  }));

test('a student finds where they were, and what they began to write, never another’s', () =>
  rolledBack('owner', async (db, as) => {
    await addTopic(db);
    await as('web');
    const instructor = await person(db, 'instructor', 'instructor');
    const [ada, alan] = [await person(db, 'ada'), await person(db, 'alan')];
    const item = await published(instructor, reflection);
    const threadId = await startThread(alan, question('Pooling?'));
    const draft = (ctx: Context, place: string) => saveDraft(ctx, { place, text: 'Because', baseRevision: 0 });
    await recordVisit(ada, 'lecture:convolutional-networks');
    await draft(later(ada, 1), draftPlace(item.slug, 'text'));
    await draft(later(ada, 2), `post:${threadId}`);
    await draft(later(alan, 3), 'thread:new');
    const { leftOff } = await getOwnWeek(later(ada, 4));
    expect(leftOff.map(({ kind, title }) => [kind, title])).toEqual([
      ['reply', 'Pooling?'],
      ['writing', item.title],
      ['lecture', 'Convolutional networks'],
    ]);
    await as('owner'); // no page does this
    await db.execute(sql`update threads set staff_only = true where id = ${threadId}`);
    await as('web');
    expect((await getOwnWeek(later(ada, 4))).leftOff.map(({ kind }) => kind)).toEqual(['writing', 'lecture']);
  }));
