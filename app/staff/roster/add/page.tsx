import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { can } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { listSections } from '#lib/roster/sections.ts';
import { PageBody } from '../../../_components/page-body.tsx';
import { staffContext } from '../../../session.ts';
import { RosterHeader } from '../roster-header.tsx';
import { sendsMail } from '../words.ts';
import { AddForm } from './add-form.tsx';

export const metadata: Metadata = { title: 'Add a person' };

export default async function AddPersonPage() {
  const ctx = await staffContext(paths.staff.addPerson());
  if (!can.manageUsers(ctx.user)) forbidden();
  const sections = await listSections(ctx);
  return (
    <PageBody width="text">
      <RosterHeader title="Add a person" />
      <AddForm sections={sections} mails={sendsMail()} />
    </PageBody>
  );
}
