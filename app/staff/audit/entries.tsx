import Link from 'next/link';
import { type FieldChange, fieldText, valueText, verbText } from '#lib/audit/core.ts';
import type { AuditEntry } from '#lib/audit/server.ts';
import { paths } from '#lib/paths.ts';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';

export function Entries({ entries }: { entries: AuditEntry[] }) {
  return (
    <Table caption="What was done, newest first">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Who did what</Th>
          <Th>About</Th>
          <Th>Before and after</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <Td className="whitespace-nowrap">
              <Time at={entry.at} show="absolute" past />
            </Td>
            <RowHeader className="min-w-36 font-normal">
              <bdi className="font-[550]">{entry.actor ?? 'The host'}</bdi> {verbText(entry.verb)}
            </RowHeader>
            <Td className="min-w-24">
              <Link href={paths.staff.auditOf(entry.subject)} className="link" title={entry.subject}>
                <bdi>{entry.subjectName ?? shortened(entry.subject)}</bdi>
              </Link>
            </Td>
            <Td className="min-w-56">
              <Changes changes={entry.changes} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Changes({ changes }: { changes: FieldChange[] }) {
  if (changes.length === 0) return <span className="text-ink-soft">–</span>;
  return (
    <ul className="space-y-0.5">
      {changes.map(({ field, before, after }) => (
        <li key={field} className="break-words">
          <span className="text-ink-soft">{fieldText(field)}:</span>{' '}
          {before !== null && (
            <>
              <del className="text-ink-soft">
                <Value value={before} />
              </del>{' '}
              <span aria-hidden>→ </span>
            </>
          )}
          <ins className="no-underline">
            <Value value={after} />
          </ins>
        </li>
      ))}
    </ul>
  );
}

function Value({ value }: { value: unknown }) {
  const read = valueText(value);
  if (read.kind === 'nothing') return <>nothing</>;
  if (read.kind === 'instant') return <Time at={read.text} show="absolute" />;
  return <bdi>{read.text.length > 300 ? `${read.text.slice(0, 300)}…` : read.text}</bdi>;
}

/** Enough of an id to tell it from its neighbours; a slug whole. */
const shortened = (subject: string) => (/^[0-9a-f-]{36}$/.test(subject) ? `${subject.slice(0, 8)}…` : subject);
