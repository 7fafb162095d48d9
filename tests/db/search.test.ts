import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { items } from '#db/schema/items.ts';
import type { User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { editPost, removePost, restorePost } from '#lib/discussion/moderate.ts';
import { getThread } from '#lib/discussion/read.ts';
import { commentOnWriting, findReviewThread } from '#lib/discussion/review.ts';
import { askAboutRun, findRunThread } from '#lib/discussion/run.ts';
import { reply, startThread } from '#lib/discussion/server.ts';
import { NotFound } from '#lib/errors.ts';
import { submit } from '#lib/grading/server.ts';
import type { SearchIn } from '#lib/search/core.ts';
import { indexCourse } from '#lib/search/course.ts';
import { search } from '#lib/search/server.ts';
import { indexPrompt } from '#lib/search/texts.ts';
import { createItem, editItem } from '#lib/writing/items.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, tinySolution } from '../support/tiny-assignment.ts';
import { reflection } from '../support/writing.ts';

const now = new Date('2026-02-02T10:00:00Z');
let seconds = 0;

type Course = { db: Db; ann: User; bob: User; staff: User; as: (user: User) => Context; web: () => Promise<void> };

const inCourse = (body: (course: Course) => Promise<void>) =>
  rolledBack('owner', async (db, lend) => {
    const [ann, bob] = [await insertPerson(db, 'student', 'Ann Ode'), await insertPerson(db, 'student', 'Bob')];
    const staff = await insertPerson(db, 'assistant', 'Tess');
    const as = (user: User) => {
      seconds += 1;
      return { user, db, now: new Date(now.getTime() + seconds * 1000) };
    };
    await body({ db, ann, bob, staff, as, web: () => lend('web') });
  });

const ask = (ctx: Context, change: object = {}) =>
  startThread(ctx, {
    kind: 'discussion',
    topic: 'general',
    title: 'About zebras',
    body: 'Do quaggas count?',
    anonymous: false,
    staffOnly: false,
    idempotencyKey: crypto.randomUUID(),
    ...change,
  });

const answer = (ctx: Context, threadId: string, body: string) =>
  reply(ctx, { threadId, body, anonymous: false, idempotencyKey: crypto.randomUUID() });

const found = async (ctx: Context, query: string, within: SearchIn = 'everything') =>
  (await search(ctx, { query, within, page: 1 })).results;

describe('search', () => {
  test('finds a thread by title and question together, and a reply by its own words', () =>
    inCourse(async ({ ann, bob, as, web }) => {
      await web();
      const thread = await ask(as(ann));
      const post = await answer(as(bob), thread, 'An **okapi** is no zebra: $5 \\times 5$ stripes.');
      expect(await found(as(bob), 'zebra quagga')).toMatchObject([{ place: { threadId: thread, postId: null } }]);
      const [hit] = await found(as(ann), 'okapis');
      expect(hit).toMatchObject({ place: { threadId: thread, postId: post }, title: 'About zebras' });
      expect(hit?.excerpt.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['okapi']);
      expect(hit?.excerpt.map(({ text }) => text).join('')).toMatch(/: … stripes/); // no "\times"
      expect(await found(as(ann), 'okapi', 'course')).toEqual([]);
    }));

  test('follows edits, removals and returns', () =>
    inCourse(async ({ ann, staff, as }) => {
      const thread = await ask(as(ann));
      await editPost(as(ann), { postId: thread, body: 'Do tapirs count?', seen: '' });
      expect(await found(as(ann), 'quagga')).toEqual([]);
      expect(await found(as(ann), 'tapir')).toHaveLength(1);
      await removePost(as(staff), thread);
      expect(await found(as(staff), 'tapir')).toEqual([]);
      await restorePost(as(staff), thread);
      expect(await found(as(ann), 'tapir')).toHaveLength(1);
    }));

  test('keeps what is for staff only, and who is anonymous, from students', () =>
    inCourse(async ({ ann, bob, staff, as, web }) => {
      await web();
      const hidden = await ask(as(ann), { staffOnly: true, body: 'My aardvark is ill.' });
      await answer(as(ann), hidden, 'Also the armadillo.');
      await ask(as(ann), { anonymous: true, body: 'Is a pangolin a mammal?' });
      for (const word of ['aardvark', 'armadillo']) {
        expect(await found(as(bob), word)).toEqual([]);
        expect(await found(as(staff), word)).toHaveLength(1);
        expect(await found(as(ann), word)).toHaveLength(1);
      }
      const seen = JSON.stringify(await found(as(bob), 'pangolin'));
      expect(seen).toContain('pangolin');
      for (const secret of [ann.id, ann.email, ann.name]) expect(seen).not.toContain(secret);
      expect(await found(as(bob), ann.name)).toEqual([]);
    }));

  test('finds a prompt from the moment its item opens, wherever that is moved', () =>
    inCourse(async ({ db, bob, staff, as }) => {
      const day = 86_400_000;
      const opensAt = new Date(now.getTime() + day);
      const dueAt = new Date(now.getTime() + 5 * day);
      await db.insert(items).values({ slug: 'later-item', title: 'Later', opensAt, dueAt, closesAt: dueAt });
      await indexPrompt(db, { slug: 'later-item', title: 'Later', source: 'Draw a **wombat**.', format: 'mdx' });
      expect(await found(as(bob), 'wombat')).toEqual([]);
      expect(await found(as(staff), 'wombat')).toHaveLength(1);
      await db.execute(sql`update items set opens_at = ${now.toISOString()}::timestamptz where slug = 'later-item'`);
      expect(await found(as(bob), 'wombat')).toMatchObject([{ place: { kind: 'item', slug: 'later-item' } }]);
    }));

  test('finds a written item and its reading as they were last changed', () =>
    inCourse(async ({ db, bob, as, web }) => {
      const boss = await insertPerson(db, 'instructor');
      await web();
      const reading = { title: 'On platypuses', authors: 'Ornith', source: 'Journal of Eggs', url: null };
      const definition = { ...reflection, title: 'Reflect', prompt: 'Say what a **kiwi** is.', reading };
      const dates = { opensAt: now, dueAt: new Date(now.getTime() + 1e6), closesAt: new Date(now.getTime() + 2e6) };
      const slug = await createItem(as(boss), definition, dates);
      expect(await found(as(bob), 'kiwi')).toMatchObject([{ place: { kind: 'item', slug, itemKind: 'written' } }]);
      expect(await found(as(bob), 'platypus eggs')).toMatchObject([{ place: { kind: 'reading' } }]);
      await editItem(as(boss), {
        slug,
        revision: 1,
        definition: { ...definition, prompt: 'Now the emu.', reading: { ...reading, title: 'On echidnas' } },
      });
      expect(await found(as(bob), 'kiwi or platypus')).toEqual([]);
      expect(await found(as(bob), 'emu')).toHaveLength(1);
    }));

  test('finds the lectures by section, twice indexed once found', () =>
    inCourse(async ({ db, bob, as }) => {
      await indexCourse(db);
      await indexCourse(db);
      const [best] = await found(as(bob), 'pooling', 'course');
      expect(best).toMatchObject({ place: { kind: 'lecture', section: 'pooling' }, title: 'Pooling' });
    }));

  test('takes whatever is typed', () =>
    inCourse(async ({ ann, as }) => {
      await ask(as(ann));
      const odd = [
        '',
        '  ',
        'the',
        '"',
        "'",
        '&|!',
        '(((',
        ':*',
        '\0',
        '%_',
        '-',
        'a'.repeat(5000),
        '🦓',
        'زرافة',
        "'; drop table posts; --",
      ];
      for (const query of odd) expect(await found(as(ann), query)).toEqual([]);
      expect(await found(as(ann), '"quaggas count"')).toHaveLength(1);
      expect(await found(as(ann), 'quagga -zebra')).toHaveLength(0);
    }));

  test('of thousands of posts gives pages, each post once, over the full-text index', () =>
    inCourse(async ({ db, ann, bob, as }) => {
      const thread = await ask(as(ann));
      await db.execute(sql`insert into posts (thread_id, author_id, body, idempotency_key, created_at)
        select ${thread}, ${ann.id}, case when n % 100 = 0 then 'a lemur ' else '' end || repeat(md5(n::text) || ' ', 12), 'k' || n, now()
        from generate_series(1, 6000) n`);
      const places = new Set<string>();
      for (const page of [1, 2, 3]) {
        const { results, hasMore } = await search(as(bob), { query: 'lemur', within: 'everything', page });
        for (const { place } of results) places.add(JSON.stringify(place));
        expect(hasMore).toBe(page < 3);
      }
      expect(places.size).toBe(60);
      await db.execute(sql`analyze posts`);
      const plan = await db.execute<{ 'QUERY PLAN': string }>(
        sql`explain select id from posts where search @@ websearch_to_tsquery('english', 'lemur')`,
      );
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('posts_search');
    }));
});

describe('a question about a run', () => {
  test('carries code and how it ended, is for its student and staff, and goes on in one thread', () =>
    inCourse(async ({ db, ann, bob, staff, as }) => {
      const { slug } = await insertTiny(db);
      const input = { slug, code: tinySolution, weights: null, label: 'run 1', idempotencyKey: 'k' };
      const { id } = await submit(as(ann), input);
      const question = { submissionId: id, body: 'Why does the capybara fail?', idempotencyKey: 'q' };
      const curves = [{ epoch: 0, logs: { loss: 1.5 } }];
      const thread = await askAboutRun(as(ann), { ...question, curves });
      expect(await askAboutRun(as(ann), { ...question, curves: 'nonsense' })).toBe(thread);
      expect(await askAboutRun(as(staff), { ...question, body: 'Look at line 3.', idempotencyKey: 's' })).toBe(thread);
      for (const user of [ann, staff]) {
        const seen = await getThread(as(user), thread);
        expect(seen.attachment).toMatchObject({ submissionId: id, code: tinySolution, curves, outcome: null });
        expect(seen.posts).toHaveLength(2);
        expect(await found(as(user), 'capybara')).toHaveLength(1);
      }
      await expect(getThread(as(bob), thread)).rejects.toThrow(NotFound);
      await expect(askAboutRun(as(bob), { ...question, idempotencyKey: 'b' })).rejects.toThrow(NotFound);
      expect(await findRunThread(as(bob), id)).toBeNull();
      expect(await found(as(bob), 'capybara')).toEqual([]);
    }));
});

describe('comments beside writing', () => {
  test('are for its authors and staff; graders do not read a name that is hidden from them', () =>
    inCourse(async ({ db, ann, bob, staff, as }) => {
      const { slug } = await insertTiny(db);
      await db.execute(sql`insert into written_items (slug, prompt, fields, scale, hide_names, updated_at)
        values (${slug}, 'Write.', '[{"name": "text", "label": "Text"}]', 'check', false, now())`);
      const [row] = await db.execute<{ id: string }>(sql`insert into writings (slug, created_at, created_by)
        values (${slug}, now(), ${ann.id}) returning id`);
      const writingId = row?.id ?? '';
      await db.execute(sql`insert into writing_authors (writing_id, slug, user_id, added_at, added_by)
        values (${writingId}, ${slug}, ${ann.id}, now(), ${ann.id})`);
      const comment = { writingId, anchor: 'text', body: 'A word on the axolotl.', idempotencyKey: 'c' };
      expect(await findReviewThread(as(ann), writingId)).toBeNull();
      const thread = await commentOnWriting(as(ann), comment);
      await expect(commentOnWriting(as(bob), comment)).rejects.toThrow(NotFound);
      expect(await findReviewThread(as(bob), writingId)).toBeNull();
      expect(await found(as(bob), 'axolotl')).toEqual([]);
      // From now on graders are not to know who wrote, and whoever spoke would tell.
      await db.execute(sql`update written_items set hide_names = true where slug = ${slug}`);
      await expect(commentOnWriting(as(ann), { ...comment, idempotencyKey: 'd' })).rejects.toThrow(NotFound);
      const forStaff = JSON.stringify([await getThread(as(staff), thread), await found(as(staff), 'axolotl')]);
      expect(forStaff).toContain('axolotl');
      for (const secret of [ann.id, ann.name]) expect(forStaff).not.toContain(secret);
      await db.execute(sql`update items set released_at = now() where slug = ${slug}`);
      expect(JSON.stringify(await getThread(as(staff), thread))).toContain(ann.name);
    }));
});
