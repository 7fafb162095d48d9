import type { Metadata } from 'next';
import Link from 'next/link';
import { forbidden } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { addDays, dayOf } from '#lib/calendar/core/zone.ts';
import { emptyDraft } from '#lib/drafts/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { paths } from '#lib/paths.ts';
import { type Definition, proposalFields, reflectionFields } from '#lib/writing/core/definition.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { currentCourse, staffContext } from '../../../session.ts';
import { ItemForm } from '../item/item-form.tsx';

export const metadata: Metadata = { title: 'New written item' };

type Props = { searchParams: Promise<{ kind?: string }> };

export default async function NewItemPage({ searchParams }: Props) {
  const kind = (await searchParams).kind === 'proposal' ? 'proposal' : 'written';
  const ctx = await staffContext(paths.staff.newWritten(kind));
  if (!can.editItems(ctx.user)) forbidden();
  const [{ timeZone }, draft] = await Promise.all([currentCourse(), findOwnDraft(ctx, `item:new-${kind}`)]);
  const today = dayOf(ctx.now, timeZone);
  const at = (days: number, time: string) => `${addDays(today, days)}T${time}`;
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.staff.written()} className="link">
            Written work
          </Link>
        }
        title={kind === 'proposal' ? 'New proposal' : 'New written item'}
      />
      <ItemForm
        timeZone={timeZone}
        start={{
          slug: null,
          revision: 0,
          definition: empty(kind),
          dates: { opensAt: at(1, '08:00'), dueAt: at(8, '23:59'), closesAt: at(15, '23:59') },
          prompt: draft ?? emptyDraft,
        }}
      />
    </PageBody>
  );
}

const empty = (kind: Definition['kind']): Definition => ({
  kind,
  title: '',
  prompt: '',
  fields: kind === 'proposal' ? proposalFields : reflectionFields,
  scale: kind === 'proposal' ? 'decision' : 'points',
  maxPoints: kind === 'proposal' ? null : 10,
  criteria: [],
  allowPdf: false,
  maxAuthors: 1,
  hideNames: kind === 'written',
  reading: null,
});
