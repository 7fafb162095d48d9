import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { paths } from '#lib/paths.ts';
import { fillCourse, instructorName, largeClass, studentName, vocabulary } from '../support/large-course.ts';
import { type ServedCourse, serveCourse } from '../support/served-course.ts';
import { serveBarePage } from './bare-page.ts';
import type { Load, LoadResult } from './load.ts';
import { quantile, type Row, row, type Table } from './table.ts';

const perSecond = 50;
const seconds = 20;
/** As many requests as it takes until the code is compiled and the caches are filled. */
const warmUp = { perSecond: 10, seconds: 8 };

type Requests = Load['requests'];

/**
 * The pages of a large class under fifty requests a second, beside a page of Next that says nothing: server, database and
 * the one who asks are processes of their own and share this machine.
 */
export async function benchPages(folder: string): Promise<Table> {
  console.log('Building the pages and filling a course of a hundred students …');
  const bare = await serveBarePage();
  const course = await serveCourse(folder);
  try {
    await fillCourse(course.owner.db, largeClass);
    const rows: Row[] = [];
    const notes: string[] = [];
    let base: number | undefined;
    for (const [what, requests] of await listPages(course, bare.address)) {
      await load({ requests, ...warmUp });
      const result = await load({ requests, perSecond, seconds });
      const p95 = quantile(result.times, 0.95);
      base ??= p95;
      rows.push({ ...row(what, result.times), ratio: rows.length === 0 ? null : p95 / base });
      notes.push(noteOn(what, result));
    }
    return { title: `Pages at ${perSecond} requests a second, ratios of the 95th percentile`, rows, notes };
  } finally {
    await course.stop();
    await bare.stop();
  }
}

/** The bare page first: the others are measured against it. Students are asked for in turn. */
async function listPages(course: ServedCourse, bare: string): Promise<[string, Requests][]> {
  const students = await Promise.all(
    Array.from({ length: largeClass.students }, (_, i) => course.cookieOf(studentName(i + 1))),
  );
  const staff = await course.cookieOf(instructorName);
  const url = (at: string) => `${course.address}${at}`;
  // From words of a fifth of all posts to words of hardly any, alone, together and apart.
  const word = (i: number) => vocabulary[(i * 61) % 1000];
  const queries = [
    (i: number) => `${word(i)}`,
    (i: number) => `${word(i)} ${word(0)}`,
    (i: number) => `${word(i)} -loss`,
  ];
  return [
    ['a bare Next page', [{ url: bare, cookie: null }]],
    ['home of a student', students.map((cookie) => ({ url: url(paths.home()), cookie }))],
    ['search', students.map((cookie, i) => ({ url: url(paths.search(queries[i % queries.length]?.(i))), cookie }))],
    ['gradebook, 100 students by 30 items', [{ url: url(paths.staff.gradebook()), cookie: staff }]],
  ];
}

async function load(order: Load): Promise<LoadResult> {
  const child = fork(fileURLToPath(new URL('./load.ts', import.meta.url)));
  child.send(order);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`Who asks for pages ended with ${code} and no result.`);
  });
  const [result] = await Promise.race([once(child, 'message'), ended]);
  return result as LoadResult; // what load.ts sends
}

function noteOn(what: string, { times, took, bytes, failures }: LoadResult): string {
  const rate = (times.length / took) * 1000;
  const failed = failures.length > 0 ? `, ${failures.length} failed: ${failures[0]}` : '';
  return `${what}: ${rate.toFixed(1)} answers a second, ${Math.round(bytes / 1000)} kB each${failed}`;
}
