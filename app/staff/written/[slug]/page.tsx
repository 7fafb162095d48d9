import type { Metadata } from 'next';
import Link from 'next/link';
import { forbidden, notFound } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { findItemReading, getItem } from '#lib/writing/items.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { Time } from '../../../_components/time.tsx';
import { currentCourse, staffContext } from '../../../session.ts';
import { ItemForm } from '../item/item-form.tsx';

export const metadata: Metadata = { title: 'Edit written item' };

type Props = { params: Promise<{ slug: string }> };

export default async function EditItemPage({ params }: Props) {
  const { slug } = await params;
  const ctx = await staffContext(paths.staff.writtenItem(slug));
  if (!can.editItems(ctx.user)) forbidden();
  const item = await getItem(ctx, slug).catch(missing);
  const [{ timeZone }, reading, draft] = await Promise.all([
    currentCourse(),
    findItemReading(ctx, slug),
    findOwnDraft(ctx, `item:${slug}`),
  ]);
  const { revision, opensAt: _opens, dueAt, closesAt: _closes, releasedAt: _released, slug: _slug, ...asked } = item;
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.staff.written()} className="link">
            Written work
          </Link>
        }
        title={item.title}
        lead={
          <>
            Due <Time at={dueAt.toISOString()} withZone />. Dates are moved in the{' '}
            <Link href={paths.calendar()} className="link">
              calendar
            </Link>
            .
          </>
        }
      />
      <ItemForm
        timeZone={timeZone}
        start={{
          slug,
          revision,
          definition: { ...asked, reading },
          dates: null,
          prompt: draft ?? { text: item.prompt, revision: 0, savedAt: null },
        }}
      />
    </PageBody>
  );
}

function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
