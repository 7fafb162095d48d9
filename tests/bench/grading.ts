import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { seed } from '#db/seed.ts';
import type { Context } from '#lib/context.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { listGradingRuns, submit } from '#lib/grading/server.ts';
import { watchSubmission } from '#lib/grading/watch.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { insertPerson } from '../support/tiny-assignment.ts';
import { type BareTimes, predictBare } from './bare-node.ts';
import { type Reference, slug } from './reference.ts';
import { median, row, type Table } from './table.ts';

const submissions = 15;
/** Between submissions: an idle course, whose grader has its next processes up. */
const idleMs = 2500;

/** From submit to grade through a real database and a real grader, against the bare prediction. */
export async function benchGrading(folder: string, reference: Reference): Promise<Table> {
  console.log('Predicting in a bare Node …');
  const bare = await predictBare(folder, reference);
  console.log('Grading the reference solution …');
  const server = await startEmbedded(folder);
  try {
    await migrate(server.urls);
    await seed(server.urls.owner, { demo: true, timeZone: 'UTC', termStart: undefined, now: new Date() });
    return tableOf(bare, await gradeMany(server.urls, reference), reference);
  } finally {
    await server.stop();
  }
}

type Measured = { whole: number[]; steps: Record<string, number>[]; first: SubmissionView };

async function gradeMany(
  urls: { owner: string; web: string; grader: string },
  reference: Reference,
): Promise<Measured> {
  const steps: Measured['steps'] = [];
  const onRun = (run: { kind: string; took: Record<string, number> }) => run.kind === 'grade' && steps.push(run.took);
  const stop = new AbortController();
  const ready = Promise.withResolvers<void>();
  const grader = runGrader({ databaseUrl: urls.grader, signal: stop.signal, onReady: ready.resolve, onRun });
  const owner = connect(urls.owner, { max: 1, name: 'bench owner' });
  const web = connect(urls.web, { max: 4, name: 'bench web' });
  try {
    await Promise.race([ready.promise, grader]);
    const [student, staff] = [await insertPerson(owner.db), await insertPerson(owner.db, 'instructor')];
    const as = (user: Context['user']): Context => ({ user, db: web.db, now: new Date() });
    const listen = async (fn: (id: string) => void) => (await web.client.listen('submission', fn)).unlisten;

    const grade = async (weights: Uint8Array): Promise<SubmissionView> => {
      const input = { slug, code: reference.code, weights, label: null, idempotencyKey: randomUUID() };
      const { id } = await submit(as(student), input);
      const watch = { listen, signal: AbortSignal.timeout(60_000), everyMs: 1000 };
      for await (const view of watchSubmission(as(student), id, watch)) if (view.outcome) return view;
      throw new Error('The submission was not graded in time.');
    };

    const first = await grade(reference.weights);
    if (first.outcome !== 'graded') throw new Error(`The reference ended as ${first.outcome}: ${first.note?.code}.`);
    // What it sets going in the background ends before the clock runs.
    while (!(await listGradingRuns(as(staff), first.id)).some((run) => run.kind === 'verify' && run.outcome)) {
      await wait(500);
    }
    await grade(reference.stubborn);
    steps.length = 0;
    const whole: number[] = [];
    for (let i = 0; i < submissions; i++) {
      await wait(idleMs);
      const start = performance.now();
      await grade(reference.stubborn);
      whole.push(performance.now() - start);
    }
    return { whole, steps, first };
  } finally {
    stop.abort();
    await grader;
    await Promise.all([owner.close(), web.close()]);
  }
}

function tableOf(bare: BareTimes, { whole, steps, first }: Measured, { hidden, trainMs }: Reference): Table {
  const base = median(bare.warm);
  const step = (name: string) => steps.flatMap((took) => took[name] ?? []);
  const toCold = median(whole) / median(bare.cold);
  return {
    title: `A grade of the reference solution with weights (${hidden.shape[0]} hidden rows), idle`,
    rows: [
      row('prediction, bare warm Node', bare.warm, base),
      row('prediction, bare cold Node', bare.cold, base),
      row('submit to grade', whole, base),
      row('  of it, building in a sandbox', step('build'), base),
      row('  of it, predicting in another', step('predict'), base),
    ],
    notes: [
      `Submit to grade is ${toCold.toFixed(2)} x the bare cold prediction.`,
      `Trained here for four of its eleven epochs (${(trainMs / 1000).toFixed(0)} s), the reference got ${first.points} of ${first.maxPoints} points.`,
      'The timed weights are the same but for one bias, so that no verification follows.',
    ],
  };
}
