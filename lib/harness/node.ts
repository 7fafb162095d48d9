import { readFileSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { startWasm } from './backend.ts';
import { lineOf } from './compile.ts';
import { noteFor } from './fault.ts';
import { encodeEvent, JobReader } from './frames.ts';
import type { Ahead, Emit, HarnessEvent, Job } from './protocol.ts';
import { rehearseBuilding, rehearsePrediction } from './rehearsal.ts';
import { createHarness } from './run.ts';

/**
 * The program inside the sandbox: one process, one job. It loads everything first and then waits for its job, so that
 * a process can be started before there is work for it. Nothing it says is believed by its parent.
 */

const jobDescriptor = 0;
const eventDescriptor = 3;

/** Only to sleep on: nobody wakes it. */
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

/** What this process is started for: `build`, which is the code of a student, `predict`, or `keep` (see `load.ts`). */
const purpose = process.argv.at(-1);

async function main() {
  const backend = await startWasm(tf, readFileSync(path.join(__dirname, 'tfjs-backend-wasm-simd.wasm')));
  if (purpose !== 'predict') await rehearseBuilding(tf, backend);
  if (purpose !== 'build') await rehearsePrediction(tf, backend);
  const job = readJob();
  if (!job) return; // our parent closed the pipe: it needs us no more
  const { emit, end } = openEvents();
  const harness = createHarness({ tf, emit, backend });
  watchForTrouble(job, emit, harness.abandon);
  await harness.run(job);
  end();
}

/** Waits for the job, holding the process still meanwhile. Inputs that came ahead of it are put into it. */
function readJob(): Job | undefined {
  const reader = new JobReader();
  const buffer = new Uint8Array(2 ** 20);
  let ahead: Ahead | undefined;
  for (;;) {
    const count = readSome(buffer);
    if (count === 0) return undefined;
    // A copy: the reader keeps chunks until their frame is whole.
    for (const message of reader.push(buffer.slice(0, count))) {
      if (message.kind === 'ahead') ahead = message;
      else if (message.kind === 'predict' && ahead && message.x.data.length === 0) return { ...message, x: ahead.x };
      else return message;
    }
  }
}

function readSome(buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(jobDescriptor, buffer);
    } catch (error) {
      waitUnlessBroken(error);
    }
  }
}

/** Writes events as frames; after `done` nothing more, whatever student code still has in its timers. */
function openEvents(): { emit: Emit; end: () => void } {
  let done = false;
  const emit = (event: HarnessEvent) => {
    if (done) return;
    done = event.type === 'done';
    for (const piece of encodeEvent(event)) writeAll(piece);
    if (done) end();
  };
  const end = () => {
    // Our parent kills us once it has read `done`: quicker than tidying up. Should it be gone, the pipe ends.
    readSome(new Uint8Array(1));
    process.exit(0);
  };
  return { emit, end };
}

function writeAll(bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(eventDescriptor, bytes, offset);
    } catch (error) {
      waitUnlessBroken(error);
    }
  }
}

/** A full or empty pipe that does not block is tried again; any other trouble with it ends the process. */
function waitUnlessBroken(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  Atomics.wait(sleepCell, 0, 0, 1);
}

/** What a job can do besides settling: throw from a timer, reject unheard, or leave nothing that could ever settle it. */
function watchForTrouble(job: Job, emit: Emit, abandon: () => void): void {
  // emscripten's module listens first, and throws again.
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  const hidden = job.kind === 'predict' || (job.kind === 'call' && job.hidden);
  const phase = hidden ? 'predict' : job.kind === 'train' ? 'train' : 'build';
  process.on('uncaughtException', (error) => {
    emit({ type: 'failure', note: noteFor(error, phase, lineOf) });
    emit({ type: 'done', stopped: false });
  });
  process.on('beforeExit', abandon);
}

void main();
