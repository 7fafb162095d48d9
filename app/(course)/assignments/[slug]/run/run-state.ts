import { describeNote } from '#lib/grading/core/notes.ts';
import type { RunNote } from '#lib/grading/core/outcome.ts';
import type { Answer } from '#lib/grading/core/score-calls.ts';
import { unpack, type Value } from '#lib/grading/core/value.ts';
import type { HarnessEvent, LayerSummary } from '#lib/harness/protocol.ts';

/** A run as it is seen while it goes: events folded into what the tabs show. Pure; the time comes with each event. */

export type Logs = Record<string, number>;
export type LogLine = {
  id: number;
  level: 'debug' | 'info' | 'warn' | 'error' | 'input' | 'value';
  text: string;
  line?: number;
};
export type EpochPoint = { epoch: number; logs: Logs; seconds: number };
/** `x` counts epochs: 1.5 is the middle of the second one. */
export type BatchPoint = { x: number; logs: Logs };

export type Status = 'idle' | 'running' | 'stopping' | 'done' | 'stopped' | 'interrupted' | 'failed';
type Phase = Extract<HarnessEvent, { type: 'phase' }>['phase'];

export type RunState = {
  status: Status;
  quick: boolean;
  phase: Phase | null;
  backend: { name: 'webgl' | 'wasm' | 'cpu'; float32: boolean } | null;
  startedAt: number;
  epochs: EpochPoint[];
  batches: BatchPoint[];
  /** Where training stands; totals are null while unknown. */
  place: { epoch: number; batch: number; epochs: number | null; batches: number | null } | null;
  pace: Pace;
  memory: { tensors: number; bytes: number } | null;
  model: { layers: LayerSummary[]; parameters: number; topology: string } | null;
  weights: Uint8Array | null;
  predictions: { shape: (number | null)[]; data: Float32Array } | null;
  leak: { tensors: number; perEpoch: number } | null;
  /** What became of each call of a function. */
  calls: Answer[];
  note: RunNote | null;
  logs: LogLine[];
};

/** Seconds a batch, smoothed; null before two batches were heard. */
export type Pace = { at: number; batch: number; epoch: number; perBatch: number | null };

export type RunAction =
  | { type: 'start'; at: number; quick: boolean }
  | { type: 'stopping' }
  | { type: 'event'; event: HarnessEvent; at: number }
  | { type: 'log'; level: LogLine['level']; text: string }
  | { type: 'show'; state: RunState };

export const idle: RunState = {
  status: 'idle',
  quick: false,
  phase: null,
  backend: null,
  startedAt: 0,
  epochs: [],
  batches: [],
  place: null,
  pace: { at: 0, batch: 0, epoch: 0, perBatch: null },
  memory: null,
  model: null,
  weights: null,
  predictions: null,
  leak: null,
  calls: [],
  note: null,
  logs: [],
};

const maxLogs = 1000;
const maxBatchPoints = 600;

export function reduceRun(state: RunState, action: RunAction): RunState {
  switch (action.type) {
    case 'start':
      return { ...idle, status: 'running', quick: action.quick, startedAt: action.at };
    case 'stopping':
      return state.status === 'running' ? { ...state, status: 'stopping' } : state;
    case 'log':
      return withLog(state, { level: action.level, text: action.text });
    case 'show':
      return action.state;
    case 'event':
      return hear(state, action.event, action.at);
  }
}

function hear(state: RunState, event: HarnessEvent, at: number): RunState {
  switch (event.type) {
    case 'phase':
      return { ...state, phase: event.phase };
    case 'backend':
      return { ...state, backend: { name: event.name, float32: event.float32 } };
    case 'log':
      return withLog(state, event);
    case 'model':
      return { ...state, model: { layers: event.layers, parameters: event.parameters, topology: event.topology } };
    case 'batch':
      return hearBatch(state, event, at);
    case 'epoch':
      return hearEpoch(state, event);
    case 'weights':
      return { ...state, weights: event.bytes };
    case 'leak':
      return withLog({ ...state, leak: event }, { level: 'warn', text: leakSentence(event) });
    case 'predictions':
      return event.split === 'validation' ? { ...state, predictions: event } : state;
    case 'failure':
      return withLog(
        { ...state, note: event.note },
        { level: 'error', text: describeNote(event.note), line: event.note.line },
      );
    case 'done':
      return { ...state, status: state.note ? 'failed' : event.stopped ? 'stopped' : 'done', phase: null };
    case 'returned':
      return withCall(state, event.call, answerOf(unpack(event)));
    case 'refused':
      return withLog(withCall(state, event.call, { why: event.text ?? 'it failed' }), {
        level: 'error',
        text: event.text ?? 'A call failed.',
        ...(event.line ? { line: event.line } : {}),
      });
    case 'value':
      return state; // the answer to a question goes to whoever asked
  }
}

