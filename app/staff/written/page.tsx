import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { listAllCorrections } from '#lib/writing/corrections.ts';
import { listItemsForStaff } from '#lib/writing/items.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Time } from '../../_components/time.tsx';
import { Prose } from '../../_writing/prose.tsx';
import { staffContext } from '../../session.ts';
import { CorrectionForm, Withdraw } from './correction-form.tsx';
import { ItemTable } from './item-table.tsx';

export const metadata: Metadata = { title: 'Written work' };

export default async function WrittenPage() {
  const ctx = await staffContext(paths.staff.written());
  const [items, { items: all, corrections }] = await Promise.all([listItemsForStaff(ctx), listAllCorrections(ctx)]);
  const mayEdit = can.editItems(ctx.user);
  const titles = new Map(all.map(({ slug, title }) => [slug, title || slug]));
  return (
    <PageBody>
      <PageHeader
        title="Written work"
        lead="Proposals, reflections, milestones, reports: what is asked for, and what waits to be graded."
        actions={mayEdit && <NewItem />}
      />
      <div className="space-y-14">
        {items.length === 0 ? (
          <EmptyState title="Nothing is asked for yet">
            Ask for a reflection on a reading or a report: a prompt, a range of words, a date, and how it is graded.
          </EmptyState>
        ) : (
          <ItemTable items={items} mayEdit={mayEdit} />
        )}
        <section aria-labelledby="corrections">
          <h2 id="corrections" className="text-2xl">
            Corrections
          </h2>
          <p className="mt-1 mb-5 max-w-measure text-ink-soft">
            A correction stands above the prompt with its date, for code as well. Students are told.
          </p>
          {corrections.length > 0 && (
            <ul className="mb-8 border-t border-rule">
              {corrections.map(({ id, slug, body, createdAt, by }) => (
                <li
                  key={id}
                  className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2 border-b border-rule py-4"
                >
                  <div className="min-w-0 max-w-measure">
                    <p className="mb-1 text-sm text-ink-soft">
                      <span className="font-[550] text-ink">{titles.get(slug)}</span>, <bdi>{by}</bdi>,{' '}
                      <Time at={createdAt.toISOString()} show="absolute" past />
                    </p>
                    <Prose markdown={body} headingLevel={3} compact />
                  </div>
                  <Withdraw id={id} title={titles.get(slug) ?? slug} />
                </li>
              ))}
            </ul>
          )}
          <CorrectionForm items={all.map(({ slug, title }) => ({ slug, title: title || slug }))} />
        </section>
      </div>
    </PageBody>
  );
}

function NewItem() {
  return (
    <>
      <ButtonLink href={paths.staff.newWritten('written')} tone="primary">
        New written item
      </ButtonLink>
      <ButtonLink href={paths.staff.newWritten('proposal')}>New proposal</ButtonLink>
    </>
  );
}
