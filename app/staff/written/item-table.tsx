import Link from 'next/link';
import { paths } from '#lib/paths.ts';
import type { ItemCount } from '#lib/writing/items.ts';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';

const scaleText = { points: 'points', check: '✓−, ✓, ✓+', decision: 'accepted or changes' };

export function ItemTable({ items, mayEdit }: { items: ItemCount[]; mayEdit: boolean }) {
  return (
    <Table caption="Written items">
      <thead>
        <tr>
          <Th>Item</Th>
          <Th>Due</Th>
          <Th>Scale</Th>
          <Th numeric>Handed in</Th>
          <Th>Waiting</Th>
          <Th>Grades</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.slug}>
            <RowHeader className="min-w-48">
              <Link href={reviewAddress(item)} className="link">
                {item.title}
              </Link>
            </RowHeader>
            <Td className="whitespace-nowrap">
              <Time at={item.dueAt.toISOString()} show="absolute" />
            </Td>
            <Td className="whitespace-nowrap">
              {item.scale === 'points' ? `${item.maxPoints} points` : scaleText[item.scale]}
            </Td>
            <Td numeric>{item.handedIn}</Td>
            <Td className="whitespace-nowrap">
              {item.waiting > 0 ? (
                <Status tone="warn">{item.waiting} to review</Status>
              ) : (
                <Status tone="good">None</Status>
              )}
            </Td>
            <Td className="whitespace-nowrap text-ink-soft">{releaseText(item)}</Td>
            <Td className="text-end whitespace-nowrap">
              {mayEdit && (
                <Link href={paths.staff.writtenItem(item.slug)} className="link">
                  Edit<span className="sr-only"> {item.title}</span>
                </Link>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const reviewAddress = ({ kind, slug }: ItemCount) =>
  kind === 'proposal' ? paths.staff.proposals({ item: slug }) : paths.staff.gradeWritten(slug);

function releaseText({ scale, releasedAt }: ItemCount) {
  if (scale === 'decision') return 'told at once';
  return releasedAt ? 'released' : 'not released';
}
