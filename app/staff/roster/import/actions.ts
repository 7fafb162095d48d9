'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Context } from '#lib/context.ts';
import { InvalidInput } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { applyImport, type ImportChoice, type ImportResult } from '#lib/roster/import.ts';
import { dropUpload, findUpload, keepUpload } from '#lib/roster/upload.ts';
import { staffContext } from '../../../session.ts';
import { notWhole, refusal, sendsMail } from '../words.ts';

export type Refused = { problem: string } | null;

export async function uploadAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.importRoster());
  const file = form.get('file');
  if (!(file instanceof File)) return { problem: notWhole };
  const refused = await keepUpload(ctx, new Uint8Array(await file.arrayBuffer())).catch(refusal);
  if (refused) return refused;
  redirect(paths.staff.importRoster());
}

const applySchema = z.object({
  fingerprint: z.string().max(64),
  deactivateMissing: z.literal('on').optional(),
  sendLinks: z.literal('on').optional(),
});

export async function applyAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.staff.importRoster());
  const input = applySchema.safeParse(Object.fromEntries(form));
  if (!input.success) return { problem: notWhole };
  const { fingerprint, deactivateMissing, sendLinks } = input.data;
  const choice = {
    fingerprint,
    deactivateMissing: deactivateMissing === 'on',
    sendLinks: sendLinks === 'on' && sendsMail(),
  };
  const done = await applyUpload(ctx, choice).catch(refusal);
  if ('problem' in done) return done;
  redirect(`${paths.staff.importRoster()}?done=${done.added}-${done.changed}-${done.deactivated}`);
}

async function applyUpload(ctx: Context, choice: ImportChoice): Promise<ImportResult> {
  const file = await findUpload(ctx);
  if (!file) throw new InvalidInput('The file is not there any more.', 'Choose it again.');
  const done = await applyImport(ctx, file, choice);
  await dropUpload(ctx);
  return done;
}

/** The file goes; nothing was changed. */
export async function dropAction(): Promise<void> {
  const ctx = await staffContext(paths.staff.importRoster());
  await dropUpload(ctx);
  redirect(paths.staff.importRoster());
}
