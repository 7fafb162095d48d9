import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { course } from '#db/schema/course.ts';
import type { User } from '#lib/auth/core.ts';
import { mailForgottenLink } from '#lib/auth/forgotten.ts';
import { deactivateUser, findPasswordLinkUser } from '#lib/auth/server.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound, NotSignedIn } from '#lib/errors.ts';
import { sendPasswordLinks } from '#lib/notices/account.ts';
import { gatherMs, type NoticeKind, retryPauses, staleMs } from '#lib/notices/core.ts';
import { sendDue } from '#lib/notices/mailer.ts';
import {
  countOwnUnread,
  getMailSettings,
  listOwnNotices,
  openNotice,
  readAllNotices,
  readNoticesAbout,
  setMailSettings,
  unsubscribe,
} from '#lib/notices/read.ts';
import { notify } from '#lib/notices/server.ts';
import { watchNotices } from '#lib/notices/watch.ts';
import { connection, rolledBack } from '../support/database.ts';
import { person } from '../support/people.ts';
import { type SmtpServer, startSmtp } from '../support/smtp.ts';

const now = new Date('2026-11-23T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const secret = 'a secret of this test, long enough';

type World = { staff: Context; ada: Context; sam: Context };

const inWorld = (body: (world: World) => Promise<unknown>) =>
  rolledBack('owner', async (db, as) => {
    const world = await people(db);
    await as('web');
    await body(world);
  });

async function people(db: Db): Promise<World> {
  const context = (user: User): Context => ({ user, db, now });
  return {
    staff: context(await person(db, 'Ingrid', 'instructor')),
    ada: context(await person(db, 'Ada', 'student')),
    sam: context(await person(db, 'Sam', 'student')),
  };
}

const tell = (staff: Context, readers: Context[], title: string, kind: NoticeKind = 'proposal', href = '/proposals') =>
  notify(
    staff,
    { kind, title, href },
    readers.map(({ user }) => user.id),
  );

describe('notices in the page', () => {
  it('reach their readers and nobody else, and not who caused them', () =>
    inWorld(async ({ staff, ada, sam }) => {
      await tell(staff, [ada, staff], 'Your proposal was accepted');
      expect(await countOwnUnread(ada)).toBe(1);
      expect(await countOwnUnread(sam)).toBe(0);
      expect(await countOwnUnread(staff)).toBe(0);
      const { unread } = await listOwnNotices(ada);
      expect(unread).toMatchObject([{ title: 'Your proposal was accepted', readAt: null }]);
      expect((await listOwnNotices(sam)).unread).toEqual([]);
      await expect(openNotice(sam, unread[0]?.id ?? '')).rejects.toThrow(NotFound);
      await expect(openNotice(ada, 'none')).rejects.toThrow(NotFound);
      expect(await openNotice(ada, unread[0]?.id ?? '')).toBe('/proposals');
      expect(await countOwnUnread(ada)).toBe(0);
    }));

  it('are read all at once, but for what came since', () =>
    inWorld(async ({ staff, ada, sam }) => {
      await tell(staff, [ada, sam], 'First');
      await tell({ ...staff, now: later(1000) }, [ada], 'Second');
      await readAllNotices({ ...ada, now: later(2000) }, now);
      expect((await listOwnNotices(ada)).unread.map(({ title }) => title)).toEqual(['Second']);
      expect((await listOwnNotices(ada)).read.map(({ title }) => title)).toEqual(['First']);
      expect(await countOwnUnread(sam)).toBe(1);
    }));

  it('are read by going where they lead', () =>
    inWorld(async ({ staff, ada }) => {
      await tell(staff, [ada], 'A reply', 'reply', '/discussion/1#post-2');
      await tell(staff, [ada], 'Another thread', 'reply', '/discussion/12');
      await readNoticesAbout(ada, '/discussion/1');
      expect((await listOwnNotices(ada)).unread.map(({ title }) => title)).toEqual(['Another thread']);
    }));

  it('come in pages', () =>
    inWorld(async ({ staff, ada }) => {
      for (let i = 0; i < 60; i += 1) await tell({ ...staff, now: later(i * 1000) }, [ada], `News ${i}`);
      await readAllNotices(ada, later(60_000));
      const first = await listOwnNotices(ada);
      expect(first.read).toHaveLength(50);
      const second = await listOwnNotices(ada, first.older ?? now);
      expect(second.read.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, (_, i) => `News ${9 - i}`));
      expect(second.older).toBeNull();
    }));

  it('are counted by one query on an index', () =>
    inWorld(async ({ ada }) => {
      await ada.db.execute('set local enable_seqscan = off');
      const plan = await ada.db.execute<{ 'QUERY PLAN': string }>(
        `explain select from notices where user_id = '${ada.user.id}' and read_at is null limit 100`,
      );
      expect(JSON.stringify(plan)).toMatch(/Index.*notices_unread/);
    }));
});

