import { setTimeout as wait } from 'node:timers/promises';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { gradeSubmission } from '#lib/grading/grade.ts';
import { openSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';
import { openBare } from './bare-node.ts';
import { type BenchCourse, withBenchCourse } from './course.ts';
import type { Reference } from './reference.ts';
import { median, row, type Table } from './table.ts';

const submissions = 15;
/** After a grade: an idle course, whose grader has its next processes up. */
const idleMs = 2500;
/** A deadline night: that many people submit at the same moment. */
const crowd = 200;

/** From submit to grade through a real database and a real grader, against the same work in a bare Node. */
export async function benchGrading(folder: string, reference: Reference): Promise<Table[]> {
  console.log('Grading the reference solution, and doing the same in a bare Node …');
  const server = await startEmbedded(folder);
  try {
    await migrate(server.urls);
    await seed(server.urls.owner, { demo: true, timeZone: 'UTC', termStart: undefined, now: new Date() });
    return await withBenchCourse(server.urls, async (course) => {
      const idle = await gradeIdle(course, folder, reference);
      console.log(`Grading ${crowd} submissions that came together …`);
      return [tableOf(idle, reference), tableOfCrowd(idle.bases, await gradeCrowd(course, reference))];
    });
  } finally {
    await server.stop();
  }
}

/** What a grade is measured against, in ms. `unready`: the same sandboxes, but none is up before the grade begins. */
type Bases = { warm: number[]; predicting: number[]; cold: number[]; unready: number[] };
type Idle = { bases: Bases; whole: number[]; stored: number[]; steps: Record<string, number>[]; first: SubmissionView };

/** All take turns: a machine that is slower for a while is slower for each of them. */
async function gradeIdle(course: BenchCourse, folder: string, reference: Reference): Promise<Idle> {
  const first = await gradeTrained(course, reference);
  const [student] = await course.enrol(1);
  if (!student) throw new Error('Nobody was enrolled.');
  const work = { code: reference.code, weights: reference.stubborn };
  const grade = async () => course.graded(student, (await course.submit(student, work)).id);
  await grade();
  course.takeSteps();
  const bare = await openBare(folder, reference);
  const sandbox = await openSandbox({ allowDemo: true, dataFolder: folder });
  const bases: Bases = { warm: [], predicting: [], cold: [], unready: [] };
  const whole: number[] = [];
  const stored: number[] = [];
  for (let i = 0; i < submissions; i++) {
    await wait(idleMs);
    const start = performance.now();
    const { id } = await grade();
    whole.push(performance.now() - start);
    stored.push(await course.dispatchToStored(id));
    await wait(idleMs);
    const warm = await bare.warm();
    bases.warm.push(warm.whole);
    bases.predicting.push(warm.predicting);
    bases.cold.push(await bare.cold());
    bases.unready.push(await gradeUnready(sandbox, reference));
  }
  await Promise.all([bare.close(), sandbox.close()]);
  return { bases, whole, stored, steps: course.takeSteps(), first };
}

async function gradeUnready(sandbox: Sandbox, { manifest, code, stubborn, splits }: Reference): Promise<number> {
  const signal = new AbortController().signal;
  const start = performance.now();
  const bench = { sandbox, hidden: splits, visible: null, signal, background: false };
  await gradeSubmission({ manifest, code, weights: stubborn }, bench);
  return performance.now() - start;
}

/** The reference as it was trained; what it sets going in the background ends before any clock runs. */
async function gradeTrained(course: BenchCourse, { code, weights }: Reference): Promise<SubmissionView> {
  const [student] = await course.enrol(1);
  if (!student) throw new Error('Nobody was enrolled.');
  const { id } = await course.submit(student, { code, weights });
  const view = await course.graded(student, id);
  if (view.outcome !== 'graded') throw new Error(`The reference ended as ${view.outcome}: ${view.note?.code}.`);
  await course.verified(id);
  return view;
}

type Crowd = { whole: number[]; stored: number[]; seconds: number };

async function gradeCrowd(course: BenchCourse, reference: Reference): Promise<Crowd> {
  const people = await course.enrol(crowd);
  const work = { code: reference.code, weights: reference.stubborn };
  const start = performance.now();
  const each = people.map(async (person) => {
    const submittedAt = performance.now();
    const { id } = await course.submit(person, work);
    await course.graded(person, id, 20 * 60_000);
    return { id, ms: performance.now() - submittedAt };
  });
  const done = await Promise.all(each);
  const seconds = (performance.now() - start) / 1000;
  const stored: number[] = [];
  for (const { id } of done) stored.push(await course.dispatchToStored(id));
  return { whole: done.map(({ ms }) => ms), stored, seconds };
}

function tableOf({ bases: bare, whole, stored, steps, first }: Idle, { hidden, trainMs }: Reference): Table {
  const base = median(bare.warm);
  const step = (name: string) => steps.flatMap((took) => took[name] ?? []);
  return {
    title: `A grade of the reference solution with weights (${hidden.shape[0]} hidden rows), idle`,
    rows: [
      row('the same work, bare warm Node', bare.warm, base),
      row('  of it, predicting', bare.predicting, base),
      row('the same work, bare cold Node', bare.cold, base),
      row('the same work, sandboxes started for it', bare.unready, base),
      row('submit to grade', whole, base),
      row('dispatch to stored result', stored, base),
      row('  of it, building in a sandbox', step('build'), base),
      row('  of it, predicting in others', step('predict'), base),
    ],
    notes: [
      againstCold(bare, stored),
      'The work is to compile the code, build its model and predict. The bare process predicts all rows alone; in an idle grader two processes predict half of them each, side by side.',
      `Trained here for four of its eleven epochs (${(trainMs / 1000).toFixed(0)} s), the reference got ${first.points} of ${first.maxPoints} points.`,
      'The timed weights are the same but for one bias, so that no verification follows.',
    ],
  };
}

function tableOfCrowd(bare: Bases, { whole, stored, seconds }: Crowd): Table {
  const base = median(bare.warm);
  return {
    title: `${crowd} students submit the same at once, one grader`,
    rows: [row('submit to grade', whole, base), row('dispatch to stored result', stored, base)],
    notes: [`${Math.round((crowd / seconds) * 60)} grades a minute.`, againstCold(bare, stored)],
  };
}

function againstCold({ cold, unready }: Bases, stored: number[]): string {
  const times = (base: number[]) => (median(stored) / median(base)).toFixed(2);
  return `Dispatch to stored result is ${times(cold)} x the same work in a bare cold Node, a process for each, and ${times(unready)} x in sandboxes that are started for it.`;
}