/** Calls come in order; one that skips ahead is none of the harness's. */
function withCall(state: RunState, call: number, answer: Answer): RunState {
  return call === state.calls.length ? { ...state, calls: [...state.calls, answer] } : state;
}

const answerOf = (value: Value | null): Answer =>
  value === null ? { why: 'what came back cannot be read' } : { value };

function hearBatch(state: RunState, event: Extract<HarnessEvent, { type: 'batch' }>, at: number): RunState {
  const { epoch, batch, epochs, batches, tensors, bytes } = event;
  const x = epoch + (batches ? (batch + 1) / batches : 0);
  const points =
    Object.keys(event.logs).length && batches ? thin([...state.batches, { x, logs: event.logs }]) : state.batches;
  return {
    ...state,
    phase: 'training',
    batches: points,
    place: { epoch, batch, epochs, batches },
    pace: nextPace(state.pace, { at, batch, epoch }),
    memory: { tensors, bytes },
  };
}

function hearEpoch(state: RunState, event: Extract<HarnessEvent, { type: 'epoch' }>): RunState {
  const { epoch, logs, seconds, epochs, tensors, bytes } = event;
  const batches = state.place?.batches ?? null;
  return {
    ...state,
    epochs: [...state.epochs, { epoch, logs, seconds }],
    place: { epoch: epoch + 1, batch: -1, epochs, batches },
    memory: { tensors, bytes },
  };
}

/** Every second point goes once there are too many: the line keeps its shape. */
const thin = (points: BatchPoint[]) =>
  points.length <= maxBatchPoints ? points : points.filter((_, i) => i % 2 === 1 || i === points.length - 1);

function nextPace(pace: Pace, now: { at: number; batch: number; epoch: number }): Pace {
  const steps = now.batch - pace.batch;
  // Between epochs there is validation: not the pace of a batch.
  if (pace.at === 0 || now.epoch !== pace.epoch || steps <= 0) return { ...now, perBatch: pace.perBatch };
  const measured = (now.at - pace.at) / 1000 / steps;
  const perBatch = pace.perBatch === null ? measured : 0.8 * pace.perBatch + 0.2 * measured;
  return { ...now, perBatch };
}

/** Seconds until training ends, or null while unknown. Whole epochs count with their validation. */
export function secondsLeft({ place, pace, epochs }: Pick<RunState, 'place' | 'pace' | 'epochs'>): number | null {
  if (!place?.epochs || !place.batches || pace.perBatch === null) return null;
  const inEpoch = (place.batches - place.batch - 1) * pace.perBatch;
  const recent = epochs.slice(-3);
  const perEpoch = recent.length
    ? recent.reduce((sum, { seconds }) => sum + seconds, 0) / recent.length
    : place.batches * pace.perBatch;
  const whole = place.epochs - place.epoch - (place.batch < 0 ? 0 : 1);
  return Math.max(0, (place.batch < 0 ? 0 : inEpoch) + whole * perEpoch);
}

function leakSentence({ tensors, perEpoch }: { tensors: number; perEpoch: number }): string {
  return `About ${perEpoch} tensors more stay in memory after every epoch (${tensors} now). Wrap the step in tf.tidy, or dispose what it makes.`;
}

let nextId = 0;

function withLog(state: RunState, { level, text, line }: Omit<LogLine, 'id'>): RunState {
  nextId += 1;
  const entry: LogLine = { id: nextId, level, text, ...(line ? { line } : {}) };
  return { ...state, logs: [...state.logs.slice(1 - maxLogs), entry] };
}

export const isLive = (state: RunState) => state.status === 'running' || state.status === 'stopping';
