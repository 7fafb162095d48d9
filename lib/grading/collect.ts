import type { HarnessEvent, Job } from '#lib/harness/protocol.ts';
import type { Ending } from '#lib/sandbox/isolate.ts';
import type { Prepared } from '#lib/sandbox/sandbox.ts';
import { cutText } from '#lib/text/core.ts';
import type { Matrix } from './core/checkers/matrix.ts';
import type { RunNote } from './core/outcome.ts';
import type { Answer } from './core/score-calls.ts';
import { unpack } from './core/value.ts';

/** A failure that is ours and not the student's: the job is tried again, and costs no attempt. */
export class InfrastructureFailure extends Error {
  override name = 'InfrastructureFailure';
}

/** What one sandbox said, as far as grading cares. All of it is a claim of the process inside. */
export type Collected = {
  ending: Ending;
  topology: string | null;
  /** The last weights that were called final. */
  weights: Uint8Array | null;
  predictions: Matrix | null;
  /** What became of calls, by their number; of each the first word counts. */
  calls: Map<number, Answer>;
  /** When it first spoke, on this process's clock: everything was loaded, and student code had not begun. */
  spokeAt: number;
  /** The first failure it reported. */
  note: RunNote | null;
  log: string;
  /** Processor seconds of the process, its start included; null where the system does not tell. */
  cpuSeconds: number | null;
};

/** Far more than there are cases. */
const maxCalls = 10_000;
const maxLogBytes = 64 * 1024;

/**
 * Has a process do its job to the end and keeps what is needed of its events.
 * @throws InfrastructureFailure where the sandbox did not come up, or was told to stop
 */
export async function collect(process: Prepared, job: Job, signal: AbortSignal): Promise<Collected> {
  const seen: Omit<Collected, 'ending' | 'log' | 'cpuSeconds'> = {
    topology: null,
    weights: null,
    predictions: null,
    calls: new Map(),
    spokeAt: performance.now(),
    note: null,
  };
  const log = openLog();
  let spoke = false;
  const onEvent = (event: HarnessEvent) => {
    if (!spoke) seen.spokeAt = performance.now();
    spoke = true;
    if (event.type === 'model') seen.topology = event.topology;
    if (event.type === 'weights' && event.final) seen.weights = event.bytes;
    if (event.type === 'predictions') seen.predictions = event;
    if (event.type === 'returned' || event.type === 'refused') answer(seen.calls, event);
    if (event.type === 'failure') seen.note ??= event.note;
    log.add(event);
  };
  const { ending, stderr, cpuSeconds = null } = await process.run(job, { onEvent, signal });
  if (ending === 'cancelled') throw new InfrastructureFailure('The run was cancelled.');
  // The harness speaks before it compiles student code: without a word, that code has not run.
  if (ending === 'stopped_early' && !spoke) {
    throw new InfrastructureFailure(`The sandbox ended before it said a word. ${cutText(stderr ?? '', 2000)}`);
  }
  return { ...seen, ending, log: log.text(), cpuSeconds };
}

/** A result that cannot be read is none: it was not the harness that wrote it. */
function answer(calls: Collected['calls'], event: Extract<HarnessEvent, { type: 'returned' | 'refused' }>): void {
  if (calls.has(event.call) || calls.size >= maxCalls) return;
  const value = event.type === 'returned' ? unpack(event) : null;
  const why = event.type === 'refused' ? (event.text ?? event.why) : 'what came back cannot be read';
  calls.set(event.call, value === null ? { why } : { value });
}

/** The console as a student reads it, cut where it would grow too long. */
function openLog() {
  const lines: string[] = [];
  let left = maxLogBytes;
  const push = (line: string) => {
    if (left <= 0) return;
    const fits = cutText(line, left);
    left -= Buffer.byteLength(fits) + 1;
    lines.push(left > 0 ? fits : '… the rest is cut: 64 kB are kept.');
  };
  return {
    add: (event: HarnessEvent) => {
      if (event.type === 'log') push(event.level === 'info' ? event.text : `[${event.level}] ${event.text}`);
      if (event.type === 'epoch') push(`epoch ${event.epoch + 1}: ${describeLogs(event.logs)}`);
    },
    text: () => lines.join('\n'),
  };
}

const describeLogs = (logs: Record<string, number>) =>
  Object.entries(logs)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join(', ');
