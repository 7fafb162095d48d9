import { randomUUID } from 'node:crypto';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { seedCalendar } from '#db/demo/calendar.ts';
import { calendarFeeds, classSessions, readings } from '#db/schema/calendar.ts';
import { auditLog, course } from '#db/schema/course.ts';
import { items } from '#db/schema/items.ts';
import { events, notices } from '#db/schema/notices.ts';
import type { User } from '#lib/auth/core.ts';
import { entriesOf, isDueForMe } from '#lib/calendar/core/entries.ts';
import type { SeriesInput, SessionInput } from '#lib/calendar/core/session.ts';
import { wallClockOf } from '#lib/calendar/core/zone.ts';
import { makeFeed, readFeed, revokeFeed } from '#lib/calendar/feed.ts';
import { getCalendar, listTopics, setTerm } from '#lib/calendar/server.ts';
import {
  addSeries,
  addSession,
  cancelSession,
  changeSession,
  holdSession,
  removeSession,
  undoSeries,
} from '#lib/calendar/sessions.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { submit } from '#lib/grading/server.ts';
import { grantExtension } from '#lib/items/extensions.ts';
import { moveItem } from '#lib/items/server.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson, insertTiny, tinySolution } from '../support/tiny-assignment.ts';

const timeZone = 'Europe/Oslo';
const origin = 'https://course.example.edu';
const now = new Date('2026-10-01T10:00:00Z');
const utc = (text: string) => new Date(`${text}:00Z`);
const termStart = utc('2026-08-23T22:00'); // Monday 24 August in Oslo
const dates = { opensAt: utc('2026-09-01T06:00'), dueAt: utc('2026-10-25T22:59'), closesAt: utc('2026-10-30T22:59') };

type Scene = { db: Db; slug: string; student: Context; other: Context; assistant: Context; instructor: Context };

/** An empty calendar with one assignment, two students and staff, under the web role. */
const scene = (body: (scene: Scene) => Promise<void>) =>
  rolledBack('owner', async (db, as) => {
    for (const table of ['session_links', 'readings', 'class_sessions'])
      await db.execute(sql.raw(`delete from ${table}`));
    const { slug } = await insertTiny(db);
    await db
      .update(items)
      .set({ ...dates, title: 'The larger, of two' })
      .where(sql`slug = ${slug}`);
    const createdAt = utc('2026-08-01T00:00');
    const row = { title: 'Deep Learning', timeZone, termStart, termEnd: null, publicAddress: origin, createdAt };
    await db.insert(course).values(row).onConflictDoUpdate({ target: course.id, set: row });
    const of = (user: User): Context => ({ user, db, now });
    const made = {
      student: of(await insertPerson(db, 'student', 'Ada')),
      other: of(await insertPerson(db, 'student', 'Grace')),
      assistant: of(await insertPerson(db, 'assistant')),
      instructor: of(await insertPerson(db, 'instructor')),
    };
    await as('web');
    await body({ db, slug, ...made });
  });

const series: SeriesInput = {
  weekdays: [1, 3],
  from: '14:00',
  to: '15:15',
  firstDay: '2026-10-19',
  lastDay: '2026-10-28',
  without: [],
  place: 'Hall 2',
  topics: ['Attention', 'Transformers'],
};
const session: SessionInput = {
  topic: 'Autoencoders',
  place: 'Hall 2',
  notes: 'Bring paper.',
  startsAt: utc('2026-10-26T13:00'),
  endsAt: utc('2026-10-26T14:15'),
  links: [{ label: 'Slides', url: 'https://example.edu/slides.pdf' }],
  readings: [{ id: null, title: 'Haber', authors: '', source: '', url: null, slug: null }],
};

const later = (ctx: Context, minutes: number): Context => ({ ...ctx, now: new Date(now.getTime() + minutes * 60_000) });
const sessionsOf = async (ctx: Context) => (await getCalendar(ctx)).sessions;
const toldTo = async (db: Db, user: User) =>
  (
    await db
      .select({ title: events.title })
      .from(notices)
      .innerJoin(events, sql`${events.id} = ${notices.eventId}`)
      .where(sql`${notices.userId} = ${user.id}`)
  ).map(({ title }) => title);
const verbsOf = async (db: Db, subject: string) =>
  (await db.select().from(auditLog).where(sql`subject = ${subject}`)).map(({ verb }) => verb).sort();

