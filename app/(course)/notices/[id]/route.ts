import { redirect } from 'next/navigation';
import { withinSite } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { openNotice } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { pageContext } from '../../../session.ts';

export const dynamic = 'force-dynamic';

/** Marks a notice of the reader's read and goes where it leads; from what is none of theirs, to the list of theirs. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<never> {
  const { id } = await params;
  const ctx = await pageContext(paths.notice(id));
  const href = await openNotice(ctx, id).catch((error) => {
    if (error instanceof NotFound) return paths.notices();
    throw error;
  });
  redirect(withinSite(href));
}
