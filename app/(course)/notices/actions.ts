'use server';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { readAllNotices } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../session.ts';

const inputSchema = z.object({ until: z.iso.datetime() });

/** Marks read what the page showed. */
export async function readAllAction(form: FormData): Promise<void> {
  const ctx = await pageContext(paths.notices());
  const input = inputSchema.safeParse(Object.fromEntries(form));
  if (input.success) await readAllNotices(ctx, new Date(input.data.until));
  redirect(paths.notices());
}
