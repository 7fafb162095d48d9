'use server';
import { redirect } from 'next/navigation';
import { withinSite } from '#lib/auth/core.ts';
import { CourseError } from '#lib/errors.ts';
import { releaseItem } from '#lib/items/release.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../../session.ts';

/** @returns why nothing was released, in words */
export async function releaseAction(_earlier: string | null, form: FormData): Promise<string | null> {
  const ctx = await staffContext(paths.staff.release());
  try {
    await releaseItem(ctx, String(form.get('slug') ?? ''));
  } catch (error) {
    if (!(error instanceof CourseError)) throw error;
    return [error.message, error.remedy].filter(Boolean).join(' ');
  }
  redirect(withinSite(String(form.get('back') ?? '')));
}
