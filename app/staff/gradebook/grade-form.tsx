'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import type { Cell } from '#lib/gradebook/core.ts';
import { Button } from '../../_components/button.tsx';
import { controlClass, Field, TextField } from '../../_components/field.tsx';
import { type GradeResult, setGradeAction, withdrawGradeAction } from './actions.ts';

type Props = { userId: string; slug: string; cell: Cell; maxPoints: number };

/** Puts a grade in the place of the one that was earned, or takes it back. */
export function GradeForm({ userId, slug, cell, maxPoints }: Props) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const base = { userId, slug, baseAt: cell.override?.at ?? null };
  const act = (doIt: () => Promise<GradeResult>) =>
    start(async () => {
      const result = await doIt().catch(() => ({ problem: 'The server did not answer. Nothing was changed.' }));
      setProblem('problem' in result ? result.problem : null);
      if ('done' in result) router.refresh();
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const points = Number(String(form.get('points')).replace(',', '.'));
    const reason = String(form.get('reason'));
    act(() => setGradeAction({ ...base, points, reason }));
  };
  return (
    <details className="mt-5 border-t border-rule pt-4" open={problem !== null || undefined}>
      <summary className="min-h-6 cursor-pointer text-sm font-[550] pointer-coarse:min-h-11">
        {cell.override ? 'Change the grade that was set' : 'Set the grade'}
      </summary>
      <form onSubmit={submit} className="mt-3 space-y-4">
        <TextField
          label="Points"
          hint={`0 to ${maxPoints}.`}
          name="points"
          inputMode="decimal"
          required
          defaultValue={cell.points ?? ''}
          autoComplete="off"
        />
        <Field label="Reason" hint="The student reads it." error={problem}>
          {(ids) => <textarea {...ids} name="reason" rows={3} maxLength={2000} required className={controlClass} />}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" size="sm" tone="primary" busy={busy}>
            Set the grade
          </Button>
          {cell.override && (
            <Button size="sm" busy={busy} onClick={() => act(() => withdrawGradeAction(base))}>
              Count what was earned
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
