import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { endDraft, findOwnDraft, saveDraft } from '#lib/drafts/server.ts';
import { Forbidden, InvalidInput, TooLarge } from '#lib/errors.ts';
import { maxFileBytes } from './read-file.ts';

/** A file between its upload and its import lies with the person's drafts: packed, because a draft is smaller. */
const place = 'roster:import';

/** Keeps the file whose preview the caller looks at; an earlier one is replaced. @throws TooLarge, InvalidInput */
export async function keepUpload(ctx: Context, file: Uint8Array): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change the roster.');
  if (file.length === 0) throw new InvalidInput('No file was chosen, or it is empty.', 'Choose a CSV file.');
  if (file.length > maxFileBytes) throw new TooLarge('The file', `${maxFileBytes / 1000} kB`);
  const text = (await promisify(gzip)(file)).toString('base64');
  const baseRevision = (await findOwnDraft(ctx, place))?.revision ?? 0;
  const saved = await saveDraft(ctx, { place, text, baseRevision });
  if (saved.status === 'conflict') throw new InvalidInput('Another tab uploaded a file too.', 'Choose the file again.');
}

/** The file that the caller uploaded last and has neither applied nor dropped; null where there is none. */
export async function findUpload(ctx: Context): Promise<Uint8Array | null> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change the roster.');
  const draft = await findOwnDraft(ctx, place);
  if (!draft) return null;
  // Packed by keepUpload, which bounds what comes out; the limit holds whatever the database says.
  return promisify(gunzip)(Buffer.from(draft.text, 'base64'), { maxOutputLength: maxFileBytes });
}

export async function dropUpload(ctx: Context): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change the roster.');
  await endDraft(ctx, place);
}
