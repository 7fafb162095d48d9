import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { extensions } from '#db/schema/calendar.ts';
import { events, notices } from '#db/schema/notices.ts';
import { writingVersions } from '#db/schema/writing.ts';
import type { Context } from '#lib/context.ts';
import { saveDraft } from '#lib/drafts/server.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { setGrade } from '#lib/gradebook/overrides.ts';
import { releaseItem } from '#lib/items/release.ts';
import { addAuthor, removeAuthor } from '#lib/writing/authors.ts';
import { draftPlace } from '#lib/writing/core/fields.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { addCorrection, correctionsOf, withdrawCorrection } from '#lib/writing/corrections.ts';
import { createItem, editItem, getItem } from '#lib/writing/items.ts';
import { getForReview, listForReview, type ReviewInput, reviewWriting } from '#lib/writing/review.ts';
import { getOwnWriting, submitWriting } from '#lib/writing/server.ts';
import { addSnippet, listSnippets, removeSnippet } from '#lib/writing/snippets.ts';
import { rolledBack } from '../support/database.ts';
import {
  addTopic,
  at,
  closes,
  due,
  handIn,
  hour,
  opens,
  person,
  proposal,
  proposed,
  published,
  reflection,
  topic,
  words,
} from '../support/writing.ts';

type Cast = { db: Db; ada: Context; grace: Context; alan: Context; assistant: Context; instructor: Context };

/** Five people of one course, under the web role. */
const inCourse = (body: (cast: Cast) => Promise<void>) =>
  rolledBack('owner', async (db, as) => {
    await addTopic(db);
    await as('web');
    const cast = {
      ada: await person(db, 'ada'),
      grace: await person(db, 'grace'),
      alan: await person(db, 'alan'),
      assistant: await person(db, 'assistant', 'assistant'),
      instructor: await person(db, 'instructor', 'instructor'),
    };
    await body({ db, ...cast });
  });

const text = (n = 5, word = 'word') => ({ text: words(n, word) });

async function news(db: Db, ctx: Context) {
  return db
    .select({ title: events.title, href: events.href, actor: events.actorId })
    .from(events)
    .innerJoin(notices, sql`${notices.eventId} = ${events.id}`)
    .where(sql`${notices.userId} = ${ctx.user.id}`)
    .orderBy(events.at, events.title);
}

const auditOf = (db: Db, verb: string) =>
  db.execute<{ subject: string; before: unknown; after: unknown }>(
    sql`select subject, before, after from audit_log where verb = ${verb} order by at`,
  );

/** A review of somebody's newest version. */
async function say(ctx: Context, id: string, change: Partial<ReviewInput>): Promise<void> {
  const { versions, reviews } = await getForReview(ctx, id);
  await reviewWriting(ctx, {
    versionId: versions[0]?.id ?? '',
    baseReviewId: reviews[0]?.id ?? null,
    decision: null,
    mark: null,
    points: null,
    criteria: {},
    comment: '',
    ...change,
  });
}

async function idOf(ctx: Context, item: WrittenItem): Promise<string> {
  const { id } = await getOwnWriting(ctx, item);
  if (!id) throw new Error('Nothing was begun.');
  return id;
}

