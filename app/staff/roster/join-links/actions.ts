'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { paths } from '#lib/paths.ts';
import { createJoinCode, revokeJoinCode } from '#lib/roster/join-codes.ts';
import { staffContext } from '../../../session.ts';
import { notWhole, refusal } from '../words.ts';

export type Refused = { problem: string } | null;

const createSchema = z.object({
  days: z.coerce.number().int(),
  sectionId: z.union([z.uuid(), z.literal('')]).optional(),
});

export async function createCodeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.joinCodes());
  const input = createSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const { days, sectionId } = input.data;
  const made = await createJoinCode(ctx, { days, sectionId: sectionId || null }).catch(refusal);
  if (typeof made !== 'string') return made;
  refresh();
  return null;
}

const revokeSchema = z.object({ code: z.string().max(32) });

export async function revokeCodeAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.joinCodes());
  const input = revokeSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const refused = await revokeJoinCode(ctx, input.data).catch(refusal);
  if (refused) return refused;
  refresh();
  return null;
}
