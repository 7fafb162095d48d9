'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { paths } from '#lib/paths.ts';
import { createSection, deleteSection, renameSection } from '#lib/roster/sections.ts';
import { staffContext } from '../../../session.ts';
import { notWhole, refusal } from '../words.ts';

/** What to tell beside a form that could not be carried out, with what was typed. */
export type Refused = { problem: string; name: string } | null;

const nameSchema = z.object({ name: z.string().max(1000) });

export async function createAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.sections());
  const input = nameSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole, name: '' };
  const refused = await createSection(ctx, input.data).catch(refusal);
  if (refused) return { ...refused, name: input.data.name };
  refresh();
  return null;
}

const sectionSchema = nameSchema.extend({
  id: z.uuid(),
  seen: z.string().max(1000),
  act: z.enum(['rename', 'delete']),
});

export async function sectionAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.sections());
  const input = sectionSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole, name: '' };
  const { act, id, name, seen } = input.data;
  const refused = await (act === 'rename' ? renameSection(ctx, { id, name, seen }) : deleteSection(ctx, { id })).catch(
    refusal,
  );
  if (refused) return { ...refused, name };
  refresh();
  return null;
}
