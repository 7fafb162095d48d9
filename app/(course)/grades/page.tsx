import type { Metadata } from 'next';
import Link from 'next/link';
import { can } from '#lib/auth/core.ts';
import { getOwnGrades, type OwnGrade } from '#lib/gradebook/server.ts';
import { checkers, format } from '#lib/grading/core/checkers/registry.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';
import { pageContext } from '../../session.ts';
import { lookOf, ofText, pointsText, scoreText, valueText } from '../../staff/gradebook/words.ts';

export const metadata: Metadata = { title: 'Grades' };

export default async function GradesPage() {
  const ctx = await pageContext(paths.grades());
  if (can.seeGradebook(ctx.user)) return <StaffGrades />;
  const { grades, total } = await getOwnGrades(ctx);
  return (
    <PageBody>
      <PageHeader
        title="Grades"
        lead="Of each assignment your best submission counts. Grades of written work and private scores are told once staff release them."
      />
      {grades.length === 0 ? (
        <EmptyState
          title="Nothing to hand in yet"
          action={<ButtonLink href={paths.lectures()}>Read the lectures</ButtonLink>}
        >
          Whatever you hand in will have a row here.
        </EmptyState>
      ) : (
        <Table caption="Grades">
          <thead>
            <tr>
              <Th>Item</Th>
              <Th numeric>Points</Th>
              <Th>State</Th>
              <Th numeric className={wide}>
                Public score
              </Th>
              <Th numeric className={wide}>
                Private score
              </Th>
              <Th className={wide}>Handed in</Th>
            </tr>
          </thead>
          <tbody>
            {grades.map((grade) => (
              <GradeRow key={grade.item.slug} {...grade} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <RowHeader>Total</RowHeader>
              <Td numeric className="font-semibold whitespace-nowrap">
                {pointsText(grades.some(({ cell }) => cell.points !== null) ? total.points : null)}{' '}
                <span className="font-normal text-ink-soft">of {total.maxPoints}</span>
              </Td>
              <Td />
              <Td className={wide} />
              <Td className={wide} />
              <Td className={wide} />
            </tr>
          </tfoot>
        </Table>
      )}
      <Scores grades={grades} />
    </PageBody>
  );
}

/** Staff have no grades of their own. */
function StaffGrades() {
  return (
    <PageBody>
      <PageHeader title="Grades" />
      <EmptyState
        title="You hand in nothing yourself"
        action={<ButtonLink href={paths.staff.gradebook()}>Open the gradebook</ButtonLink>}
      >
        Here each student reads their own points. Those of the whole class are in the gradebook.
      </EmptyState>
    </PageBody>
  );
}

/** What the scores of the table are. */
function Scores({ grades }: { grades: OwnGrade[] }) {
  const shown = [...new Set(grades.flatMap(({ metric }) => metric ?? []))];
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="scores" className="mt-8 max-w-measure space-y-1 text-sm text-ink-soft">
      <h2 id="scores" className="text-base text-ink">
        What the scores are
      </h2>
      <p>
        Both are measured on test data that nobody but the grader holds: the public one on one part of it, the private
        one on the part that your points rest on.
      </p>
      {shown.map((metric) => (
        <p key={metric}>{checkers[metric].says}</p>
      ))}
    </section>
  );
}

/** Columns for which a narrow page has no room: there they are lines below the state. */
const wide = 'max-lg:hidden';

function GradeRow({ item, cell, metric, privateScore }: OwnGrade) {
  const look = lookOf(cell);
  const none = <span className="text-ink-soft">–</span>;
  const handedIn = <HandedIn item={item} cell={cell} />;
  const openScore = metric !== null && cell.publicScore !== null ? scoreText(cell.publicScore) : null;
  const keptScore = metric === null ? null : privateScore === null ? 'not released' : format(metric, privateScore);
  return (
    <tr>
      <RowHeader className="min-w-28 sm:min-w-44">
        <Link href={paths.item(item)} className="link">
          {item.title}
        </Link>
        <span className="block text-xs font-normal text-ink-soft">
          due <Time at={item.dueAt} show="absolute" />
        </span>
      </RowHeader>
      <Td numeric className="whitespace-nowrap">
        {cell.maxPoints === null && !cell.mark ? none : valueText(cell)}{' '}
        <span className="text-ink-soft">{ofText(cell.maxPoints)}</span>
      </Td>
      <Td>
        <Status tone={look.tone} className="max-lg:whitespace-normal">
          {look.word}
        </Status>
        {cell.pending && cell.points !== null && (
          <span className="block text-xs text-ink-soft">another one is being graded</span>
        )}
        {cell.override && (
          <span className="block max-w-64 text-xs text-ink-soft">Set by staff: {cell.override.reason}</span>
        )}
        <div className="mt-1 space-y-1 text-xs text-ink-soft lg:hidden">
          {metric && openScore && (
            <p>
              Public score {openScore}, {checkers[metric].name}
            </p>
          )}
          {metric && keptScore && <p>Private score {keptScore}</p>}
          <p>
            {cell.submittedAt && 'Handed in '}
            {handedIn}
          </p>
        </div>
      </Td>
      <Td numeric className={wide}>
        {openScore ?? none}
        {metric && openScore && <MetricName metric={metric} />}
      </Td>
      <Td numeric className={wide}>
        {privateScore === null ? (
          <span className="whitespace-nowrap text-ink-soft">{keptScore ?? '–'}</span>
        ) : (
          <>
            {keptScore}
            {metric && <MetricName metric={metric} />}
          </>
        )}
      </Td>
      <Td className={`whitespace-nowrap ${wide}`}>{handedIn}</Td>
    </tr>
  );
}

/** When, with the way there; or the way to begin. */
function HandedIn({ item, cell }: Pick<OwnGrade, 'item' | 'cell'>) {
  if (!cell.submittedAt) {
    return (
      <Link href={paths.item(item)} className="link">
        {cell.state === 'draft' ? 'Go on' : 'Start'}
        <span className="sr-only"> {item.title}</span>
      </Link>
    );
  }
  const href = cell.submissionId ? paths.submission(item.slug, cell.submissionId) : paths.item(item);
  return (
    <Link href={href} className="link">
      <Time at={cell.submittedAt} show="absolute" />
      <span className="sr-only">, submission to {item.title}</span>
    </Link>
  );
}

const MetricName = ({ metric }: { metric: NonNullable<OwnGrade['metric']> }) => (
  <span className="block text-xs text-ink-soft">{checkers[metric].name}</span>
);
