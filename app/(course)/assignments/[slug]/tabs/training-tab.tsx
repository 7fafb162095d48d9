'use client';
import { describeNote } from '#lib/grading/core/notes.ts';
import type { RunNote } from '#lib/grading/core/outcome.ts';
import { Button } from '../../../../_components/button.tsx';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import { Progress } from '../../../../_components/progress.tsx';
import { batchLine, curvesOf, epochLine } from '../run/curves.ts';
import { idle, isLive, type RunState, secondsLeft } from '../run/run-state.ts';
import type { Runs } from '../run/use-runs.ts';
import { backendName, bytes, duration } from '../run/words.ts';
import { BackendChoice } from './backend-choice.tsx';
import { CurveTable } from './curve-table.tsx';
import { LiveChart } from './live-chart.tsx';
import { ParameterMeter } from './parameter-meter.tsx';
import { RunList } from './run-list.tsx';

const ghostsShown = 4;

type Props = { runs: Runs; limit: number; onLine: (line: number) => void };

export function TrainingTab({ runs, limit, onLine }: Props) {
  const { state, current } = runs;
  const curves = curvesOf(state.epochs, state.batches);
  const earlier = runs.runs.filter((run) => run.id !== current?.id && run.epochs.length).slice(-ghostsShown);
  return (
    <div className="space-y-5">
      {state.status === 'idle' ? (
        <EmptyState title="No run yet">
          Run trains your model here, in this browser. The loss and the accuracy are drawn while it learns, and the
          weights are kept.
        </EmptyState>
      ) : (
        <RunProgress state={state} />
      )}
      {state.note && <Failure note={state.note} onLine={onLine} />}
      {curves.map((curve) => (
        <LiveChart
          key={curve.key}
          curve={curve}
          train={epochLine(state.epochs, curve.key)}
          validation={epochLine(state.epochs, `val_${curve.key}`)}
          batches={batchLine(state.batches, curve.key)}
          ghosts={earlier.map((run) => ({
            number: run.number,
            points: ghostLine(run.epochs, curve.key),
          }))}
          epochs={state.place?.epochs ?? state.epochs.length}
        />
      ))}
      {state.model && <ParameterMeter parameters={state.model.parameters} limit={limit} />}
      {state.epochs.length > 0 && <CurveTable epochs={state.epochs} curves={curves} />}
      <RunList runs={runs} />
      <BackendChoice value={runs.backend} onChange={runs.setBackend} disabled={isLive(state)} />
    </div>
  );
}

function Failure({ note, onLine }: { note: RunNote; onLine: (line: number) => void }) {
  const { line } = note;
  return (
    <Notice
      tone="bad"
      title="The run failed"
      action={
        line && (
          <Button size="sm" onClick={() => onLine(line)}>
            Go to line {line}
          </Button>
        )
      }
    >
      {describeNote(note)}
    </Notice>
  );
}

/** What an earlier run reached on validation, or on training where it reported no other. */
function ghostLine(epochs: RunState['epochs'], key: string): [number, number][] {
  const validation = epochLine(epochs, `val_${key}`);
  return validation.length ? validation : epochLine(epochs, key);
}

function RunProgress({ state }: { state: RunState }) {
  const { place, pace, backend, memory } = state;
  const left = isLive(state) ? secondsLeft(state) : null;
  const total = place?.epochs && place.batches ? place.epochs * place.batches : undefined;
  const done = place?.batches ? place.epoch * place.batches + place.batch + 1 : 0;
  const facts = [
    state.quick && 'quick run: one epoch on a tenth of the data',
    place?.epochs && `epoch ${Math.min(place.epoch + (place.batch < 0 ? 0 : 1), place.epochs)} of ${place.epochs}`,
    left !== null && `${duration(left)} left`,
    isLive(state) && pace.perBatch !== null && pace.perBatch > 0 && `${(1 / pace.perBatch).toFixed(1)} batches/s`,
    backend && backendName(backend.name),
    memory && `${memory.tensors} tensors, ${bytes(memory.bytes)}`,
  ].filter(Boolean);
  return (
    <div className="space-y-2">
      {isLive(state) && <Progress label="Training" value={place && total ? done : undefined} max={total ?? 1} />}
      {state === idle ? null : (
        <p className="text-sm text-ink-soft tabular-nums first-letter:uppercase">{facts.join(' · ')}</p>
      )}
      {backend?.name === 'wasm' && !backend.float32 && (
        <p className="text-sm text-ink-soft">
          WebGL here cannot compute with 32-bit floats, so the processor does the work.
        </p>
      )}
    </div>
  );
}
