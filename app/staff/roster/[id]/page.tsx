import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { can, roleNames } from '#lib/auth/core.ts';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { getPerson } from '#lib/roster/people.ts';
import { listSections } from '#lib/roster/sections.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { Time } from '../../../_components/time.tsx';
import { staffContext } from '../../../session.ts';
import { PersonState } from '../people-table.tsx';
import { RosterHeader } from '../roster-header.tsx';
import { sendsMail } from '../words.ts';
import { AccessForm, ChangeForm, PasswordForm } from './forms.tsx';

export const metadata: Metadata = { title: 'Person' };

type Props = { params: Promise<{ id: string }> };

export default async function PersonPage({ params }: Props) {
  const { id } = await params;
  const ctx = await staffContext(paths.staff.person(id));
  const person = await getPerson(ctx, id).catch((error) => {
    if (error instanceof NotFound) notFound();
    throw error;
  });
  const sections = await listSections(ctx);
  const isActive = person.deactivatedAt === null;
  const sectionId = person.sectionId ?? '';
  return (
    <PageBody width="text">
      <RosterHeader title={person.name} />
      <dl className="mb-10 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        <Fact name="E-mail">{person.email}</Fact>
        <Fact name="Role">{roleNames[person.role]}</Fact>
        <Fact name="Section">{person.section ? <bdi>{person.section}</bdi> : 'None'}</Fact>
        <Fact name="State">
          <PersonState person={person} />
        </Fact>
        <Fact name="Since">
          <Time at={person.createdAt} past />
        </Fact>
        <Fact name="History">
          <Link href={paths.staff.auditOf(person.id)} className="link">
            What was changed
          </Link>
        </Fact>
      </dl>
      {can.manageUsers(ctx.user) && (
        <div className="space-y-12">
          <ChangeForm id={person.id} draft={{ name: person.name, role: person.role, sectionId }} sections={sections} />
          {isActive && <PasswordForm id={person.id} email={person.email} mails={sendsMail()} />}
          {person.id !== ctx.user.id && <AccessForm id={person.id} isActive={isActive} />}
        </div>
      )}
    </PageBody>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