describe('an item', () => {
  test('is made and changed by instructors only', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const dates = { opensAt: opens, dueAt: due, closesAt: closes };
      for (const ctx of [ada, assistant]) {
        await expect(createItem(ctx, reflection, dates)).rejects.toThrow(Forbidden);
      }
      const item = await published(instructor, reflection);
      expect(item).toMatchObject({ slug: 'a-reflection', revision: 1, releasedAt: null });
      for (const ctx of [ada, assistant]) {
        const change = { slug: item.slug, revision: 1, definition: reflection };
        await expect(editItem(ctx, change)).rejects.toThrow(Forbidden);
      }
      await expect(createItem(instructor, reflection, { ...dates, closesAt: opens })).rejects.toThrow(/closes before/);
      expect((await published(instructor, reflection)).slug).toBe('a-reflection-2');
    }));

  test('changed in two places is a conflict that overwrites nothing', () =>
    inCourse(async ({ db, instructor }) => {
      const { slug } = await published(instructor, reflection);
      await editItem(instructor, { slug, revision: 1, definition: { ...reflection, title: 'From one tab' } });
      const other = { slug, revision: 1, definition: { ...reflection, title: 'From the other' } };
      await expect(editItem(instructor, other)).rejects.toThrow(Conflict);
      expect(await getItem(instructor, slug)).toMatchObject({ title: 'From one tab', revision: 2 });
      const [row] = await auditOf(db, 'item.edit');
      expect(row).toMatchObject({ before: { title: 'A reflection' }, after: { title: 'From one tab' } });
    }));

  test('keeps the fields that were answered', () =>
    inCourse(async ({ ada, instructor }) => {
      const item = await published(instructor, reflection);
      await handIn(ada, item, text());
      const fields = reflection.fields.map((field) => ({ ...field, name: 'essay', label: 'Essay' }));
      const change = { slug: item.slug, revision: 1, definition: { ...reflection, fields } };
      await expect(editItem(instructor, change)).rejects.toThrow(/“Your text” stays/);
    }));

  test('carries dated corrections until they are withdrawn', () =>
    inCourse(async ({ db, ada, assistant, instructor }) => {
      const { slug, title } = await published(instructor, reflection);
      await expect(addCorrection(ada, { slug, body: 'No.' })).rejects.toThrow(Forbidden);
      await expect(addCorrection(assistant, { slug: 'none', body: 'No.' })).rejects.toThrow(NotFound);
      await addCorrection(assistant, { slug, body: 'Chapter 3, not 2.' });
      const [correction] = await correctionsOf(ada, slug);
      expect(correction).toMatchObject({ body: 'Chapter 3, not 2.', by: 'assistant', createdAt: assistant.now });
      expect(await news(db, ada)).toMatchObject([
        { title: `“${title}” has a correction`, href: `/reflections/${slug}` },
      ]);
      await expect(withdrawCorrection(ada, correction?.id ?? '')).rejects.toThrow(Forbidden);
      await withdrawCorrection(instructor, correction?.id ?? '');
      expect(await correctionsOf(ada, slug)).toEqual([]);
      await expect(withdrawCorrection(instructor, correction?.id ?? '')).rejects.toThrow(NotFound);
    }));
});

