import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import type { Role, User } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import type { ThreadFilter } from '#lib/discussion/core.ts';
import {
  acceptAnswer,
  editPost,
  endorsePost,
  lockThread,
  pinThread,
  removePost,
  restorePost,
} from '#lib/discussion/moderate.ts';
import { getThread, listThreads } from '#lib/discussion/read.ts';
import { markRead, reply, type StartThread, startThread } from '#lib/discussion/server.ts';
import { listTopics } from '#lib/discussion/topics.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson } from '../support/tiny-assignment.ts';

const start = new Date('2026-02-02T10:00:00Z').getTime();

/** A course with four people; time moves a second a step, so that posts have an order. */
class Course {
  #seconds = 0;
  readonly db: Db;
  readonly people: Record<'asker' | 'classmate' | 'assistant' | 'instructor', User>;

  constructor(db: Db, people: Course['people']) {
    this.db = db;
    this.people = people;
  }

  as(who: keyof Course['people'] | User): Context {
    this.#seconds += 1;
    const user = typeof who === 'string' ? this.people[who] : who;
    return { user, db: this.db, now: new Date(start + this.#seconds * 1000) };
  }

  start(who: keyof Course['people'], change: Partial<StartThread> = {}): Promise<string> {
    return startThread(this.as(who), {
      kind: 'discussion',
      topic: 'general',
      title: 'Why pool at all?',
      body: 'What does a pooling layer throw away?',
      anonymous: false,
      staffOnly: false,
      idempotencyKey: crypto.randomUUID(),
      ...change,
    });
  }

  reply(who: keyof Course['people'] | User, threadId: string, body = 'Where things are.', anonymous = false) {
    return reply(this.as(who), { threadId, body, anonymous, idempotencyKey: crypto.randomUUID() });
  }

  /** The titles of what a person was told, oldest first. */
  async notices(who: keyof Course['people']): Promise<string[]> {
    const rows = await this.db.execute<{ title: string }>(sql`select e.title from notices n
      join events e on e.id = n.event_id where n.user_id = ${this.people[who].id} order by e.at`);
    return rows.map(({ title }) => title);
  }

  async audits(): Promise<string[]> {
    const rows = await this.db.execute<{ verb: string }>(sql`select verb from audit_log order by at, verb`);
    return rows.map(({ verb }) => verb);
  }
}

/** Runs a test under the web role, as the server that shows the pages. */
const inCourse = (body: (course: Course) => Promise<void>) =>
  rolledBack('owner', async (db, lend) => {
    const person = (role: Role, name: string) => insertPerson(db, role, name);
    const people = {
      asker: await person('student', 'Asha Asker'),
      classmate: await person('student', 'Carl Classmate'),
      assistant: await person('assistant', 'Tess Assistant'),
      instructor: await person('instructor', 'Ines Instructor'),
    };
    await lend('web');
    await body(new Course(db, people));
  });

const everybody = ['asker', 'classmate', 'assistant', 'instructor'] as const;
const ids = (page: { pinned: { id: string }[]; threads: { id: string }[] }) => page.threads.map(({ id }) => id);
const all = { show: 'all', topic: null } as const;

describe('who may', () => {
  const allowed = (verb: (course: Course, who: (typeof everybody)[number]) => Promise<unknown>) => rolledBackFor(verb);

  /** Who gets through, each in a course of their own. */
  async function rolledBackFor(verb: (course: Course, who: (typeof everybody)[number]) => Promise<unknown>) {
    const through: string[] = [];
    for (const who of everybody) {
      await inCourse(async (course) => {
        await verb(course, who).then(
          () => through.push(who),
          (error) => {
            if (!(error instanceof Forbidden || error instanceof NotFound)) throw error;
          },
        );
      });
    }
    return through;
  }

  /** A thread of the asker with an answer of the classmate. */
  async function asked(course: Course, change: Partial<StartThread> = {}) {
    const thread = await course.start('asker', change);
    return { thread, answer: await course.reply('classmate', thread) };
  }

  test('start, read and answer a discussion: everybody', async () => {
    expect(await allowed((course, who) => course.start(who))).toEqual([...everybody]);
    expect(await allowed(async (course, who) => getThread(course.as(who), await course.start('asker')))).toEqual([
      ...everybody,
    ]);
    expect(await allowed(async (course, who) => course.reply(who, await course.start('asker')))).toEqual([
      ...everybody,
    ]);
  });

  test('announce, endorse, pin and lock: staff', async () => {
    const staff = ['assistant', 'instructor'];
    expect(await allowed((course, who) => course.start(who, { kind: 'announcement' }))).toEqual(staff);
    expect(
      await allowed(async (course, who) => endorsePost(course.as(who), (await asked(course)).answer, true)),
    ).toEqual(staff);
    expect(await allowed(async (course, who) => pinThread(course.as(who), await course.start('asker'), true))).toEqual(
      staff,
    );
    expect(await allowed(async (course, who) => lockThread(course.as(who), await course.start('asker'), true))).toEqual(
      staff,
    );
  });

  test('accept an answer: who asked, and staff', async () => {
    expect(
      await allowed(async (course, who) => acceptAnswer(course.as(who), (await asked(course)).answer, true)),
    ).toEqual(['asker', 'assistant', 'instructor']);
  });

  test('bring back a post: staff; its author, where they removed it', async () => {
    const restore = async (course: Course, who: (typeof everybody)[number], by: (typeof everybody)[number]) => {
      const { answer } = await asked(course);
      await removePost(course.as(by), answer);
      await restorePost(course.as(who), answer);
    };
    expect(await allowed((course, who) => restore(course, who, 'classmate'))).toEqual([
      'classmate',
      'assistant',
      'instructor',
    ]);
    expect(await allowed((course, who) => restore(course, who, 'assistant'))).toEqual(['assistant', 'instructor']);
  });

  test('edit a post: its author, who also may not where the thread is locked', async () => {
    const edit = async (course: Course, who: (typeof everybody)[number], locked: boolean) => {
      const { thread, answer } = await asked(course);
      if (locked) await lockThread(course.as('assistant'), thread, true);
      await editPost(course.as(who), { postId: answer, body: 'Nothing that matters.', seen: '' });
    };
    expect(await allowed((course, who) => edit(course, who, false))).toEqual(['classmate']);
    expect(await allowed((course, who) => edit(course, who, true))).toEqual([]);
  });

  test('remove a post: its author and staff; a question with answers only staff', async () => {
    expect(await allowed(async (course, who) => removePost(course.as(who), (await asked(course)).answer))).toEqual([
      'classmate',
      'assistant',
      'instructor',
    ]);
    expect(await allowed(async (course, who) => removePost(course.as(who), (await asked(course)).thread))).toEqual([
      'assistant',
      'instructor',
    ]);
    expect(await allowed(async (course, who) => removePost(course.as(who), await course.start('asker')))).toEqual([
      'asker',
      'assistant',
      'instructor',
    ]);
  });

  test('answer in a locked thread: staff', async () => {
    const answerLocked = async (course: Course, who: (typeof everybody)[number]) => {
      const { thread } = await asked(course);
      await lockThread(course.as('instructor'), thread, true);
      await course.reply(who, thread);
    };
    expect(await allowed(answerLocked)).toEqual(['assistant', 'instructor']);
  });

  test('see a thread for staff only: its author and staff, by no verb anybody else', async () => {
    const insiders = ['asker', 'assistant', 'instructor'];
    const hidden = { staffOnly: true };
    const of = (course: Course) => course.start('asker', hidden);
    expect(await allowed(async (course, who) => getThread(course.as(who), await of(course)))).toEqual(insiders);
    expect(await allowed(async (course, who) => course.reply(who, await of(course)))).toEqual(insiders);
    expect(await allowed(async (course, who) => markRead(course.as(who), await of(course)))).toEqual(insiders);
    await inCourse(async (course) => {
      const thread = await of(course);
      const answer = await course.reply('assistant', thread);
      for (const verb of [
        () => editPost(course.as('classmate'), { postId: answer, body: 'x', seen: '' }),
        () => removePost(course.as('classmate'), answer),
        () => acceptAnswer(course.as('classmate'), answer, true),
      ]) {
        await expect(verb()).rejects.toThrow(NotFound);
      }
      for (const show of ['all', 'unread', 'unanswered', 'mine', 'announcements'] satisfies ThreadFilter[]) {
        expect(ids(await listThreads(course.as('classmate'), { show, topic: null }))).toEqual([]);
      }
      expect(ids(await listThreads(course.as('asker'), all))).toEqual([thread]);
    });
  });
});

describe('an anonymous post', () => {
  /** The asker's anonymous thread, answered by a classmate, then by the asker twice: once without asking for it. */
  async function anonymousThread(course: Course) {
    const thread = await course.start('asker', { anonymous: true });
    const answer = await course.reply('classmate', thread, 'Ask the map.');
    const again = await course.reply('asker', thread, 'Which map?', false);
    return { thread, answer, again };
  }

  test('never tells a classmate who wrote it, by page or list', () =>
    inCourse(async (course) => {
      const { thread, again } = await anonymousThread(course);
      await editPost(course.as('asker'), { postId: again, body: 'Which map, please?', seen: '' });
      const { id, name, email } = course.people.asker;
      const seen = JSON.stringify([
        await getThread(course.as('classmate'), thread),
        await listThreads(course.as('classmate'), all),
        await listThreads(course.as('classmate'), { show: 'mine', topic: null }),
      ]);
      expect(seen).toContain('Which map, please?');
      for (const secret of [id, name, email]) expect(seen).not.toContain(secret);
      expect(seen).not.toContain('Which map?');
    }));

  test('is named to staff with a mark, and to its author as their own', () =>
    inCourse(async (course) => {
      const { thread } = await anonymousThread(course);
      const forStaff = await getThread(course.as('assistant'), thread);
      expect(forStaff.posts.map(({ author }) => [author.name, author.isAnonymous])).toEqual([
        ['Asha Asker', true],
        ['Carl Classmate', false],
        ['Asha Asker', true],
      ]);
      const own = await getThread(course.as('asker'), thread);
      expect(own.posts.map(({ author }) => author.isOwn)).toEqual([true, false, true]);
      expect(own.may.isAlwaysAnonymous).toBe(true);
    }));

  test('brings notices without its author', () =>
    inCourse(async (course) => {
      const { thread } = await anonymousThread(course);
      await acceptAnswer(course.as('asker'), (await getThread(course.as('asker'), thread)).posts[1]?.id ?? '', true);
      const rows = await course.db.execute<{ title: string; actor: string | null }>(sql`
        select e.title, e.actor_id as actor from notices n join events e on e.id = n.event_id
        where n.user_id = ${course.people.classmate.id} order by e.at`);
      expect([...rows]).toEqual([
        { title: 'A reply in “Why pool at all?”', actor: null },
        { title: 'Your answer in “Why pool at all?” was accepted', actor: null },
      ]);
    }));

  test('is not for staff, nor where only staff read along', () =>
    inCourse(async (course) => {
      await expect(course.start('assistant', { anonymous: true })).rejects.toThrow(InvalidInput);
      await expect(course.start('asker', { anonymous: true, staffOnly: true })).rejects.toThrow(InvalidInput);
      const thread = await course.start('asker', { staffOnly: true });
      await expect(course.reply('asker', thread, 'Hm', true)).rejects.toThrow(InvalidInput);
    }));
});

describe('a thread', () => {
  test('sent twice under one key is one; under a used key another text is refused', () =>
    inCourse(async (course) => {
      const idempotencyKey = 'once';
      const thread = await course.start('asker', { idempotencyKey });
      expect(await course.start('asker', { idempotencyKey })).toBe(thread);
      await expect(course.start('asker', { idempotencyKey, body: 'Else' })).rejects.toThrow(Conflict);
      const answer = { threadId: thread, body: 'So.', anonymous: false, idempotencyKey: 'twice' };
      const id = await reply(course.as('classmate'), answer);
      expect(await reply(course.as('classmate'), answer)).toBe(id);
      expect((await getThread(course.as('asker'), thread)).posts).toHaveLength(2);
      expect(await course.notices('asker')).toEqual(['A reply in “Why pool at all?”']);
    }));

  test('needs a title, a text and a topic of the course', () =>
    inCourse(async (course) => {
      const wrong: Partial<StartThread>[] = [
        { title: '  ' },
        { title: 'x'.repeat(201) },
        { body: '\n' },
        { body: 'a\0b' },
        { body: 'é'.repeat(33_000) },
        { topic: 'module:no-such' },
        { topic: 'item:no-such' },
        { topic: 'nonsense' },
        { idempotencyKey: '' },
      ];
      for (const change of wrong) await expect(course.start('asker', change)).rejects.toThrow(InvalidInput);
      const topics = (await listTopics(course.as('asker'))).map(({ topic }) => topic);
      for (const topic of ['general', 'module:convolutional-networks']) {
        expect(topics).toContain(topic);
        await course.start('asker', { topic });
      }
      await expect(getThread(course.as('asker'), 'no-such')).rejects.toThrow(NotFound);
      await expect(getThread(course.as('asker'), crypto.randomUUID())).rejects.toThrow(NotFound);
    }));

  test('keeps what was said before an edit for its author and staff, and refuses an edit of an older text', () =>
    inCourse(async (course) => {
      const thread = await course.start('asker', { body: 'First' });
      await editPost(course.as('asker'), { postId: thread, body: 'Second', seen: '' });
      await expect(editPost(course.as('asker'), { postId: thread, body: 'Third', seen: '' })).rejects.toThrow(Conflict);
      const post = async (who: (typeof everybody)[number]) => (await getThread(course.as(who), thread)).posts[0];
      const seen = (await post('asker'))?.editedAt?.toISOString() ?? '';
      await editPost(course.as('asker'), { postId: thread, body: 'Third', seen });
      for (const who of ['asker', 'assistant'] as const) {
        expect((await post(who))?.edits.map(({ body }) => body)).toEqual(['First', 'Second']);
      }
      expect(await post('classmate')).toMatchObject({ body: 'Third', edits: [] });
      expect((await post('classmate'))?.editedAt).not.toBeNull();
    }));

  test('whose question was removed is gone for classmates, with its answers', () =>
    inCourse(async (course) => {
      const thread = await course.start('asker', { body: 'Rude words' });
      const answer = await course.reply('classmate', thread);
      await removePost(course.as('assistant'), thread);
      await expect(getThread(course.as('classmate'), thread)).rejects.toThrow(NotFound);
      await expect(removePost(course.as('classmate'), answer)).rejects.toThrow(NotFound);
      expect(ids(await listThreads(course.as('classmate'), all))).toEqual([]);
      expect((await getThread(course.as('instructor'), thread)).posts[0]).toMatchObject({
        body: 'Rude words',
        removedBy: 'staff',
      });
      expect(await course.notices('asker')).toContain('Your post in “Why pool at all?” was removed');
      await restorePost(course.as('instructor'), thread);
      expect((await getThread(course.as('classmate'), thread)).posts).toHaveLength(2);
    }));

  test('shows that an answer was removed, and no word of it', () =>
    inCourse(async (course) => {
      const thread = await course.start('asker');
      const answer = await course.reply('classmate', thread, 'Secret of mine');
      await acceptAnswer(course.as('asker'), answer, true);
      await removePost(course.as('classmate'), answer);
      const seen = await getThread(course.as('asker'), thread);
      expect(seen.posts[1]).toMatchObject({ body: null, removedBy: 'author' });
      expect(seen.acceptedPostId).toBeNull();
      expect(JSON.stringify(seen)).not.toContain('Secret of mine');
      expect((await getThread(course.as('classmate'), thread)).posts[1]?.body).toBe('Secret of mine');
    }));

  test('leaves a trace of every moderation', () =>
    inCourse(async (course) => {
      const thread = await course.start('asker');
      const answer = await course.reply('classmate', thread);
      const staff = () => course.as('assistant');
      await endorsePost(staff(), answer, true);
      await endorsePost(staff(), answer, true); // changes nothing
      await acceptAnswer(staff(), answer, true);
      await pinThread(staff(), thread, true);
      await lockThread(staff(), thread, true);
      await removePost(staff(), answer);
      await restorePost(staff(), answer);
      expect((await course.audits()).filter((verb) => /^(post|thread)\./.test(verb))).toEqual([
        'post.endorse',
        'thread.accept',
        'thread.pin',
        'thread.lock',
        'post.remove',
        'post.restore',
      ]);
    }));
});

describe('the list', () => {
  test('finds what is unanswered, unread, mine, and announced', () =>
    inCourse(async (course) => {
      const open = await course.start('asker', { title: 'Open' });
      const endorsed = await course.start('asker', { title: 'Endorsed' });
      const byStaff = await course.start('asker', { title: 'By staff' });
      const news = await course.start('instructor', { kind: 'announcement', title: 'News' });
      await endorsePost(course.as('assistant'), await course.reply('classmate', endorsed), true);
      await course.reply('assistant', byStaff);
      await course.reply('classmate', open, 'I wonder too.');
      const list = async (who: (typeof everybody)[number], show: ThreadFilter) =>
        ids(await listThreads(course.as(who), { show, topic: null }));
      expect(await list('assistant', 'unanswered')).toEqual([open]);
      expect(await list('classmate', 'announcements')).toEqual([news]);
      expect(await list('classmate', 'mine')).toEqual([open, endorsed]);
      expect(await list('classmate', 'unread')).toEqual([byStaff, news]);
      await markRead(course.as('classmate'), byStaff);
      expect(await list('classmate', 'unread')).toEqual([news]);
      await course.reply('asker', byStaff, 'Thank you.');
      expect(await list('classmate', 'unread')).toEqual([byStaff, news]);
      const fresh = await getThread(course.as('classmate'), byStaff);
      expect(fresh.posts.map(({ isNew }) => isNew)).toEqual([false, false, true]);
    }));

  test('keeps what is pinned on top, and a topic to itself', () =>
    inCourse(async (course) => {
      const old = await course.start('asker', { topic: 'module:convolutional-networks' });
      const recent = await course.start('asker');
      await pinThread(course.as('assistant'), old, true);
      const page = await listThreads(course.as('classmate'), all);
      expect(page.pinned.map(({ id }) => id)).toEqual([old]);
      expect(ids(page)).toEqual([recent]);
      const topic = await listThreads(course.as('classmate'), { show: 'all', topic: 'module:convolutional-networks' });
      expect([topic.pinned.map(({ id }) => id), ids(topic)]).toEqual([[old], []]);
    }));

  test('nobody is told of a reply that they may not read', () =>
    inCourse(async (course) => {
      const hidden = await course.start('asker', { staffOnly: true, title: 'Hidden' });
      await course.reply('assistant', hidden);
      const gone = await course.start('asker', { title: 'Gone' });
      await course.reply('classmate', gone);
      await removePost(course.as('instructor'), gone);
      await course.db.execute(sql`update users set role = 'student' where id = ${course.people.assistant.id}`);
      for (const thread of [hidden, gone]) await course.reply('instructor', thread);
      expect((await course.notices('assistant')).filter((title) => title.startsWith('A reply'))).toEqual([]);
      expect(await course.notices('classmate')).toEqual([]);
      expect((await course.notices('asker')).filter((title) => title === 'A reply in “Hidden”')).toHaveLength(2);
    }));

  test('an announcement is told to all, once; one for staff only to staff', () =>
    inCourse(async (course) => {
      await course.start('instructor', { kind: 'announcement', title: 'No class' });
      await course.start('instructor', { kind: 'announcement', title: 'Keys', staffOnly: true });
      expect(await course.notices('classmate')).toEqual(['Announcement: No class']);
      expect(await course.notices('assistant')).toEqual(['Announcement: No class', 'Announcement: Keys']);
      expect(await course.notices('instructor')).toEqual([]);
    }));
});

describe('thousands of posts', () => {
  test('come in pages, forwards and backwards, each post once', () =>
    inCourse(async (course) => {
      const thread = await course.start('asker');
      await course.db.execute(sql`insert into posts (thread_id, author_id, body, idempotency_key, created_at)
        select ${thread}, ${course.people.classmate.id}, 'post ' || n, 'k' || n,
          -- three of each instant
          ${new Date(start + 3_600_000).toISOString()}::timestamptz + (n / 3) * interval '1 second'
        from generate_series(1, 1000) n`);
      const seen: string[] = [];
      let after: string | undefined;
      let last = await getThread(course.as('classmate'), thread);
      for (let pages = 0; pages < 30; pages++) {
        seen.push(...last.posts.map(({ id }) => id));
        after = last.later ?? undefined;
        if (!after) break;
        last = await getThread(course.as('classmate'), thread, { after });
      }
      expect(seen).toHaveLength(1001);
      expect(new Set(seen).size).toBe(1001);
      const back = await getThread(course.as('classmate'), thread, { before: seen[500] });
      expect(back.posts.map(({ id }) => id)).toEqual(seen.slice(450, 500));
      expect([back.earlier, back.later]).toEqual([seen[450], seen[499]]);
      const at = await getThread(course.as('classmate'), thread, { at: seen[700] });
      expect(at.posts[0]?.id).toBe(seen[700]);
      const soon = await getThread(course.as('classmate'), thread, { at: seen[20] });
      expect(soon.posts.map(({ id }) => id)).toEqual(seen.slice(0, 50));
      const first = await getThread(course.as('classmate'), thread, { before: seen[20] });
      expect(first.posts.map(({ id }) => id)).toEqual(seen.slice(0, 20));
      expect(first.earlier).toBeNull();
    }));

  test('threads too', () =>
    inCourse(async (course) => {
      for (let i = 0; i < 65; i++) await course.start('asker', { title: `Thread ${i}` });
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listThreads(course.as('classmate'), { ...all, cursor });
        seen.push(...ids(page));
        cursor = page.next ?? undefined;
      } while (cursor);
      expect(seen).toHaveLength(65);
      expect(new Set(seen).size).toBe(65);
      for (const none of ['broken', `999999999999999.${seen[0]}`]) {
        expect(ids(await listThreads(course.as('classmate'), { ...all, cursor: none }))).toEqual(seen.slice(0, 30));
      }
    }));
});