describe('an open page', () => {
  /** Writes through connections of their own: what a transaction notifies is heard when it commits. */
  const listenOn = async (fn: (payload: string) => void) => {
    const { unlisten } = await connection('web').client.listen('notice', fn);
    return unlisten;
  };

  it('hears of news as they come, and of what was read elsewhere', async () => {
    const { staff, ada, sam } = await people(connection('owner').db);
    const [web, stop] = [connection('web').db, new AbortController()];
    const watch = { listen: listenOn, signal: stop.signal, everyMs: 600_000 };
    const seen = watchNotices({ ...ada, db: web }, watch);
    const next = async () => (await seen.next()).value;
    expect(await next()).toEqual({ unread: 0, newest: null });
    await tell({ ...staff, db: web }, [sam], 'Not for Ada');
    await web.transaction((tx) => tell({ ...staff, db: tx }, [ada], 'For Ada'));
    expect(await next()).toMatchObject({ unread: 1, newest: { title: 'For Ada', href: '/proposals' } });
    await readAllNotices({ ...ada, db: web }, now);
    expect(await next()).toEqual({ unread: 0, newest: null });
    stop.abort();
    expect((await seen.next()).done).toBe(true);
  });

  it('ends when the person lost access', async () => {
    const { staff, ada } = await people(connection('owner').db);
    const [web, stop] = [connection('web').db, new AbortController()];
    const seen = watchNotices({ ...ada, db: web }, { listen: listenOn, signal: stop.signal, everyMs: 600_000 });
    await seen.next();
    await deactivateUser({ ...staff, db: web }, { email: ada.user.email });
    await tell({ ...staff, db: web }, [ada], 'Too late');
    await expect(seen.next()).rejects.toThrow(NotSignedIn);
    stop.abort();
  });
});