describe('handing in', () => {
  test('makes a version that stays, and ends the draft', () =>
    inCourse(async ({ db, ada, instructor }) => {
      const item = await published(instructor, reflection);
      expect((await getOwnWriting(ada, item)).state).toBe('not_started');
      await saveDraft(ada, { place: draftPlace(item.slug, 'text'), text: 'begun', baseRevision: 0 });
      expect(await getOwnWriting(ada, item)).toMatchObject({ state: 'draft', drafts: { text: { text: 'begun' } } });
      expect(await handIn(ada, item, text(5))).toEqual({ status: 'submitted', number: 1, late: false });
      expect(await handIn(at(ada, due), item, text(6), 1)).toEqual({ status: 'submitted', number: 2, late: true });
      const own = await getOwnWriting(ada, item);
      expect(own).toMatchObject({ state: 'late', drafts: {} });
      expect(own.versions.map(({ number, fields }) => [number, fields])).toEqual([
        [2, text(6)],
        [1, text(5)],
      ]);
      const change = db.update(writingVersions).set({ number: 9 });
      await expect(db.transaction(() => change)).rejects.toMatchObject({ cause: { message: /permission denied/ } });
    }));

  test('with one key is one version, also when it closed meanwhile', () =>
    inCourse(async ({ ada, instructor }) => {
      const item = await published(instructor, reflection);
      const first = await handIn(ada, item, text(), 0, 'the-same-key');
      expect(await handIn(ada, item, text(7), 0, 'the-same-key')).toEqual(first);
      expect(await handIn(at(ada, closes), item, text(7), 0, 'the-same-key')).toMatchObject({ number: 1 });
      expect((await getOwnWriting(ada, item)).versions.length).toBe(1);
    }));

  test('says what is to be mended and writes nothing', () =>
    inCourse(async ({ ada, instructor }) => {
      const item = await published(instructor, proposal);
      const wrong = { ...proposed, category: 'Cooking', methods: 'short' };
      const result = await handIn(ada, item, wrong);
      expect(result).toMatchObject({ status: 'invalid', problems: [{ field: 'category' }, { field: 'methods' }] });
      expect((await getOwnWriting(ada, item)).versions).toEqual([]);
      await handIn(ada, item, proposed);
      expect(await handIn(ada, item, proposed, 1)).toMatchObject({
        problems: [{ message: 'Nothing is different from version 1.' }],
      });
    }));

  test('is refused outside the dates, and to staff', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const item = await published(instructor, reflection);
      await expect(handIn(at(ada, new Date(opens.getTime() - 1)), item, text())).rejects.toThrow(/not open/);
      await expect(handIn(at(ada, closes), item, text())).rejects.toThrow(/closed/);
      for (const ctx of [assistant, instructor]) await expect(handIn(ctx, item, text())).rejects.toThrow(Forbidden);
    }));

  test('goes by the dates of a person’s own', () =>
    inCourse(async ({ db, ada, grace, instructor }) => {
      const item = await published(instructor, reflection);
      const later = new Date(closes.getTime() + 24 * hour);
      const grant = { slug: item.slug, userId: ada.user.id, reason: 'Ill.', grantedBy: instructor.user.id };
      await db.insert(extensions).values({ ...grant, dueAt: later, closesAt: later, grantedAt: opens });
      expect(await handIn(at(ada, closes), item, text())).toMatchObject({ status: 'submitted', late: false });
      await expect(handIn(at(grace, closes), item, text())).rejects.toThrow(Forbidden);
      const [row] = await listForReview(instructor, item);
      expect(row?.late).toBe(false);
    }));

  test('takes only a PDF of one of its authors, where one is asked for', () =>
    inCourse(async ({ db, ada, grace, instructor }) => {
      const item = await published(instructor, reflection);
      const [file] = await db.execute<{ id: string }>(sql`
        insert into files (owner_id, name, media_type, sha256, bytes, created_at)
        values (${grace.user.id}, 'a.pdf', 'application/pdf', 'x', '', ${opens.toISOString()}) returning id`);
      const input = { fields: text(), pdfId: file?.id ?? '', baseNumber: 0, idempotencyKey: 'with-a-pdf' };
      expect(await submitWriting(ada, item, input)).toMatchObject({ status: 'invalid' });
      expect(await submitWriting(grace, item, input)).toMatchObject({ status: 'submitted' });
    }));
});