describe('class sessions', () => {
  test('are added for a term, at the same time on the wall, with their topics', () =>
    scene(async ({ assistant, student }) => {
      const ids = await addSeries(assistant, series);
      const found = await sessionsOf(student);
      expect(found.map(({ id }) => id)).toEqual(ids);
      expect(found.map(({ topic, startsAt }) => [topic, wallClockOf(startsAt, timeZone)])).toEqual([
        ['Attention', '2026-10-19T14:00'],
        ['Transformers', '2026-10-21T14:00'],
        ['To be announced', '2026-10-26T14:00'],
        ['To be announced', '2026-10-28T14:00'],
      ]);
    }));

  test('are the categories of a proposal, each topic once, without the cancelled', () =>
    scene(async ({ assistant, student }) => {
      const [first] = await addSeries(assistant, { ...series, topics: ['Zebra', 'Attention', 'Zebra', 'Moon'] });
      expect(await listTopics(student)).toEqual(['Zebra', 'Attention', 'Moon']);
      await cancelSession(assistant, first ?? '', 0);
      expect(await listTopics(student)).toEqual(['Attention', 'Zebra', 'Moon']);
    }));

  test('carry links and readings, which keep their ids through a change', () =>
    scene(async ({ db, slug, assistant, student }) => {
      const id = await addSession(assistant, session);
      const [made] = await sessionsOf(student);
      expect(made).toMatchObject({ id, links: [{ label: 'Slides' }], readings: [{ title: 'Haber' }] });
      const kept = { ...session.readings[0], id: made?.readings[0]?.id ?? null, title: 'Haber, second edition', slug };
      const added = { id: null, title: 'Akalin', authors: '', source: 'Chapter 2', url: '/lectures', slug: null };
      const change = { ...session, links: [], readings: [added, { ...kept, authors: '', source: '', url: null }] };
      await changeSession(assistant, id, change, 0);
      const calendar = await getCalendar(student);
      expect(calendar.sessions[0]).toMatchObject({ revision: 1, links: [], readings: [{ title: 'Akalin' }, kept] });
      expect(calendar.items.find((item) => item.slug === slug)?.readings).toMatchObject([{ id: kept.id }]);
      await changeSession(assistant, id, { ...session, readings: [] }, 1);
      expect(await db.$count(readings)).toBe(0);
      expect(await verbsOf(db, `session:${id}`)).toEqual(['session.add', 'session.change', 'session.change']);
    }));

  test('do not take a reading from another session', () =>
    scene(async ({ assistant, student }) => {
      const first = await addSession(assistant, session);
      const stolen = (await sessionsOf(student))[0]?.readings[0]?.id ?? null;
      const theirs = [{ id: stolen, title: 'Mine', authors: '', source: '', url: null, slug: null }];
      await addSession(assistant, { ...session, readings: theirs });
      const found = (await sessionsOf(student)).find(({ id }) => id === first);
      expect(found?.readings).toMatchObject([{ id: stolen, title: 'Haber' }]);
    }));

  test('changed by two at once are a conflict', () =>
    scene(async ({ assistant, instructor }) => {
      const id = await addSession(assistant, session);
      await changeSession(assistant, id, { ...session, topic: 'GANs' }, 0);
      await expect(changeSession(instructor, id, session, 0)).rejects.toThrow(Conflict);
      await expect(cancelSession(instructor, id, 0)).rejects.toThrow(Conflict);
      await expect(removeSession(instructor, id, 0)).rejects.toThrow(Conflict);
      await undoSeries(instructor, [id]);
      expect((await sessionsOf(assistant))[0]?.topic).toBe('GANs');
    }));

  test('that move or are cancelled are told to students, the past ones to nobody', () =>
    scene(async ({ db, assistant, student }) => {
      const id = await addSession(assistant, session);
      await changeSession(assistant, id, { ...session, topic: 'GANs' }, 0);
      expect(await toldTo(db, student.user)).toEqual([]);
      const moved = { ...session, startsAt: utc('2026-10-27T13:00'), endsAt: utc('2026-10-27T14:00') };
      await changeSession(assistant, id, moved, 1);
      await cancelSession(assistant, id, 2);
      await holdSession(assistant, id, 3);
      expect((await toldTo(db, student.user)).toSorted()).toEqual([
        'The class of Mon 26 Oct 2026, 14:00, Autoencoders, is now on Tue 27 Oct 2026, 14:00',
        'The class of Tue 27 Oct 2026, 14:00, Autoencoders, is cancelled',
        'The class of Tue 27 Oct 2026, 14:00, Autoencoders, takes place after all',
      ]);
      expect((await sessionsOf(student))[0]).toMatchObject({ cancelledAt: null, revision: 4 });
      const past = { ...session, startsAt: utc('2026-09-21T12:00'), endsAt: utc('2026-09-21T13:00') };
      await cancelSession(assistant, await addSession(assistant, past), 0);
      expect(await toldTo(db, student.user)).toHaveLength(3);
    }));

  test('are deleted with what hangs on them', () =>
    scene(async ({ db, assistant }) => {
      const id = await addSession(assistant, session);
      await removeSession(assistant, id, 0);
      await undoSeries(assistant, [await addSession(assistant, session), randomUUID(), 'x']);
      await expect(cancelSession(assistant, 'x', 0)).rejects.toThrow(NotFound);
      expect([await db.$count(classSessions), await db.$count(readings)]).toEqual([0, 0]);
      expect(await verbsOf(db, `session:${id}`)).toEqual(['session.add', 'session.delete']);
    }));

  test('are for staff to plan', () =>
    scene(async ({ student, assistant }) => {
      const id = await addSession(assistant, session);
      await expect(addSession(student, session)).rejects.toThrow(Forbidden);
      await expect(addSeries(student, series)).rejects.toThrow(Forbidden);
      await expect(changeSession(student, id, session, 0)).rejects.toThrow(Forbidden);
      await expect(cancelSession(student, id, 0)).rejects.toThrow(Forbidden);
      await expect(holdSession(student, id, 0)).rejects.toThrow(Forbidden);
      await expect(removeSession(student, id, 0)).rejects.toThrow(Forbidden);
      await expect(undoSeries(student, [id])).rejects.toThrow(Forbidden);
    }));

  test.each([
    [{ topic: ' ' }, /needs a topic/],
    [{ endsAt: session.startsAt }, /ends before it begins/],
    [{ endsAt: utc('2026-10-28T13:00') }, /longer than a day/],
    [{ links: [{ label: 'x', url: 'javascript:alert(1)' }] }, /begins with https/],
    [{ links: [{ label: 'x', url: '//evil.example' }] }, /begins with https/],
    [{ links: [{ label: '', url: '/lectures' }] }, /needs a name/],
    [{ topic: 'x'.repeat(201) }, /longer than 200/],
  ])('with %o are refused in words', (change, said) =>
    scene(async ({ assistant }) => {
      const refused = addSession(assistant, { ...session, ...change });
      await expect(refused).rejects.toThrow(InvalidInput);
      await expect(refused).rejects.toThrow(said);
    }),
  );

  test.each([
    [{ weekdays: [] }, /at least one weekday/],
    [{ weekdays: [7], lastDay: '2026-10-24' }, /No day matches/],
    [{ to: '14:00' }, /ends before it begins/],
    [{ lastDay: '2026-10-18' }, /before the first/],
    [{ firstDay: '2027-02-29' }, /not a day/],
    [{ topics: ['a', 'b', 'c', 'd', 'e'] }, /5 topics for 4 classes/],
    [{ weekdays: [1, 2, 3, 4, 5, 6, 7], lastDay: '2028-10-18' }, /more than 250/],
  ])('a series with %o is refused in words', (change, said) =>
    scene(async ({ assistant }) => {
      await expect(addSeries(assistant, { ...series, ...change })).rejects.toThrow(said);
    }),
  );
});

