import './no-eval.ts';
import { z } from 'zod';
import type { ToWorker } from './browser-messages.ts';
import { eventSchema, type HarnessEvent, type Job } from './protocol.ts';
import { createStopWatch } from './stop-watch.ts';

/** Page side of one worker's life: a run, and the questions after it. */

export type OnEvent = (event: HarnessEvent) => void;

/** Why a question to the last run has no answer; the message is for the student. */
export class RunnerError extends Error {
  override name = 'RunnerError';
}

const questionLimit = 30_000; // ms
/** More than the harness says in its busiest second; student code that reaches the port must not drown the page. */
const messagesPerSecond = 3000;

const heardSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('beat') }),
  z.object({ type: z.literal('event'), job: z.number().int(), event: eventSchema }),
]);

export type Session = ReturnType<typeof createSession>;

/**
 * @param onEvent hears every event of the run, and `log` events of the questions after it
 * @param killWorker ends the worker wherever it is
 */
export function createSession(onEvent: OnEvent, killWorker: () => void) {
  const { port1: port, port2: workerPort } = new MessageChannel();
  const stopWatch = createStopWatch(() => end('The code did not stop by itself and was ended.'));
  const withinRate = createRateLimit(messagesPerSecond);
  let job = -1;
  let running: { onEvent: OnEvent; settle: () => void } | null = null;
  let over = false;

  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (over) return;
    if (!withinRate()) return end('The code sent too many messages and was ended.');
    const heard = heardSchema.safeParse(data);
    if (!heard.success) return; // the harness does not speak like that
    const event = heard.data.type === 'event' ? heard.data.event : null;
    stopWatch.heard(event);
    if (!event || !running || (heard.data.type === 'event' && heard.data.job !== job)) return;
    const { onEvent: tell } = running;
    if (event.type === 'done') finishJob();
    tell(event);
  };

  /** Settles after the job's `done`, which is sent for it should the worker end first. */
  function run(work: Job, tell: OnEvent = onEvent): Promise<void> {
    if (over || running) throw new RunnerError(over ? 'Run your code first.' : 'Wait until the run has ended.');
    return new Promise((settle) => {
      job++;
      running = { onEvent: tell, settle };
      const message: ToWorker = { type: 'job', id: job, job: work };
      port.postMessage(message);
    });
  }

  /** Sends a job and waits for its one answer. @throws RunnerError with the failure's detail */
  async function ask<Type extends HarnessEvent['type']>(work: Job, type: Type) {
    let answer: Extract<HarnessEvent, { type: Type }> | undefined;
    let problem = 'There was no answer.';
    const late = setTimeout(() => end('The expression took too long and the model was ended with it.'), questionLimit);
    await run(work, (event) => {
      if (event.type === type)
        answer = event as Extract<HarnessEvent, { type: Type }>; // compared just now
      else if (event.type === 'failure') problem = event.note.detail ?? problem;
      else if (event.type === 'log') onEvent(event);
    });
    clearTimeout(late);
    if (!answer) throw new RunnerError(problem);
    return answer;
  }

  function finishJob() {
    const settle = running?.settle;
    running = null;
    stopWatch.end();
    settle?.();
  }

  /** Ends the worker; a job still running ends as stopped. */
  function end(reason?: string) {
    if (over) return;
    over = true;
    port.close();
    killWorker();
    const tell = running?.onEvent;
    finishJob();
    if (tell && reason) tell({ type: 'log', level: 'warn', text: reason });
    tell?.({ type: 'done', stopped: true });
  }

  return {
    workerPort,
    run,
    ask,
    end,
    stop() {
      if (!running) return;
      const message: ToWorker = { type: 'stop' };
      port.postMessage(message);
      stopWatch.stop();
    },
    /** The browser ended the worker, or could not make one. */
    crash(message: string) {
      const code = /memory/i.test(message) ? 'out_of_memory' : 'no_result';
      running?.onEvent({ type: 'failure', note: { code, phase: 'train', detail: message.slice(0, 4000) } });
      end();
    },
    get alive() {
      return !over;
    },
    get idle() {
      return !over && !running;
    },
  };
}

function createRateLimit(perSecond: number): () => boolean {
  let windowStart = performance.now();
  let count = 0;
  return () => {
    if (performance.now() - windowStart > 1000) {
      windowStart = performance.now();
      count = 0;
    }
    return ++count <= perSecond;
  };
}