describe('writing together', () => {
  test('is one text: what one hands in the other does not overwrite unseen', () =>
    inCourse(async ({ db, ada, grace, instructor }) => {
      const item = await published(instructor, proposal);
      await addAuthor(ada, item, ' Grace@Example.test ');
      expect(await news(db, grace)).toMatchObject([{ title: 'You were added as an author of “A proposal”' }]);
      await handIn(ada, item, proposed);
      const result = await handIn(grace, item, { ...proposed, methods: words(31) });
      expect(result).toMatchObject({ status: 'conflict', newest: { number: 1, by: 'ada' } });
      expect(await handIn(grace, item, { ...proposed, methods: words(31) }, 1)).toMatchObject({ number: 2 });
      expect(await idOf(ada, item)).toBe(await idOf(grace, item));
      expect((await news(db, ada)).map(({ title }) => title)).toEqual(['Version 2 of “A proposal” was handed in']);
    }));

  test('is for students of the course, up to the limit, before the first version', () =>
    inCourse(async ({ ada, grace, alan, assistant, instructor }) => {
      const item = await published(instructor, proposal);
      await expect(addAuthor(assistant, item, grace.user.email)).rejects.toThrow(Forbidden);
      for (const address of ['nobody@example.test', assistant.user.email, ada.user.email, 'no address']) {
        await expect(addAuthor(ada, item, address)).rejects.toThrow(InvalidInput);
      }
      await addAuthor(ada, item, grace.user.email);
      await expect(addAuthor(grace, item, alan.user.email)).rejects.toThrow(/At most 2/);
      await expect(addAuthor(alan, item, grace.user.email)).rejects.toThrow(/already writes this/);
      await removeAuthor(grace, item, ada.user.id);
      await expect(removeAuthor(grace, item, grace.user.id)).rejects.toThrow(/at least one/);
      await handIn(grace, item, proposed);
      await expect(addAuthor(grace, item, ada.user.email)).rejects.toThrow(/before the first/);
    }));

  test('nobody is held by what others handed in', () =>
    inCourse(async ({ ada, grace, instructor }) => {
      const item = await published(instructor, proposal);
      await addAuthor(ada, item, grace.user.email);
      await handIn(ada, item, proposed);
      await expect(removeAuthor(ada, item, grace.user.id)).rejects.toThrow(/by themselves/);
      await removeAuthor(grace, item, grace.user.id);
      expect((await getOwnWriting(grace, item)).versions).toEqual([]);
      expect(await handIn(grace, item, { ...proposed, methods: words(32) })).toMatchObject({ number: 1 });
    }));

  test('who began alone can be brought along, and keeps their draft', () =>
    inCourse(async ({ ada, grace, alan, instructor }) => {
      const item = await published(instructor, proposal);
      await saveDraft(grace, { place: draftPlace(item.slug, 'data_set'), text: 'mine', baseRevision: 0 });
      await addAuthor(grace, item, alan.user.email);
      await removeAuthor(alan, item, alan.user.id);
      await addAuthor(ada, item, grace.user.email);
      const own = await getOwnWriting(grace, item);
      expect(own.authors.map(({ name }) => name)).toEqual(['ada', 'grace']);
      expect(own.drafts.data_set?.text).toBe('mine');
      expect((await getOwnWriting(ada, item)).drafts).toEqual({});
    }));
});

describe('a proposal', () => {
  test('is sent back, revised and accepted, each told to whom it concerns', () =>
    inCourse(async ({ db, ada, assistant, instructor }) => {
      const item = await published(instructor, proposal);
      await handIn(ada, item, proposed);
      const id = await idOf(ada, item);
      await expect(say(assistant, id, { decision: 'changes_asked' })).rejects.toThrow(/what is to be changed/);
      await say(assistant, id, { decision: 'changes_asked', comment: 'Which data?' });
      const asked = await getOwnWriting(ada, item);
      expect(asked).toMatchObject({ state: 'changes_asked', reviews: [{ comment: 'Which data?', number: 1 }] });
      expect(await handIn(at(ada, closes), item, { ...proposed, data_set: words(33) }, 1)).toMatchObject({
        number: 2,
        late: false,
      });
      expect(await news(db, assistant)).toMatchObject([{ href: `/staff/proposals/${id}` }]);
      await say(instructor, id, { decision: 'accepted' });
      expect((await getOwnWriting(ada, item)).state).toBe('accepted');
      await expect(handIn(at(ada, closes), item, { ...proposed, data_set: words(34) }, 2)).rejects.toThrow(/accepted/);
      const titles = (await news(db, ada)).map(({ title, href }) => [title, href]);
      expect(titles).toContainEqual(['Changes are asked for in “A proposal”', '/proposals?item=a-proposal']);
      expect(titles).toContainEqual(['“A proposal” was accepted', '/proposals?item=a-proposal']);
      expect((await auditOf(db, 'writing.review')).map(({ subject }) => subject)).toEqual([
        `writing:${id}`,
        `writing:${id}`,
      ]);
    }));

  test('is read by its authors and staff alone', () =>
    inCourse(async ({ ada, grace, assistant, instructor }) => {
      const item = await published(instructor, proposal);
      await handIn(ada, item, proposed);
      const id = await idOf(ada, item);
      expect(await getOwnWriting(grace, item)).toMatchObject({ id: null, versions: [], authors: [{ name: 'grace' }] });
      await expect(getForReview(grace, id)).rejects.toThrow(Forbidden);
      await expect(listForReview(grace, item)).rejects.toThrow(Forbidden);
      await expect(say(ada, id, { decision: 'accepted' })).rejects.toThrow(Forbidden);
      const { versions } = await getForReview(assistant, id);
      const input = { versionId: versions[0]?.id ?? '', baseReviewId: null, mark: null, points: null, criteria: {} };
      const forged = { ...input, decision: 'accepted' as const, comment: '' };
      await expect(reviewWriting(ada, forged)).rejects.toThrow(Forbidden);
      await expect(getForReview(assistant, ada.user.id)).rejects.toThrow(NotFound);
      expect(await listForReview(assistant, item)).toMatchObject([
        { authors: [{ name: 'ada' }], fields: { category: topic } },
      ]);
    }));

  test('reviewed by two at once is reviewed by the first', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const item = await published(instructor, proposal);
      await handIn(ada, item, proposed);
      const id = await idOf(ada, item);
      const seen = await getForReview(assistant, id);
      await say(instructor, id, { decision: 'accepted' });
      const versionId = seen.versions[0]?.id ?? '';
      const late = { versionId, baseReviewId: null, mark: null, points: null, criteria: {}, comment: 'No.' };
      await expect(reviewWriting(assistant, { ...late, decision: 'changes_asked' })).rejects.toThrow(
        /instructor reviewed this meanwhile/,
      );
    }));

  test('is not decided by a version that is no longer the newest', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const item = await published(instructor, proposal);
      await handIn(ada, item, proposed);
      const seen = await getForReview(assistant, await idOf(ada, item));
      await handIn(ada, item, { ...proposed, methods: words(40) }, 1);
      const input = {
        versionId: seen.versions[0]?.id ?? '',
        baseReviewId: null,
        mark: null,
        points: null,
        criteria: {},
      };
      await expect(reviewWriting(assistant, { ...input, decision: 'accepted', comment: '' })).rejects.toThrow(
        /Version 2/,
      );
    }));
});

