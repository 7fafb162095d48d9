import type { GradingOverview } from '#lib/grading/overview.ts';
import { Status } from '../../_components/status.tsx';
import { RowHeader, Table, Td, Th } from '../../_components/table.tsx';
import { Time } from '../../_components/time.tsx';
import { durationText, queueNames, runName } from './words.ts';

export function Queues({ queues }: Pick<GradingOverview, 'queues'>) {
  return (
    <Table caption="Queues">
      <thead>
        <tr>
          <Th>Queue</Th>
          <Th numeric>Waiting</Th>
          <Th numeric>Running</Th>
          <Th numeric>Oldest waits</Th>
        </tr>
      </thead>
      <tbody>
        {queues.map(({ queue, waiting, running, oldestSeconds }) => (
          <tr key={queue}>
            <RowHeader>{queueNames[queue]}</RowHeader>
            <Td numeric>{waiting}</Td>
            <Td numeric>{running}</Td>
            <Td numeric>{oldestSeconds === null ? '–' : durationText(oldestSeconds)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function Runs({ runs }: Pick<GradingOverview, 'runs'>) {
  if (runs.length === 0) return <p className="text-ink-soft">Nothing was graded in the last 24 hours.</p>;
  return (
    <Table caption="Run time by outcome, last 24 hours">
      <thead>
        <tr>
          <Th>Outcome</Th>
          <Th numeric>Runs</Th>
          <Th numeric>Median</Th>
          <Th numeric>95th percentile</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map(({ kind, outcome, count, median, p95 }) => (
          <tr key={`${kind} ${outcome}`}>
            <RowHeader>{runName(kind, outcome)}</RowHeader>
            <Td numeric>{count}</Td>
            <Td numeric>{durationText(median)}</Td>
            <Td numeric>{durationText(p95)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function Graders({ graders }: Pick<GradingOverview, 'graders'>) {
  if (graders.length === 0)
    return <p className="text-ink-soft">None. The host starts one, and more join with npm run grader.</p>;
  return (
    <Table caption="Graders alive">
      <thead>
        <tr>
          <Th>Grader</Th>
          <Th>Isolate</Th>
          <Th>Tier</Th>
          <Th numeric>Warm processes</Th>
          <Th>Since</Th>
        </tr>
      </thead>
      <tbody>
        {graders.map(({ id, name, isolate, tier, warm, startedAt }) => (
          <tr key={id}>
            <RowHeader className="font-mono text-xs">{name}</RowHeader>
            <Td>{isolate}</Td>
            <Td>{tier === 'unsafe' ? <Status tone="bad">not isolated</Status> : tier}</Td>
            <Td numeric>{warm}</Td>
            <Td className="whitespace-nowrap">
              <Time at={startedAt} past />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