describe('the term', () => {
  const term = { firstDay: '2026-08-24', lastDay: '2026-12-11', timeZone: 'America/New_York' };
  const base = { start: termStart, end: null, timeZone };

  test('is changed by instructors, in the zone that they choose', () =>
    scene(async ({ instructor, assistant, student }) => {
      await setTerm(instructor, term, base);
      const found = (await getCalendar(student)).term;
      expect(found).toEqual({
        start: utc('2026-08-24T04:00'),
        end: utc('2026-12-12T05:00'),
        timeZone: 'America/New_York',
      });
      await expect(setTerm(instructor, term, base)).rejects.toThrow(Conflict);
      for (const ctx of [assistant, student]) await expect(setTerm(ctx, term, found)).rejects.toThrow(Forbidden);
      await expect(setTerm(instructor, { ...term, timeZone: 'Moon' }, found)).rejects.toThrow(/no time zone/);
      await expect(setTerm(instructor, { ...term, lastDay: '2026-08-23' }, found)).rejects.toThrow(/before the first/);
    }));

  test('is all that the web server may change of a course', () =>
    scene(async ({ db }) => {
      const error = await db.execute(sql`update course set demo = true`).catch((thrown: unknown) => thrown);
      expect(String((error as Error).cause)).toMatch(/permission denied/); // what drizzle wraps
    }));
});