describe('grading', () => {
  test('shows no names and no times until it is released', () =>
    inCourse(async ({ db, ada, grace, assistant, instructor }) => {
      const item = await published(instructor, reflection);
      await handIn(ada, item, text(5, 'one'));
      await handIn(grace, item, text(5, 'two'));
      const rows = await listForReview(assistant, item);
      expect(rows.map(({ authors, submittedAt }) => [authors, submittedAt])).toEqual([
        [null, null],
        [null, null],
      ]);
      const one = await getForReview(assistant, await idOf(ada, item));
      expect(one).toMatchObject({ authors: null, versions: [{ by: null, submittedAt: null }] });
      const shown = JSON.stringify([rows, one, await news(db, assistant), await news(db, instructor)]);
      for (const ctx of [ada, grace])
        for (const word of [ctx.user.name, ctx.user.id]) expect(shown).not.toContain(word);
      const log = JSON.stringify(await auditOf(db, 'writing.submit'));
      for (const { id } of rows) expect(log).not.toContain(id);

      await releaseItem(instructor, item.slug);
      const open = await listForReview(assistant, await getItem(assistant, item.slug));
      expect(open.flatMap(({ authors }) => authors?.map(({ name }) => name)).toSorted()).toEqual(['ada', 'grace']);
    }));

  test('adds up criteria, and is told to all at once', () =>
    inCourse(async ({ db, ada, grace, assistant, instructor }) => {
      const item = await published(instructor, reflection);
      await handIn(ada, item, text());
      await handIn(grace, item, text(6));
      const id = await idOf(ada, item);
      await say(assistant, id, { criteria: { reading: 5, own: 3, other: 99 }, points: 1, comment: 'Good.' });
      const hidden = await getOwnWriting(ada, item);
      expect(hidden).toMatchObject({ state: 'submitted', reviews: [] });
      expect(await news(db, ada)).toEqual([]);
      expect(await listForReview(assistant, item)).toContainEqual(
        expect.objectContaining({ id, state: 'graded', waits: false, review: expect.objectContaining({ points: 8 }) }),
      );

      for (const ctx of [ada, assistant]) await expect(releaseItem(ctx, item.slug)).rejects.toThrow(Forbidden);
      expect(await releaseItem(instructor, item.slug)).toBe(1);
      await expect(releaseItem(instructor, item.slug)).rejects.toThrow(Conflict);
      const released = await getItem(ada, item.slug);
      expect(await getOwnWriting(ada, released)).toMatchObject({
        state: 'released',
        refusal: 'released',
        reviews: [{ points: 8, criteria: { reading: 5, own: 3 }, comment: 'Good.' }],
      });
      expect((await news(db, ada)).map(({ title }) => title)).toEqual(['Grades for “A reflection” are released']);
      expect(await news(db, grace)).toEqual([]);
      await say(assistant, await idOf(grace, released), { criteria: { reading: 6, own: 4 } });
      expect((await news(db, grace)).map(({ title }) => title)).toEqual(['Your grade for “A reflection” is there']);
    }));

  test('refuses what the rubric does not hold', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const item = await published(instructor, reflection);
      await handIn(ada, item, text());
      const id = await idOf(ada, item);
      await expect(say(assistant, id, { criteria: { reading: 7 } })).rejects.toThrow(/0 to 6/);
      await expect(say(assistant, id, { criteria: { reading: Number.NaN } })).rejects.toThrow(InvalidInput);
      const marked = await published(instructor, { ...reflection, scale: 'check', maxPoints: null, criteria: [] });
      await handIn(ada, marked, text());
      await expect(say(assistant, await idOf(ada, marked), { points: 3 })).rejects.toThrow(/Choose a mark/);
      await say(assistant, await idOf(ada, marked), { mark: 'plus', points: 3 });
      expect(await listForReview(assistant, marked)).toMatchObject([{ review: { mark: 'plus', points: null } }]);
    }));

  test('refuses text that cannot be kept, in words', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      const item = await published(instructor, { ...reflection, criteria: [] });
      await handIn(ada, item, text());
      const id = await idOf(ada, item);
      const dates = { opensAt: opens, dueAt: due, closesAt: closes };
      const odd = 'a\0b';
      for (const attempt of [
        () => say(assistant, id, { points: 3, comment: odd }),
        () => say(assistant, id, { points: 3, comment: 'x'.repeat(70_000) }),
        () => addCorrection(assistant, { slug: item.slug, body: odd }),
        () => addSnippet(assistant, odd),
        () => createItem(instructor, { ...reflection, title: odd }, dates),
        () => createItem(instructor, { ...reflection, prompt: odd }, dates),
        () => createItem(instructor, { ...reflection, title: '\u200b' }, dates),
        () => setGrade(instructor, { slug: item.slug, userId: ada.user.id, points: 3, reason: odd, baseAt: null }),
      ]) {
        await expect(attempt()).rejects.toThrow(InvalidInput);
      }
      await say(assistant, id, { points: 3, comment: 'half an emoji \ud83d' });
      await addCorrection(assistant, { slug: item.slug, body: 'half an emoji \ud83d' });
      expect((await correctionsOf(ada, item.slug))[0]?.body).toBe('half an emoji \ufffd');
    }));

  test('of proposals is not released', () =>
    inCourse(async ({ instructor }) => {
      const item = await published(instructor, proposal);
      await expect(releaseItem(instructor, item.slug)).rejects.toThrow(/told at once/);
    }));

  test('has sentences that are each grader’s own', () =>
    inCourse(async ({ ada, assistant, instructor }) => {
      await addSnippet(assistant, ' Say where this comes from. ');
      await addSnippet(assistant, 'Say where this comes from.');
      const [snippet, ...others] = await listSnippets(assistant);
      expect([snippet?.text, others]).toEqual(['Say where this comes from.', []]);
      expect(await listSnippets(instructor)).toEqual([]);
      await expect(removeSnippet(instructor, snippet?.id ?? '')).rejects.toThrow(NotFound);
      await expect(listSnippets(ada)).rejects.toThrow(Forbidden);
      await removeSnippet(assistant, snippet?.id ?? '');
      expect(await listSnippets(assistant)).toEqual([]);
    }));
});
