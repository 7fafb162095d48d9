import type { listGradingRuns } from '#lib/grading/server.ts';
import { Notice } from '../../../../../_components/notice.tsx';
import { Status } from '../../../../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../../../../_components/table.tsx';
import { Time } from '../../../../../_components/time.tsx';
import { shareText } from './score-scale.ts';
import { pointsText } from './verdict.ts';
import { verificationText } from './verification-text.ts';

type Run = Awaited<ReturnType<typeof listGradingRuns>>[number];

/** For staff only: every run of the grader, and what the student does not see. */
export function StaffNotes({ runs }: { runs: Run[] }) {
  return (
    <section aria-labelledby="staff-notes" className="space-y-4">
      <h2 id="staff-notes" className="text-xl">
        For staff
      </h2>
      {runs.some((run) => run.tier === 'unsafe') && (
        <Notice tone="warn" title="Graded without isolation">
          Nothing kept the student's code from what it should not reach, such as the hidden data. The runs are marked
          below: read them with that in mind.
        </Notice>
      )}
      <p>{verificationText(runs)}</p>
      <Table caption="Grading runs">
        <thead>
          <tr>
            <Th>Started</Th>
            <Th>Kind</Th>
            <Th>Outcome</Th>
            <Th numeric>Points</Th>
            <Th numeric>Public</Th>
            <Th>Isolate</Th>
            <Th>Grader</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <RowHeader>
                <Time at={run.startedAt} show="absolute" />
              </RowHeader>
              <Td>{run.kind}</Td>
              <Td>{run.outcome?.replaceAll('_', ' ') ?? 'running'}</Td>
              <Td numeric>{run.points === null ? '–' : pointsText(run.points)}</Td>
              <Td numeric>{run.publicScore === null ? '–' : shareText(run.publicScore)}</Td>
              <Td>
                {run.tier === 'unsafe' ? (
                  <Status tone="warn">{run.isolate}, not isolated</Status>
                ) : (
                  (run.isolate ?? '–')
                )}
              </Td>
              <Td className="font-mono text-xs">{run.grader ?? '–'}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {runs
        .filter((run) => run.staffNote)
        .map((run) => (
          <div key={run.id}>
            <p className="text-sm font-[550]">
              Note on the {run.kind === 'verify' ? 'verification' : 'grading'} of{' '}
              <Time at={run.startedAt} show="absolute" />
            </p>
            <pre className="mt-1 overflow-x-auto rounded-md bg-well px-4 py-3 font-mono text-sm whitespace-pre-wrap">
              {run.staffNote}
            </pre>
          </div>
        ))}
    </section>
  );
}
