import type { Metadata } from 'next';
import { z } from 'zod';
import { can, roles } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { listPeople } from '#lib/roster/people.ts';
import { listSections } from '#lib/roster/sections.ts';
import { canBeStored } from '#lib/text/core.ts';
import { Button } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { staffContext } from '../../session.ts';
import { Filters } from './filters.tsx';
import { Pages } from './pages.tsx';
import { PeopleTable } from './people-table.tsx';
import { RosterActions } from './roster-header.tsx';

export const metadata: Metadata = { title: 'Roster' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** What cannot be read counts as not asked for. */
const querySchema = z.object({
  q: z.string().trim().max(200).refine(canBeStored).catch(''),
  role: z.enum(roles).optional().catch(undefined),
  section: z.string().max(200).refine(canBeStored).optional().catch(undefined),
  state: z.enum(['active', 'deactivated', 'no_password']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

export default async function RosterPage({ searchParams }: Props) {
  const ctx = await staffContext(paths.staff.roster());
  const { page, ...query } = querySchema.parse(await searchParams);
  // A section is named by "is:<name>", so that "in none" and "not asked" differ.
  const section = query.section?.startsWith('is:') ? query.section.slice(3) : undefined;
  const filter = { text: query.q || undefined, role: query.role, section, state: query.state };
  const [found, sections] = await Promise.all([listPeople(ctx, filter, page), listSections(ctx)]);
  return (
    <PageBody>
      <PageHeader title="Roster" actions={<RosterActions user={ctx.user} />} />
      <div className="space-y-6">
        <Filters query={query} sections={sections} total={found.total} />
        {found.people.length === 0 ? (
          <EmptyState title="Nobody is found">Change what you look for, or add people.</EmptyState>
        ) : (
          <PeopleTable people={found.people} />
        )}
        <Pages page={found.page} pages={found.pages} query={query} />
        {can.manageUsers(ctx.user) && query.state === 'no_password' && found.total > 0 && <AllLinks />}
      </div>
    </PageBody>
  );
}

/** Where no mail is sent, links are handed out: all at once, as a file. */
function AllLinks() {
  return (
    <form action={paths.staff.passwordLinks()} method="post" className="border-l-2 border-rule pl-5">
      <p className="mb-3 max-w-prose text-ink-soft">
        A one-time link for everybody who has not set a password yet, as a CSV file to hand out. Links made earlier stop
        working.
      </p>
      <Button type="submit">Download password links</Button>
    </form>
  );
}
