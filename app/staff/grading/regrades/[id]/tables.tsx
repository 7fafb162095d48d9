import Link from 'next/link';
import type { Bin, Change, GradeChange, RegradeRow } from '#lib/grading/core/regrade.ts';
import { changeOf, losesGrade } from '#lib/grading/core/regrade.ts';
import { paths } from '#lib/paths.ts';
import { Status } from '../../../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../../../_components/table.tsx';
import { Time } from '../../../../_components/time.tsx';

const points = (value: number | null) => (value === null ? '–' : String(Math.round(value * 100) / 100));

const ofText = (value: number | null, max: number | null) =>
  value === null ? '–' : `${points(value)} of ${points(max)}`;

/** How many submissions have how many points, before and after: numbers with bars beside them. */
export function Distribution({ bins }: { bins: Bin[] }) {
  const most = Math.max(1, ...bins.flatMap(({ before, after }) => [before, after]));
  return (
    <section aria-labelledby="distribution">
      <h2 id="distribution" className="mb-3 text-xl">
        Points before and after
      </h2>
      <Table caption="Submissions by points, before and after">
        <thead>
          <tr>
            <Th>Points</Th>
            <Th numeric>Before</Th>
            <Th>
              <span className="sr-only">Before, as a bar</span>
            </Th>
            <Th numeric>After</Th>
            <Th>
              <span className="sr-only">After, as a bar</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {bins.map(({ from, to, before, after }, i) => (
            <tr key={from}>
              <RowHeader className="whitespace-nowrap tabular-nums">
                {points(from)} to {i === bins.length - 1 ? points(to) : `below ${points(to)}`}
              </RowHeader>
              <Td numeric>{before}</Td>
              <Td className="w-2/5">
                <Bar share={before / most} className="bg-rule-strong" />
              </Td>
              <Td numeric>{after}</Td>
              <Td className="w-2/5">
                <Bar share={after / most} className="bg-accent" />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

const Bar = ({ share, className }: { share: number; className: string }) => (
  <span aria-hidden className={`block h-3 rounded-sm ${className}`} style={{ width: `${share * 100}%` }} />
);

/** The grade of every student that changes, those who lose most first. */
export function Grades({ grades }: { grades: GradeChange[] }) {
  const changed = grades.filter((grade) => grade.as_is !== grade.before || grade.never_lower !== grade.before);
  return (
    <section aria-labelledby="grades">
      <h2 id="grades" className="mb-3 text-xl">
        Grades that change
      </h2>
      {changed.length === 0 ? (
        <p className="text-ink-soft">None.</p>
      ) : (
        <Table caption="Grades that change">
          <thead>
            <tr>
              <Th>Student</Th>
              <Th numeric>Before</Th>
              <Th numeric>Never lower</Th>
              <Th numeric>As it is</Th>
            </tr>
          </thead>
          <tbody>
            {changed.map((grade) => (
              <tr key={grade.userId}>
                <RowHeader>
                  <bdi>{grade.name}</bdi>
                  {losesGrade(grade) && (
                    <Status tone="warn" className="ml-3 max-sm:ml-0 max-sm:flex">
                      Loses as it is
                    </Status>
                  )}
                </RowHeader>
                <Td numeric>{points(grade.before)}</Td>
                <Td numeric>{points(grade.never_lower)}</Td>
                <Td numeric>{points(grade.as_is)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

const words: Record<Change, { tone: 'good' | 'warn' | 'bad' | 'info'; word: string }> = {
  rises: { tone: 'good', word: 'Rises' },
  falls: { tone: 'warn', word: 'Falls' },
  same: { tone: 'info', word: 'Stays' },
  unfinished: { tone: 'info', word: 'Not done yet' },
  failed: { tone: 'bad', word: 'Failed' },
};

/** Old and new side by side for every submission. */
export function Changes({ slug, rows }: { slug: string; rows: RegradeRow[] }) {
  return (
    <section aria-labelledby="changes">
      <h2 id="changes" className="mb-3 text-xl">
        Submissions
      </h2>
      <Table caption="Submissions, old and new">
        <thead>
          <tr>
            <Th>Submission</Th>
            <Th numeric>Before</Th>
            <Th numeric>After</Th>
            <Th>Change</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { tone, word } = words[changeOf(row)];
            return (
              <tr key={row.submissionId}>
                <RowHeader>
                  <bdi>{row.name}</bdi>
                  <span className="block text-xs font-normal text-ink-soft">
                    <Link href={paths.submission(slug, row.submissionId)} className="link">
                      <Time at={row.createdAt.toISOString()} show="absolute" />
                    </Link>
                    {row.setGrade !== null && ` grade set by staff: ${points(row.setGrade)}`}
                  </span>
                </RowHeader>
                <Td numeric className="whitespace-nowrap">
                  {ofText(row.before, row.beforeMax)}
                </Td>
                <Td numeric className="whitespace-nowrap">
                  {ofText(row.after, row.afterMax)}
                </Td>
                <Td>
                  <Status tone={tone}>{word}</Status>
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </section>
  );
}
