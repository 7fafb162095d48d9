import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paths } from '#lib/paths.ts';
import {
  type CourseSize,
  fillCourse,
  idOf,
  instructorName,
  studentName,
  threadName,
  vocabulary,
} from '../support/large-course.ts';
import { type ServedCourse, serveCourse } from '../support/served-course.ts';
import { listenToStatements, type Statements } from '../support/statements.ts';

/** A course, and one a hundredfold: also in what one student has, and in what one thread has. */
const small: CourseSize = {
  students: 2,
  items: { code: 1, proposals: 1, written: 1 },
  oneIn: 1,
  sessions: 1,
  threads: 3,
  posts: 43,
  notices: 20,
  audit: 10,
};
const large: CourseSize = {
  students: 200,
  items: { code: 10, proposals: 10, written: 10 },
  oneIn: 10,
  sessions: 100,
  threads: 300,
  posts: 4300,
  notices: 2000,
  audit: 1000,
};

type Page = {
  at: string;
  by: string;
  /** Executed once the page is out: waited for, so that it is counted with its page. */
  after?: RegExp;
};

const [student, staff] = [studentName(1), instructorName];
const writing = (slug: string) => idOf(`writing 1 ${slug}`);

const pages: Page[] = [
  { at: paths.home(), by: student },
  { at: paths.grades(), by: student },
  { at: paths.assignments(), by: student },
  { at: paths.calendar(), by: student },
  { at: paths.discussion(), by: student },
  { at: paths.discussion({ show: 'unanswered' }), by: student },
  { at: paths.discussion({ show: 'unread' }), by: student },
  { at: paths.thread(idOf(threadName(1))), by: student, after: /^insert into "thread_reads"/ },
  { at: paths.search(vocabulary[0]), by: student },
  { at: paths.proposals(), by: student },
  { at: paths.reflection('reflection-1'), by: student },
  { at: paths.notices(), by: student },
  { at: paths.home(), by: staff },
  { at: paths.staff.gradebook(), by: staff },
  { at: paths.api.gradesCsv(), by: staff },
  { at: paths.staff.proposals(), by: staff },
  { at: paths.staff.proposal(writing('proposal-1')), by: staff },
  { at: paths.staff.written(), by: staff },
  { at: paths.staff.gradeWritten('reflection-1'), by: staff },
  { at: paths.staff.roster(), by: staff },
  { at: paths.staff.person(idOf(student)), by: staff },
  { at: paths.staff.audit(), by: staff },
  { at: paths.staff.grading(), by: staff },
];

/** Pages that hold the whole class or term are longer for it, yet none is longer than this. */
const mostBytes = 1_000_000;

let folder: string;
let statements: Statements;
let course: ServedCourse;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'course-pages-'));
  course = await serveCourse(folder, async (url) => {
    statements = await listenToStatements(url);
    return statements.url;
  });
}, 300_000); // builds the pages where nobody has

afterAll(async () => {
  await course?.stop();
  await statements?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a page asks the database, without its order and its numbers, and how long its answer is. */
async function visit({ at, by, after }: Page): Promise<{ asked: string[]; bytes: number }> {
  const headers = { cookie: await course.cookieOf(by) };
  statements.take();
  const answer = await fetch(`${course.address}${at}`, { headers, redirect: 'manual' });
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`${at} answered ${answer.status}.`);
  if (after) await statements.saw(after);
  const asked = statements.take().map((text) => text.replaceAll(/\s+/g, ' ').replaceAll(/\$\d+(, \$\d+)*/g, '?'));
  return { asked: asked.toSorted(), bytes: Buffer.byteLength(body) };
}

async function visitAll(): Promise<Map<Page, Awaited<ReturnType<typeof visit>>>> {
  const found = new Map();
  for (const page of pages) found.set(page, await visit(page));
  return found;
}

test('no page asks more of a database that holds a hundred times as much', { timeout: 300_000 }, async () => {
  await fillCourse(course.owner.db, small);
  const before = await visitAll();
  await fillCourse(course.owner.db, large);
  const after = await visitAll();
  const named = (found: typeof before) =>
    Object.fromEntries([...found].map(([{ at, by }, { asked }]) => [`${by} ${at}`, asked]));
  expect(Object.values(named(before)).every((asked) => asked.length > 3)).toBe(true);
  expect(named(after)).toEqual(named(before));
  const long = [...after].filter(([, { bytes }]) => bytes > mostBytes).map(([{ at }, { bytes }]) => [at, bytes]);
  expect(long).toEqual([]);
});
