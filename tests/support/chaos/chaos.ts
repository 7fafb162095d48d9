import { setTimeout as wait } from 'node:timers/promises';
import { mulberry32 } from '#lib/ml/random.ts';
import { insertTiny } from '../tiny-assignment.ts';
import { insertFunctions } from '../tiny-functions.ts';
import { type Audit, audit, type Progress, readProgress } from './audit.ts';
import { againMs, type ChaosCourse, orderOf } from './course.ts';
import type { Order, Work } from './order.ts';
import { stopInMidRun } from './stop.ts';

export type Victim = 'grader' | 'web' | 'database';

export type ChaosPlan = {
  submissions: number;
  /** In this order, spread over the run. */
  kills: Victim[];
  /** How many times a grader is stopped in the middle of a run, and goes on after another has done its work. */
  stops: number;
  seed: number;
  say?: (line: string) => void;
};

/** Submissions that wait at a time: enough to keep every grader busy, few enough to be sent until the end. */
const crowd = 20;
/** A kill comes up to so long after its turn, wherever the victims are then. */
const spreadMs = 1000;
/** Without any progress for so long, something hangs. */
const hangMs = 120_000;

/** Draws victims: of ten kills, about five of graders, three of the web server, two of the database. */
export function drawKills(count: number, seed: number): Victim[] {
  const random = mulberry32(seed);
  const draw = () => {
    const share = random();
    return share < 0.5 ? 'grader' : share < 0.8 ? 'web' : 'database';
  };
  return Array.from({ length: count }, draw);
}

/** A run of chaos: what was planned, how far it is, and whether it is over. */
type Storm = {
  course: ChaosCourse;
  plan: ChaosPlan;
  accepted: Map<string, Order>;
  progress: Progress;
  over: AbortSignal;
};

/**
 * Students send, graders grade, and all the while processes are killed outright.
 * @returns what became of the submissions, once every job is settled or nothing has moved for two minutes
 */
export async function wreak(course: ChaosCourse, plan: ChaosPlan): Promise<Audit> {
  const attempts = plan.submissions;
  const model = await insertTiny(course.owner.db, { attempts });
  const functions = await insertFunctions(course.owner.db, { attempts });
  const slugs = [model.slug, functions.slug];
  const orders = drawOrders(course, plan, (work) => (work === 'functions' ? functions : model).slug);
  const end = new AbortController();
  const storm = { course, plan, accepted: new Map(), progress: { graded: 0, waiting: 0 }, over: end.signal };
  const all = Promise.all([sendAll(storm, orders), killAll(storm), stopGraders(storm)]);
  let isSent = false;
  all.then(
    () => {
      isSent = true;
    },
    () => end.abort(),
  );
  await watch(storm, slugs, () => isSent);
  end.abort();
  await all;
  return audit(course, slugs, storm.accepted);
}

/** Keeps `progress` up to date until all is done, or nothing moves any more. */
async function watch({ course, plan, progress, over }: Storm, slugs: string[], isSent: () => boolean): Promise<void> {
  let movedAt = performance.now();
  while (!over.aborted && performance.now() - movedAt < hangMs) {
    const now = await readProgress(course, slugs);
    if (now.graded !== progress.graded || now.waiting !== progress.waiting) movedAt = performance.now();
    Object.assign(progress, now);
    if (isSent() && now.graded === plan.submissions && now.waiting === 0) return;
    await wait(againMs);
  }
}

/** Of ten, one has to be trained, one is functions, and the others are weights, about half of them right. */
function drawOrders(
  { students }: ChaosCourse,
  { submissions, seed }: ChaosPlan,
  slugOf: (work: Work) => string,
): Order[] {
  const random = mulberry32(seed);
  const draw = (i: number): Work => {
    if (i % 10 === 3) return 'trained';
    if (i % 10 === 7) return 'functions';
    return random() < 0.5 ? 'right' : 'wrong';
  };
  return Array.from({ length: submissions }, (_, i) => {
    const student = students[i % students.length];
    if (!student) throw new Error('Nobody is enrolled.');
    const work = draw(i);
    return orderOf(slugOf(work), student, work);
  });
}

/** Four people at a time, as long as not too many wait. */
async function sendAll({ course, accepted, progress, over }: Storm, orders: Order[]): Promise<void> {
  const lane = async () => {
    for (let order = orders.shift(); order && !over.aborted; order = orders.shift()) {
      while (accepted.size - progress.graded >= crowd && !over.aborted) await wait(againMs);
      if (await course.submit(order, over)) accepted.set(order.key, order);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

async function killAll({ course, plan, progress, over }: Storm): Promise<void> {
  const { kills, submissions, seed, say = () => {} } = plan;
  const random = mulberry32(seed + 1);
  for (const [i, victim] of kills.entries()) {
    while (progress.graded < ((i + 1) * submissions) / (kills.length + 1) && !over.aborted) await wait(againMs);
    if (over.aborted) return;
    await wait(random() * spreadMs);
    say(`${String(i + 1).padStart(4)}  ${progress.graded} graded, ${progress.waiting} wait: kill -9 ${victim}`);
    await strike(course, victim, random());
  }
}

async function strike(course: ChaosCourse, victim: Victim, draw: number): Promise<void> {
  if (victim === 'database') return course.killDatabase();
  if (victim === 'web') return course.web.kill();
  return course.graders[Math.floor(draw * course.graders.length)]?.kill();
}

async function stopGraders({ course, plan, progress, over }: Storm): Promise<void> {
  const { stops, submissions, say = () => {} } = plan;
  for (let i = 0; i < stops; i++) {
    while (progress.graded < (i * submissions) / (stops + 1) && !over.aborted) await wait(againMs);
    const stopped = await stopInMidRun(course, over);
    if (!stopped) return;
    say(`      SIGSTOP ${stopped.name} in the middle of a run`);
    const done = () => course.owner.client`select from grading_runs
      where job_id = ${stopped.jobId} and outcome <> 'infra_error'`;
    while (!over.aborted && (await course.ask(done)).length === 0) await wait(againMs);
    say(`      SIGCONT ${stopped.name}`);
    stopped.goOn();
  }
}
