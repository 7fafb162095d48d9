import { z } from 'zod';
import { metrics } from '#lib/grading/core/checkers/metric.ts';
import { outcomes, runNoteSchema } from '#lib/grading/core/outcome.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { paths } from '#lib/paths.ts';

/** A submission as the API documents it. */
export const submissionViewSchema: z.ZodType<SubmissionView> = z.object({
  id: z.string(),
  assignment: z.string(),
  createdAt: z.string(),
  gradedAt: z.string().nullable(),
  outcome: z.enum(outcomes).nullable(),
  points: z.number().nullable(),
  maxPoints: z.number(),
  score: z.object({ public: z.number().nullable(), private: z.number().nullable() }),
  improved: z.boolean().nullable(),
  metric: z.object({ id: z.enum(metrics), name: z.string(), says: z.string() }).nullable(),
  tests: z.array(
    z.object({
      name: z.string(),
      passed: z.boolean(),
      points: z.number(),
      maxPoints: z.number(),
      message: z.string(),
    }),
  ),
  queue: z.object({ position: z.number(), etaSeconds: z.number(), stalled: z.boolean() }).nullable(),
  running: z.boolean(),
  label: z.string().nullable(),
  trainedByServer: z.boolean(),
  note: runNoteSchema.nullable(),
  log: z.string().nullable(),
});

/** What an event of a submission's stream holds; null where it is none. */
export function readSubmission(text: string): SubmissionView | null {
  try {
    return submissionViewSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

type Listener = { onView: (view: SubmissionView) => void; onConnection?: (open: boolean) => void };

/** Hears how the grading goes, from now until there is a result. @returns what ends it before */
export function followSubmission(id: string, { onView, onConnection }: Listener): () => void {
  const events = new EventSource(paths.api.submissionEvents(id));
  events.onopen = () => onConnection?.(true);
  events.onerror = () => onConnection?.(false); // the browser tries again by itself
  events.onmessage = ({ data }) => {
    const view = readSubmission(data);
    if (!view) return;
    if (view.outcome !== null) events.close();
    onView(view);
  };
  return () => events.close();
}

/** Over HTTP/1.1 a browser has six connections for all tabs of a site; each stream holds one. */
const streamsAtOnce = 3;

/** Which submissions to follow now: those that wait, in the order in which they will be graded. */
export const toFollow = (newestFirst: readonly SubmissionView[]): string[] =>
  newestFirst
    .filter(({ outcome }) => outcome === null)
    .map(({ id }) => id)
    .reverse()
    .slice(0, streamsAtOnce);
