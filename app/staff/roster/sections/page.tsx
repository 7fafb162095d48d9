import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { listSections } from '#lib/roster/sections.ts';
import { EmptyState } from '../../../_components/empty-state.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { staffContext } from '../../../session.ts';
import { RosterHeader } from '../roster-header.tsx';
import { NewSection, SectionForm } from './forms.tsx';

export const metadata: Metadata = { title: 'Sections' };

export default async function SectionsPage() {
  const ctx = await staffContext(paths.staff.sections());
  const sections = await listSections(ctx);
  const manages = can.manageUsers(ctx.user);
  return (
    <PageBody width="text">
      <RosterHeader title="Sections" lead="Groups of the class. A person is in one of them, or in none." />
      <div className="space-y-10">
        {sections.length === 0 ? (
          <EmptyState title="No sections yet">A class that meets in several groups has one section a group.</EmptyState>
        ) : (
          <ul className="border-t border-rule">
            {sections.map(({ id, name, members }) => (
              <li key={id} className="flex flex-wrap items-end justify-between gap-3 border-b border-rule py-4">
                {manages ? (
                  <SectionForm id={id} name={name} isEmpty={members === 0} />
                ) : (
                  <bdi className="font-[550]">{name}</bdi>
                )}
                <a
                  href={`${paths.staff.roster()}?section=${encodeURIComponent(`is:${name}`)}`}
                  className="link text-sm"
                >
                  {members === 1 ? '1 person' : `${members} people`}
                  <span className="sr-only"> in {name}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
        {manages && <NewSection />}
      </div>
    </PageBody>
  );
}
