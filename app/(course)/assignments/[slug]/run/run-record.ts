import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { checkers } from '#lib/grading/core/checkers/registry.ts';
import type { Split } from '#lib/harness/protocol.ts';
import { idle, type RunState } from './run-state.ts';
import type { RunRecord } from './run-store.ts';

/** Between a run as it is seen and a run as it is kept. Pure, but for a new record's id and time. */

type NewRecord = Pick<RunRecord, 'scope' | 'number' | 'code' | 'quick'>;

export const newRecord = (given: NewRecord): RunRecord => ({
  ...given,
  id: crypto.randomUUID(),
  startedAt: Date.now(),
  status: 'running',
  epochs: [],
  model: null,
  weights: null,
  score: null,
  backend: null,
});

/** @param metric the assignment's first, which becomes the run's score */
export function recordOf(
  record: RunRecord,
  state: RunState,
  validation: Split | null,
  metric: Metric | null,
): RunRecord {
  const status =
    state.status === 'done' || state.status === 'stopped' || state.status === 'failed' ? state.status : 'running';
  const measured =
    state.predictions && validation && metric ? checkers[metric].measure(state.predictions, validation.y) : null;
  return {
    ...record,
    status,
    epochs: state.epochs,
    model: state.model,
    weights: state.weights,
    score: measured?.ok ? measured.value : null,
    backend: state.backend?.name ?? null,
  };
}

/** Only a page that went away leaves a run behind that still says "running". */
export const afterReload = (record: RunRecord): RunRecord =>
  record.status === 'running' ? { ...record, status: 'interrupted' } : record;

export function stateOf(record: RunRecord): RunState {
  const name = record.backend;
  const known = name === 'webgl' || name === 'wasm' || name === 'cpu';
  return {
    ...idle,
    status: afterReload(record).status,
    quick: record.quick,
    epochs: record.epochs,
    model: record.model,
    weights: record.weights,
    backend: known ? { name, float32: true } : null,
  };
}
