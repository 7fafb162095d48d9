import type { RunNote } from '#lib/grading/core/outcome.ts';
import { cutText } from '#lib/text/core.ts';

export type Phase = RunNote['phase'];

/** What is wrong with the student's work, in the closed vocabulary of run notes. Thrown inside the harness only. */
export class Fault extends Error {
  override name = 'Fault';
  readonly code: RunNote['code'];
  readonly line: number | undefined;
  constructor(code: RunNote['code'], detail: string, line?: number) {
    super(detail);
    this.code = code;
    this.line = line;
  }
}

/** Thrown through the student's `train` to end it: by Stop, or because a Quick run has done its epoch. */
export class StopSignal extends Error {
  override name = 'StopSignal';
}

const maxDetail = 4000;

/** Whatever was thrown, as a note. On hidden data (`predict`) nothing but the code may be said. */
export function noteFor(thrown: unknown, phase: Phase, lineOf: (thrown: unknown) => number | undefined): RunNote {
  const fault = thrown instanceof Fault ? thrown : undefined;
  const code = fault?.code ?? (isOutOfMemory(thrown) ? 'out_of_memory' : 'threw');
  if (phase === 'predict') return { code, phase };
  const line = fault ? fault.line : lineOf(thrown);
  const detail = cutText(fault ? fault.message : describeThrown(thrown), maxDetail);
  return { code, phase, detail, ...(line ? { line } : {}) };
}

/** How engines and the WASM heap say that memory ran out. */
const memoryRanOut =
  /array buffer allocation failed|memory access out of bounds|out of memory|allocation size overflow|cannot enlarge memory|could not allocate memory|unable to grow instance memory/i;

const isOutOfMemory = (thrown: unknown) => thrown instanceof Error && memoryRanOut.test(thrown.message);

/** `TypeError: x is undefined`, or what else was thrown, without ever throwing itself. */
export function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    return `Threw ${typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown))}`;
  } catch {
    return 'Threw something that cannot be shown';
  }
}
