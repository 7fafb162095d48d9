'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { startRegrade } from '#lib/grading/regrade.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../../session.ts';
import { type Refused, refusal } from './refusal.ts';

const startSchema = z.object({
  slug: z.string().max(64),
  cover: z.enum(['all', 'counting']),
  reason: z.string().max(4000),
});

export async function startRegradeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.regrades());
  const input = startSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: 'The form did not arrive whole. Load the page again.', typed: {} };
  const started = await startRegrade(ctx, input.data).then((id) => ({ id }), refusal);
  if ('problem' in started) return { problem: started.problem, typed: input.data };
  redirect(paths.staff.regrade(started.id));
}