test('due for me is gone once it is handed in, and only for who did', () =>
  scene(async ({ slug, student, other }) => {
    const due = async (ctx: Context) => {
      const { sessions, items: all } = await getCalendar(ctx);
      return entriesOf(sessions, all)
        .filter((entry) => isDueForMe(entry, now))
        .map(({ id }) => id);
    };
    expect(await due(student)).toContain(slug);
    await submit(student, { slug, code: tinySolution, weights: null, label: null, idempotencyKey: randomUUID() });
    expect(await due(student)).not.toContain(slug);
    expect(await due(other)).toContain(slug);
  }));

describe('the feed', () => {
  /** The secret in the caller's new address. */
  const makeSecret = async (ctx: Context) => {
    const parts = /^https:\/\/course\.example\.edu\/api\/calendar\/(.+)\/course\.ics$/.exec(await makeFeed(ctx));
    return parts?.[1] ?? '';
  };
  const read = async (ctx: Context, secret: string) => {
    const text = await readFeed({ db: ctx.db, now }, secret);
    const root = new ICAL.Component(ICAL.parse(text));
    return { text, events: root.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part)) };
  };
  /** As a calendar program in a zone shows it. */
  const shown = (event: ICAL.Event | undefined, zone: string) => event && wallClockOf(event.startDate.toJSDate(), zone);

  test('gives the right instants in three zones, across the end of summer time in two of them', () =>
    scene(async ({ assistant, student }) => {
      await addSeries(assistant, { ...series, topics: ['A', 'B', 'C', 'D'], lastDay: '2026-11-04' });
      const { events: found } = await read(student, await makeSecret(student));
      const at = (summary: string) => found.find((event) => event.summary === summary);
      const zones = ['Europe/Oslo', 'America/New_York', 'Asia/Tokyo'];
      const walls = (summary: string) => zones.map((zone) => shown(at(summary), zone));
      // Europe changes its clocks on 25 October, New York on 1 November, Tokyo never.
      expect(walls('B')).toEqual(['2026-10-21T14:00', '2026-10-21T08:00', '2026-10-21T21:00']);
      expect(walls('C')).toEqual(['2026-10-26T14:00', '2026-10-26T09:00', '2026-10-26T22:00']);
      expect(walls('Due: The larger, of two')).toEqual(['2026-10-25T23:59', '2026-10-25T18:59', '2026-10-26T07:59']);
      const last = found.filter((event) => event.summary === 'To be announced').at(-1);
      expect(zones.map((zone) => shown(last, zone))).toEqual([
        '2026-11-04T14:00',
        '2026-11-04T08:00',
        '2026-11-04T22:00',
      ]);
      expect(at('C')?.endDate.toJSDate()).toEqual(utc('2026-10-26T14:15'));
      expect(at('C')?.location).toBe('Hall 2');
    }));

  test('has its owner’s dates, reason included, and nobody else’s', () =>
    scene(async ({ slug, student, other, assistant }) => {
      const dueAt = utc('2026-11-02T12:00');
      const own = { slug, userId: student.user.id, dueAt, closesAt: null, reason: 'Jury duty', seenAt: now };
      await grantExtension(assistant, own);
      const due = async (ctx: Context) => {
        const { text, events: found } = await read(ctx, await makeSecret(ctx));
        return { text, at: found.find(({ summary }) => summary.startsWith('Due: The'))?.startDate.toJSDate() };
      };
      const [mine, theirs, staffs] = [await due(student), await due(other), await due(assistant)];
      expect(mine.at).toEqual(dueAt);
      expect(mine.text).toContain('Jury duty');
      for (const feed of [theirs, staffs]) {
        expect(feed.at).toEqual(dates.dueAt);
        expect(feed.text).not.toContain('Jury');
        expect(feed.text).not.toContain(student.user.id);
      }
    }));

  test('keeps uids and raises the sequence when something moves', () =>
    scene(async ({ slug, instructor, student }) => {
      const id = await addSession(instructor, session);
      const secret = await makeSecret(student);
      const facts = async () => {
        const { events: found } = await read(student, secret);
        const of = (part: string) => found.find(({ uid }) => uid.includes(part));
        return [of(id), of(slug)].map((event) => ({
          uid: event?.uid,
          sequence: event?.sequence,
          stamp: event?.component.getFirstPropertyValue('dtstamp')?.toString(),
        }));
      };
      const before = await facts();
      expect(await facts()).toEqual(before);
      const hour = later(instructor, 60);
      await changeSession(hour, id, { ...session, topic: 'GANs' }, 0);
      await moveItem(hour, slug, { ...dates, dueAt: utc('2026-10-26T22:59') }, dates);
      const after = await facts();
      expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
      expect(after.map(({ sequence }) => sequence)).toEqual(before.map(({ sequence }) => (sequence ?? 0) + 1));
      expect(after.map(({ stamp }) => stamp)).toEqual(['2026-10-01T11:00:00Z', '2026-10-01T11:00:00Z']);
    }));

  test('shows what is cancelled as such, and links to pages of the course', () =>
    scene(async ({ slug, assistant, student }) => {
      const links = [{ label: 'Lecture', url: '/lectures/x' }];
      const id = await addSession(assistant, { ...session, links });
      await cancelSession(assistant, id, 0);
      const { text, events: found } = await read(student, await makeSecret(student));
      const event = found.find(({ uid }) => uid.includes(id));
      expect(event?.summary).toBe('Cancelled: Autoencoders');
      expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
      expect(event?.description).toBe('Read: Haber\nLecture: https://course.example.edu/lectures/x\nBring paper.');
      expect(text).toContain(`URL:https://course.example.edu/assignments/${slug}`);
    }));

  test('is at an address that is kept as a hash and dies with the next one, or by itself', () =>
    scene(async ({ db, student }) => {
      const first = await makeSecret(student);
      expect(JSON.stringify(await db.select().from(calendarFeeds))).not.toContain(first);
      expect(JSON.stringify(await db.select().from(auditLog))).not.toContain(first);
      expect((await getCalendar(student)).feedMadeAt).toEqual(now);
      const second = await makeSecret(later(student, 1));
      await expect(read(student, first)).rejects.toThrow(NotFound);
      expect((await read(student, second)).events.length).toBeGreaterThan(0);
      await revokeFeed(later(student, 2));
      await expect(read(student, second)).rejects.toThrow(NotFound);
      expect((await getCalendar(student)).feedMadeAt).toBeNull();
    }));

  test('dies with its owner’s account, and a guess is no address', () =>
    scene(async ({ db, student }) => {
      const secret = await makeSecret(student);
      for (const guess of ['', 'calendar_', `${secret}x`, secret.slice(0, -1), `calendar_${'A'.repeat(43)}`]) {
        await expect(readFeed({ db, now }, guess)).rejects.toThrow(NotFound);
      }
      await db.execute(sql`update users set deactivated_at = now() where id = ${student.user.id}`);
      await expect(read(student, secret)).rejects.toThrow(NotFound);
    }));
});

test('the demo’s term has its classes, readings and links around now', () =>
  rolledBack('owner', async (db) => {
    for (const table of ['session_links', 'readings', 'class_sessions'])
      await db.execute(sql.raw(`delete from ${table}`));
    const row = { title: 'Demo', timeZone: 'Pacific/Honolulu', termStart: utc('2026-11-13T10:00') };
    await db.insert(course).values(row).onConflictDoUpdate({ target: course.id, set: row });
    await seedCalendar(db, now);
    const { sessions, term } = await getCalendar({ user: await insertPerson(db), db, now });
    expect(sessions).toHaveLength(30);
    expect(new Set(sessions.map(({ startsAt }) => wallClockOf(startsAt, term.timeZone).slice(11)))).toEqual(
      new Set(['14:00']),
    );
    expect(sessions.flatMap((each) => each.readings.map(({ title }) => title))).toEqual(['Haber', 'Akalin']);
    expect(sessions.filter(({ cancelledAt }) => cancelledAt).length).toBe(1);
    expect(term.end && wallClockOf(term.end, term.timeZone)).toBe('2027-02-26T00:00');
  }));
