import { listGraders, readQueueFacts } from '#db/queries/grading.ts';
import { countFailures, countForgotten, listQueues, listRunTimes } from '#db/queries/grading-staff.ts';
import { queues } from '#db/queue.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { type Concern, concernsOf, type QueueState } from './core/concerns.ts';
import { type Outcome, outcomes, type RunKind } from './core/outcome.ts';
import { countUngraded, listUnverified } from './staff.ts';

export type RunTimes = { kind: RunKind; outcome: Outcome; count: number; median: number; p95: number };
export type GraderState = { id: string; name: string; isolate: string; tier: string; warm: number; startedAt: string };

/** Grading as staff see it at one moment. Times in seconds, instants as ISO 8601. */
export type GradingOverview = {
  concerns: Concern[];
  /** Every queue, empty ones too. */
  queues: QueueState[];
  /** Of the last 24 hours, by kind and outcome. */
  runs: RunTimes[];
  /** Alive now, the longest first. */
  graders: GraderState[];
};

const hourMs = 3600_000;

/** @throws Forbidden */
export async function getGradingOverview(ctx: Context): Promise<GradingOverview> {
  if (!can.seeGrading(ctx.user)) throw new Forbidden('This page is for staff.');
  const { db, now } = ctx;
  const ago = (hours: number) => new Date(now.getTime() - hours * hourMs);
  const [waiting, times, failuresLastHour, graders, { recentSeconds }, forgotten, ungraded, unverified] =
    await Promise.all([
      listQueues(db),
      listRunTimes(db, ago(24)),
      countFailures(db, ago(1)),
      listGraders(db, now),
      readQueueFacts(db, now),
      countForgotten(db),
      countUngraded(ctx),
      listUnverified(ctx),
    ]);
  const states = statesOf(waiting);
  const unsafeGraders = graders.filter(({ tier }) => tier === 'unsafe').length;
  return {
    concerns: concernsOf({
      ...{ graders: graders.length, unsafeGraders, queues: states, recentSeconds, failuresLastHour, forgotten },
      ...{ ungraded: ungraded?.count ?? 0, unverified: unverified.total },
    }),
    queues: states,
    runs: inOrder(times),
    graders: graders
      .toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
      .map(({ id, name, isolate, tier, warm, startedAt }) => {
        return { id, name, isolate, tier, warm, startedAt: startedAt.toISOString() };
      }),
  };
}

function statesOf(rows: Awaited<ReturnType<typeof listQueues>>): QueueState[] {
  return Object.values(queues).map((queue) => {
    const row = rows.find((each) => each.queue === queue);
    return { queue, waiting: row?.waiting ?? 0, running: row?.running ?? 0, oldestSeconds: row?.oldest ?? null };
  });
}

/** Grades before verifications, and outcomes in the order in which they are listed everywhere. */
function inOrder(times: Awaited<ReturnType<typeof listRunTimes>>): RunTimes[] {
  const kinds: RunKind[] = ['grade', 'verify'];
  return kinds.flatMap((kind) =>
    outcomes.flatMap((outcome) => {
      const found = times.find((row) => row.kind === kind && row.outcome === outcome);
      return found ? [{ ...found, kind, outcome }] : [];
    }),
  );
}