describe('mail', () => {
  const logged: unknown[] = [];
  const log = { warn: (about: unknown) => logged.push(about), error: (about: unknown) => logged.push(about) };
  let smtp: SmtpServer;

  beforeAll(async () => {
    smtp = await startSmtp();
  });
  afterAll(() => smtp.close());
  beforeEach(() => {
    smtp.mails.length = 0;
    logged.length = 0;
    smtp.answers(250);
  });

  const inCourse = (body: (world: World) => Promise<unknown>) =>
    rolledBack('owner', async (db, as) => {
      const publicAddress = 'https://course.example.edu';
      const row = { title: 'Deep Learning', timeZone: 'UTC', termStart: now, createdAt: now, publicAddress };
      await db.insert(course).values(row);
      await db.execute('update notices set mail_due_at = null'); // what other tests left
      const world = await people(db);
      await as('web');
      await body(world);
    });

  /** As a host would, until nothing is due. */
  async function sendAll(db: Db, at: Date): Promise<void> {
    const options = { db, smtpUrl: smtp.url, address: 'http://localhost:3000', secret, log };
    while (await sendDue(options, at));
  }

  it('gathers what is close together into one mail a person', () =>
    inCourse(async ({ staff, ada, sam }) => {
      await tell(staff, [ada, sam], 'Your proposal was accepted');
      await tell({ ...staff, now: later(60_000) }, [ada], 'Grades are out', 'grade', '/grades');
      await sendAll(staff.db, later(gatherMs - 1));
      expect(smtp.mails).toEqual([]);
      await sendAll(staff.db, later(gatherMs));
      expect(smtp.mails.flatMap(({ to }) => to).toSorted()).toEqual([ada.user.email, sam.user.email].toSorted());
      const mail = smtp.mails.find(({ to }) => to.includes(ada.user.email));
      expect(mail?.headers.subject).toBe('2 news from Deep Learning');
      expect(mail?.headers.from).toBe('Deep Learning <course@course.example.edu>');
      expect(mail?.text).toContain('Your proposal was accepted');
      expect(mail?.text).toMatch(/https:\/\/course\.example\.edu\/notices\/[0-9a-f-]{36}/);
      await sendAll(staff.db, later(10 * gatherMs));
      expect(smtp.mails).toHaveLength(2);
    }));

  it('is not sent to whoever has read it, left, or is told only now that mail works', () =>
    inCourse(async ({ staff, ada, sam }) => {
      await tell(staff, [ada, sam], 'News');
      await readAllNotices(ada, now);
      await deactivateUser(staff, { email: sam.user.email });
      await sendAll(staff.db, later(gatherMs));
      await tell(staff, [ada], 'Old news');
      await sendAll(staff.db, later(staleMs + 1));
      expect(smtp.mails).toEqual([]);
    }));

  it('is stopped by kind, by whoever holds the link, without a sign-in', () =>
    inCourse(async ({ staff, ada }) => {
      await tell(staff, [ada], 'A reply', 'reply');
      await sendAll(staff.db, later(gatherMs));
      const [mail] = smtp.mails;
      expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
      const header = mail?.headers['list-unsubscribe']?.slice(1, -1) ?? '';
      const token = new URL(header).searchParams.get('token') ?? '';
      await expect(unsubscribe(staff, `${token}x`, secret)).rejects.toThrow(InvalidInput);
      expect(await unsubscribe({ db: staff.db, now }, token, secret)).toEqual(['reply']);
      expect(await getMailSettings(ada)).toMatchObject({ reply: false, grade: true });
      await tell(staff, [ada], 'Another reply', 'reply');
      await tell(staff, [ada], 'A grade', 'grade');
      await sendAll(staff.db, later(gatherMs));
      expect(smtp.mails.map(({ headers }) => headers.subject)).toEqual(['A reply', 'A grade']);
      expect(await countOwnUnread(ada)).toBe(3); // in the page they see it all
    }));

  it('asks again before it is sent: who said no meanwhile gets none', () =>
    inCourse(async ({ staff, ada }) => {
      await tell(staff, [ada], 'A date moved', 'date');
      await setMailSettings(ada, ['announcement']);
      expect(await getMailSettings(ada)).toMatchObject({ announcement: true, date: false });
      await sendAll(staff.db, later(gatherMs));
      expect(smtp.mails).toEqual([]);
    }));

  it('is tried again with growing pauses, and given up with a line in the log', () =>
    inCourse(async ({ staff, ada }) => {
      await tell(staff, [ada], 'News');
      smtp.answers(451);
      let at = later(gatherMs);
      for (const pause of retryPauses) {
        await sendAll(staff.db, at);
        const tries = logged.length;
        await sendAll(staff.db, new Date(at.getTime() + pause - 1));
        expect(logged).toHaveLength(tries);
        at = new Date(at.getTime() + pause);
      }
      expect(logged).toHaveLength(retryPauses.length);
      await sendAll(staff.db, at);
      expect(logged.at(-1)).toMatchObject({ user: ada.user.id, tries: retryPauses.length + 1 });
      smtp.answers(250);
      await sendAll(staff.db, new Date(at.getTime() + staleMs / 2));
      expect(smtp.mails).toEqual([]);
      expect(JSON.stringify(logged)).not.toContain(ada.user.email);
    }));

  it('arrives once the server is back', () =>
    inCourse(async ({ staff, ada }) => {
      await tell(staff, [ada], 'News');
      smtp.answers(451);
      await sendAll(staff.db, later(gatherMs));
      smtp.answers(250);
      await sendAll(staff.db, later(gatherMs + retryPauses[0]));
      expect(smtp.mails).toHaveLength(1);
    }));

  it('gives an address up that does not exist', () =>
    inCourse(async ({ staff, ada }) => {
      await tell(staff, [ada], 'News');
      smtp.answers(550);
      await sendAll(staff.db, later(gatherMs));
      smtp.answers(250);
      await sendAll(staff.db, later(staleMs / 2));
      expect(smtp.mails).toEqual([]);
    }));

  it('brings a password link that works, made when it is sent', () =>
    inCourse(async ({ staff, ada }) => {
      await sendPasswordLinks(staff, [ada.user.id]);
      expect(await countOwnUnread(ada)).toBe(0);
      expect((await listOwnNotices(ada)).read).toEqual([]);
      await setMailSettings(ada, []);
      await sendAll(staff.db, now);
      const link = /https:\/\/course\.example\.edu\/set-password\?token=\S+/.exec(smtp.mails[0]?.text ?? '')?.[0] ?? '';
      const token = new URL(link).searchParams.get('token') ?? '';
      expect(await findPasswordLinkUser(staff, token)).toMatchObject({ id: ada.user.id });
      const kept = await staff.db.execute('select * from events');
      expect(JSON.stringify(kept)).not.toContain(token);
    }));

  it('brings a link to whoever forgot a password, and nothing to anybody else', () =>
    inCourse(async ({ staff, ada, sam }) => {
      await deactivateUser(staff, { email: sam.user.email });
      const visitor = { db: staff.db, now };
      await mailForgottenLink(visitor, ada.user.email.toUpperCase());
      await mailForgottenLink(visitor, sam.user.email);
      await mailForgottenLink(visitor, 'nobody@people.example');
      await sendAll(staff.db, now);
      expect(smtp.mails.map(({ to }) => to)).toEqual([[ada.user.email]]);
    }));
});

it('several hosts send each mail once', async () => {
  const owner = connection('owner').db;
  const smtp = await startSmtp();
  const made = await owner
    .insert(course)
    .values({ title: 'Mail', timeZone: 'UTC', termStart: now, createdAt: now })
    .onConflictDoNothing()
    .returning();
  await owner.execute('update notices set mail_due_at = null');
  const staff = { user: await person(owner, 'Ingrid', 'instructor'), db: owner, now };
  const readers = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => (await person(owner, `R${i}`, 'student')).id),
  );
  for (const title of ['One', 'Two', 'Three']) await notify(staff, { kind: 'reply', title, href: '/' }, readers);
  const log = { warn: () => {}, error: () => {} };
  const options = { db: connection('web').db, smtpUrl: smtp.url, address: 'http://localhost:3000', secret, log };
  const host = async () => {
    while (await sendDue(options, later(gatherMs)));
  };
  await Promise.all([host(), host(), host()]);
  expect(smtp.mails).toHaveLength(readers.length);
  expect(new Set(smtp.mails.flatMap(({ to }) => to)).size).toBe(readers.length);
  await smtp.close();
  if (made.length > 0) await owner.execute(sql`delete from ${course}`);
});
