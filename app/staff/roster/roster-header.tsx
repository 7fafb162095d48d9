import Link from 'next/link';
import type { ReactNode } from 'react';
import { can, type User } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { PageHeader } from '../../_components/page-header.tsx';

/** The head of the pages below the roster: what it is, and the way back. */
export function RosterHeader({ title, lead }: { title: ReactNode; lead?: ReactNode }) {
  return (
    <PageHeader
      eyebrow={
        <Link href={paths.staff.roster()} className="link">
          Roster
        </Link>
      }
      title={title}
      lead={lead}
    />
  );
}

/** Where one goes from the roster itself. */
export function RosterActions({ user }: { user: User }) {
  const manages = can.manageUsers(user);
  return (
    <>
      <ButtonLink href={paths.staff.audit()}>Audit</ButtonLink>
      <ButtonLink href={paths.staff.joinCodes()}>Join links</ButtonLink>
      <ButtonLink href={paths.staff.sections()}>Sections</ButtonLink>
      {manages && <ButtonLink href={paths.staff.importRoster()}>Import CSV</ButtonLink>}
      {manages && (
        <ButtonLink href={paths.staff.addPerson()} tone="primary">
          Add a person
        </ButtonLink>
      )}
    </>
  );
}
