'use client';
import { Button } from '../../../../_components/button.tsx';
import { Dialog } from '../../../../_components/dialog.tsx';
import { isLive } from '../run/run-state.ts';
import type { RunRecord } from '../run/run-store.ts';
import type { Runs } from '../run/use-runs.ts';

const outcomes: Record<RunRecord['status'], string> = {
  running: 'running',
  done: 'finished',
  stopped: 'stopped',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** The runs kept in this browser. Showing one brings its curves and its model back. */
export function RunList({ runs }: { runs: Runs }) {
  if (runs.runs.length === 0) return null;
  return (
    <section aria-label="Runs">
      <h2 className="font-sans text-sm text-ink-soft">Runs kept in this browser</h2>
      <ol className="mt-1 divide-y divide-rule">
        {runs.runs.toReversed().map((run) => (
          <li key={run.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm">
            <span className="min-w-0 flex-1">
              <span className="font-[550]">Run {run.number}</span>
              {run.quick && ' (quick)'}, {outcomes[run.status]}
              {run.score !== null && <span className="tabular-nums">, validation {run.score.toFixed(3)}</span>}
            </span>
            <Dialog
              title={`Code of run ${run.number}`}
              trigger={
                <Button size="sm" tone="quiet" aria-label={`Code of run ${run.number}`}>
                  Code
                </Button>
              }
            >
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
              <pre tabIndex={0} className="overflow-auto rounded-md bg-well p-3 font-mono text-xs">
                {run.code}
              </pre>
            </Dialog>
            {run.id === runs.current?.id ? (
              <span className="px-2.5 text-ink-soft">shown</span>
            ) : (
              <Button
                size="sm"
                tone="quiet"
                aria-label={`Show run ${run.number}`}
                disabled={isLive(runs.state)}
                onClick={() => void runs.openRun(run.id)}
              >
                Show
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
