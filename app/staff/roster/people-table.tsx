import Link from 'next/link';
import type { PersonRow } from '#db/queries/roster.ts';
import { roleNames } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';

export function PeopleTable({ people }: { people: PersonRow[] }) {
  return (
    <Table caption="People of the course">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>E-mail</Th>
          <Th>Role</Th>
          <Th>Section</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((one) => (
          <tr key={one.id}>
            <RowHeader className="min-w-40 break-words">
              <Link href={paths.staff.person(one.id)} className="link">
                <bdi>{one.name}</bdi>
              </Link>
            </RowHeader>
            <Td className="whitespace-nowrap">{one.email}</Td>
            <Td>{roleNames[one.role]}</Td>
            <Td>{one.section ? <bdi>{one.section}</bdi> : <span className="text-ink-soft">–</span>}</Td>
            <Td>
              <PersonState person={one} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

type StateProps = { person: Pick<PersonRow, 'deactivatedAt' | 'hasPassword'> };

export function PersonState({ person: { deactivatedAt, hasPassword } }: StateProps) {
  if (deactivatedAt) return <Status tone="neutral">Deactivated</Status>;
  return hasPassword ? <Status tone="good">Active</Status> : <Status tone="warn">No password yet</Status>;
}
