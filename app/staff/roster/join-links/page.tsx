import type { Metadata } from 'next';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { codeState, showCode } from '#lib/roster/core/codes.ts';
import { listJoinCodes } from '#lib/roster/join-codes.ts';
import { listSections } from '#lib/roster/sections.ts';
import { EmptyState } from '../../../_components/empty-state.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { staffContext } from '../../../session.ts';
import { RosterHeader } from '../roster-header.tsx';
import { publicLink } from '../words.ts';
import { CodeCard } from './code-card.tsx';
import { NewCode } from './forms.tsx';

export const metadata: Metadata = { title: 'Join links' };

export default async function JoinLinksPage() {
  const ctx = await staffContext(paths.staff.joinCodes());
  const [codes, sections] = await Promise.all([listJoinCodes(ctx), listSections(ctx)]);
  const manages = can.manageUsers(ctx.user);
  const shown = codes.map((code) => ({
    ...code,
    state: codeState(code, ctx.now),
    text: showCode(code.code),
    link: publicLink(paths.join(code.code)),
  }));
  const open = shown.filter(({ state }) => state === 'open');
  const ended = shown.filter(({ state }) => state !== 'open');
  return (
    <PageBody width="text">
      <RosterHeader
        title="Join links"
        lead="Whoever has the link, or types the code, enrols themselves as a student. Give it to your class only."
      />
      <div className="space-y-12">
        {open.length === 0 ? (
          <EmptyState title="No link works at present">Make one, and give it to your class.</EmptyState>
        ) : (
          <ul className="space-y-8">
            {open.map((code) => (
              <CodeCard key={code.code} code={code} manages={manages} />
            ))}
          </ul>
        )}
        {manages && <NewCode sections={sections} />}
        {ended.length > 0 && (
          <section aria-labelledby="ended">
            <h2 id="ended" className="mb-4 text-xl">
              No longer working
            </h2>
            <ul className="space-y-4">
              {ended.map((code) => (
                <CodeCard key={code.code} code={code} manages={false} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </PageBody>
  );
}
