import { type QueueName, typicalSeconds } from './queue.ts';

/** One queue as it is now. Only in `grade` and `train` a student waits. */
export type QueueState = {
  queue: QueueName | 'regrade' | 'verify';
  waiting: number;
  running: number;
  /** Seconds since the oldest waiting job was sent; null where none waits. */
  oldestSeconds: number | null;
};

export type GradingFacts = {
  /** Alive now. */
  graders: number;
  unsafeGraders: number;
  queues: QueueState[];
  /** Median of each queue's latest runs, in seconds; null where there are none. */
  recentSeconds: Record<QueueName, number | null>;
  /** Runs that ended as a failure of ours within the last hour, those that were tried again included. */
  failuresLastHour: number;
  /** Submissions that our own failures left without a grade, */
  ungraded: number;
  /** without the verification of one, */
  unverified: number;
  /** and without a job that would give them one. */
  forgotten: number;
};

/** What staff should look at, and with which numbers it was decided. */
export type Concern =
  | { kind: 'no_grader'; waiting: number }
  | { kind: 'unsafe'; graders: number }
  | { kind: 'slow'; queue: QueueName; waiting: number; oldestSeconds: number; typicalSeconds: number }
  | { kind: 'behind'; queue: BackgroundQueue; waiting: number; oldestSeconds: number }
  | { kind: 'failures' | 'ungraded' | 'unverified' | 'forgotten'; count: number };

type BackgroundQueue = Exclude<QueueState['queue'], QueueName>;

/** A queue is slow when its oldest job has waited as long as this many runs take, */
const slowFactor = 5;
/** and longer than this: seconds that nobody minds. */
const slowFloorSeconds = 60;
/** Nobody waits for verifications and regrades, but all should have had their turn in a night. */
const nightSeconds = 24 * 3600;
/** One grader that was switched off leaves a run or two behind; more have a common cause. */
const manyFailures = 3;

/** The most urgent first; none where all is well. */
export function concernsOf(facts: GradingFacts): Concern[] {
  const asked = facts.queues.filter(isAwaited);
  const waiting = asked.reduce((sum, queue) => sum + queue.waiting, facts.forgotten);
  const concerns: Concern[] = [];
  if (facts.graders === 0) concerns.push({ kind: 'no_grader', waiting });
  if (facts.unsafeGraders > 0) concerns.push({ kind: 'unsafe', graders: facts.unsafeGraders });
  concerns.push(...asked.flatMap((queue) => slowness(queue, facts.recentSeconds[queue.queue])));
  if (facts.failuresLastHour >= manyFailures) concerns.push({ kind: 'failures', count: facts.failuresLastHour });
  for (const kind of ['forgotten', 'ungraded', 'unverified'] as const) {
    if (facts[kind] > 0) concerns.push({ kind, count: facts[kind] });
  }
  concerns.push(...facts.queues.flatMap(lag));
  return concerns;
}

type AwaitedQueue = QueueState & { queue: QueueName };

const isAwaited = (state: QueueState): state is AwaitedQueue => state.queue === 'grade' || state.queue === 'train';

function slowness({ queue, waiting, oldestSeconds }: AwaitedQueue, recent: number | null): Concern[] {
  const typical = recent ?? typicalSeconds[queue];
  if (oldestSeconds === null || oldestSeconds <= Math.max(slowFloorSeconds, slowFactor * typical)) return [];
  return [{ kind: 'slow', queue, waiting, oldestSeconds, typicalSeconds: typical }];
}

function lag({ queue, waiting, oldestSeconds }: QueueState): Concern[] {
  if (queue === 'grade' || queue === 'train') return [];
  return oldestSeconds !== null && oldestSeconds > nightSeconds
    ? [{ kind: 'behind', queue, waiting, oldestSeconds }]
    : [];
}
