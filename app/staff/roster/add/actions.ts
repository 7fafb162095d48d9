'use server';
import { z } from 'zod';
import { type Role, roles } from '#lib/auth/core.ts';
import { sendPasswordLinks } from '#lib/notices/account.ts';
import { paths } from '#lib/paths.ts';
import { addPerson } from '#lib/roster/people.ts';
import { staffContext } from '../../../session.ts';
import { notWhole, publicLink, refusal, sendsMail } from '../words.ts';

type Draft = { email: string; name: string; role: Role; sectionId: string };

/** `count` rises with every answer. `link` is null where a mail brings it. */
export type AddState = { count: number } & (
  | { kind: 'new' }
  | { kind: 'refused'; problem: string; draft: Draft }
  | { kind: 'added'; name: string; email: string; link: string | null }
);

const inputSchema = z.object({
  email: z.string().max(1000),
  name: z.string().max(1000),
  role: z.enum(roles),
  sectionId: z.string().max(100),
  mail: z.literal('on').optional(),
});

export async function addAction({ count }: AddState, form: FormData): Promise<AddState> {
  const ctx = await staffContext(paths.staff.addPerson());
  const input = inputSchema.safeParse(Object.fromEntries(form));
  const next = { count: count + 1 };
  if (!input.success) {
    const draft = { email: '', name: '', role: 'student' as const, sectionId: '' };
    return { ...next, kind: 'refused', problem: notWhole, draft };
  }
  const { mail, ...draft } = input.data;
  const added = await addPerson(ctx, { ...draft, sectionId: draft.sectionId || null }).catch(refusal);
  if ('problem' in added) return { ...next, kind: 'refused', problem: added.problem, draft };
  const { name, email, id } = added.user;
  const mails = mail === 'on' && sendsMail();
  if (mails) await sendPasswordLinks(ctx, [id]);
  return { ...next, kind: 'added', name, email, link: mails ? null : publicLink(paths.setPassword(added.token)) };
}
