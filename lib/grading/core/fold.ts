import { type AnyManifest, shownMetric, totalPoints } from '#lib/assignments/core/manifest.ts';
import { checkers } from './checkers/registry.ts';
import type { Outcome, RunNote } from './outcome.ts';
import { queueFor } from './plan.ts';
import { type Place, type QueueFacts, queueView } from './queue.ts';
import type { SubmissionView, TestView } from './view.ts';

/** A submission and the newest of its grading runs, as the database holds them. */
export type SubmissionFacts = {
  id: string;
  slug: string;
  createdAt: Date;
  label: string | null;
  hasWeights: boolean;
  manifest: AnyManifest;
  /** Of the version that a regrade graded with; null where it was the submission's own. */
  regradedWith: AnyManifest | null;
  run: {
    finishedAt: Date | null;
    outcome: Outcome | null;
    points: number | null;
    maxPoints: number | null;
    publicScore: number | null;
    improved: boolean | null;
    note: RunNote | null;
    log: string | null;
  } | null;
  /** By metric, from `released_metrics`: null until staff release the assignment. */
  privateScores: Record<string, number> | null;
  tests: TestView[];
  /** The job that waits or is at work, with its place; null where there is none. */
  job: (Place & { active: boolean }) | null;
};

/** What the student's page, the API and the event stream show. */
export function foldSubmission(facts: SubmissionFacts, queue: QueueFacts): SubmissionView {
  const run = facts.run?.outcome ? facts.run : null;
  const name = queueFor(facts.manifest, facts.hasWeights);
  const { metric, privateScore } = scoreOf(facts);
  return {
    id: facts.id,
    assignment: facts.slug,
    createdAt: facts.createdAt.toISOString(),
    gradedAt: run?.finishedAt?.toISOString() ?? null,
    outcome: run?.outcome ?? null,
    points: run?.points ?? null,
    maxPoints: run?.maxPoints ?? totalPoints(facts.manifest),
    score: { public: run?.publicScore ?? null, private: privateScore },
    improved: run?.improved ?? null,
    metric: metric && { id: metric, name: checkers[metric].name, says: checkers[metric].says },
    tests: run ? facts.tests : [],
    // Until it has a job, it comes after all that have one.
    queue: run ? null : queueView(name, facts.job ?? { ahead: queue.live[name], own: 0, held: false }, queue),
    running: run === null && facts.job?.active === true,
    label: facts.label,
    trainedByServer: name === 'train',
    note: run?.note ?? null,
    log: run?.log ?? null,
  };
}

/** What a submission's scores are of, by the version that graded it, and the private one where it is released. */
export function scoreOf(facts: Pick<SubmissionFacts, 'manifest' | 'regradedWith' | 'run' | 'privateScores'>) {
  const metric = shownMetric(facts.regradedWith ?? facts.manifest);
  const privateScore = facts.run?.outcome && metric ? (facts.privateScores?.[metric] ?? null) : null;
  return { metric, privateScore };
}
