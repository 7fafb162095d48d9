'use server';
import { redirect } from 'next/navigation';
import { noticeKinds } from '#lib/notices/core.ts';
import { setMailSettings } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../../session.ts';

export async function saveMailAction(form: FormData): Promise<void> {
  const ctx = await pageContext(paths.noticeSettings());
  const ticked = form.getAll('kind');
  await setMailSettings(
    ctx,
    noticeKinds.filter((kind) => ticked.includes(kind)),
  );
  redirect(`${paths.noticeSettings()}?saved`);
}
