'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { type Role, roles } from '#lib/auth/core.ts';
import { createPasswordLink, deactivateUser, reactivateUser } from '#lib/auth/server.ts';
import { sendPasswordLinks } from '#lib/notices/account.ts';
import { paths } from '#lib/paths.ts';
import { changePerson, getPerson } from '#lib/roster/people.ts';
import { staffContext } from '../../../session.ts';
import { notWhole, publicLink, refusal, sendsMail } from '../words.ts';

const changeSchema = z.object({
  id: z.uuid(),
  name: z.string().max(1000),
  role: z.enum(roles),
  sectionId: z.string().max(100),
  seenName: z.string().max(1000),
  seenRole: z.enum(roles),
  seenSectionId: z.string().max(100),
});

export type ChangeState =
  | { problem: string; draft?: { name: string; role: Role; sectionId: string } }
  | { done: string }
  | null;

export async function changeAction(_earlier: ChangeState, form: FormData): Promise<ChangeState> {
  const ctx = await staffContext(paths.staff.roster());
  const input = changeSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const { id, seenName, seenRole, seenSectionId, ...draft } = input.data;
  const seen = { name: seenName, role: seenRole, sectionId: seenSectionId || null };
  const changed = await changePerson(ctx, { id, ...draft, sectionId: draft.sectionId || null, seen }).catch(refusal);
  if (changed) return { problem: changed.problem, draft };
  refresh();
  return { done: 'Saved' };
}

const passwordSchema = z.object({ id: z.uuid(), way: z.enum(['mail', 'show']) });

export type PasswordState = { problem: string } | { done: string } | { link: string } | null;

export async function passwordAction(_earlier: PasswordState, form: FormData): Promise<PasswordState> {
  const ctx = await staffContext(paths.staff.roster());
  const input = passwordSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const made = await makeLink(ctx, input.data).catch(refusal);
  return made;
}

async function makeLink(
  ctx: Awaited<ReturnType<typeof staffContext>>,
  { id, way }: z.infer<typeof passwordSchema>,
): Promise<{ done: string } | { link: string }> {
  const { email } = await getPerson(ctx, id);
  if (way === 'show' || !sendsMail()) {
    return { link: publicLink(paths.setPassword(await createPasswordLink(ctx, { email }))) };
  }
  await sendPasswordLinks(ctx, [id]);
  return { done: `A mail with a link is on its way to ${email}.` };
}

const accessSchema = z.object({ id: z.uuid(), to: z.enum(['end', 'begin']) });

export type AccessState = { problem: string } | null;

export async function accessAction(_earlier: AccessState, form: FormData): Promise<AccessState> {
  const ctx = await staffContext(paths.staff.roster());
  const input = accessSchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const change = async () => {
    const { email } = await getPerson(ctx, input.data.id);
    await (input.data.to === 'end' ? deactivateUser : reactivateUser)(ctx, { email });
  };
  const refused = await change().catch(refusal);
  if (refused) return refused;
  refresh();
  return null;
}
