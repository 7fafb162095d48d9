'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { costsAttempt } from '#lib/grading/core/notes.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { paths } from '#lib/paths.ts';
import { followSubmission, submissionViewSchema, toFollow } from './follow.ts';

export type Sending = { code: string; weights: Uint8Array | null; label: string | null; idempotencyKey: string };

/** The submissions to this assignment, newest first; those that are not graded yet are followed until they are. */
export function useSubmissions({ slug, initial }: { slug: string; initial: SubmissionView[] }) {
  const [all, setAll] = useState(initial);
  const [sentIds, setSentIds] = useState<string[]>([]);
  const pending = all.find((view) => view.outcome === null) ?? null;
  const waiting = toFollow(all).join();

  const put = (view: SubmissionView) =>
    setAll((list) =>
      list.some(({ id }) => id === view.id) ? list.map((one) => (one.id === view.id ? view : one)) : [view, ...list],
    );

  const heard = useEffectEvent(put);

  // The server tells how the grading goes; a stream ends with the grade. They begin again after a reload.
  useEffect(() => {
    if (!waiting) return;
    const leave = waiting.split(',').map((id) => followSubmission(id, { onView: (view) => heard(view) }));
    return () => leave.forEach((end) => void end());
  }, [waiting]);

  /** @throws with the server's own words where it refuses */
  async function submit({ code, weights, label, idempotencyKey }: Sending): Promise<SubmissionView> {
    const form = new FormData();
    form.set('code', code);
    if (label) form.set('label', label);
    if (weights) form.set('weights', new Blob([Uint8Array.from(weights)]), 'weights.safetensors');
    const response = await fetch(paths.api.submissions(slug), {
      method: 'POST',
      body: form,
      headers: { 'idempotency-key': idempotencyKey },
    });
    if (!response.ok) throw new Error(await problemOf(response));
    const view = submissionViewSchema.parse(await response.json());
    put(view);
    setSentIds((ids) => (ids.includes(view.id) ? ids : [...ids, view.id]));
    return view;
  }

  const followed = pending ?? all.find(({ id }) => sentIds.includes(id)) ?? null;
  const spent = all.filter((view) => sentIds.includes(view.id) && costsAttempt(view));
  return { all, submit, followed, best: bestOf(all), newlyUsed: spent.length };
}

/** The public score that was told last: it is the best so far, whichever way the metric goes. Without scores, the points. */
function bestOf(all: SubmissionView[]): string | null {
  const measured = all.filter(({ score }) => score.public !== null);
  const last = measured.toSorted((a, b) => (a.gradedAt ?? '').localeCompare(b.gradedAt ?? '')).at(-1);
  if (last?.score.public != null) return `best public ${last.score.public.toFixed(3)}`;
  const points = all.flatMap((view) => (view.points === null ? [] : [view.points]));
  return points.length > 0 ? `best ${Math.max(...points)} of ${all[0]?.maxPoints} points` : null;
}

async function problemOf(response: Response): Promise<string> {
  const problem = await response.json().catch(() => null);
  return [problem?.title ?? `The server answered ${response.status}.`, problem?.detail].filter(Boolean).join(' ');
}
