import type { HarnessEvent } from './protocol.ts';

/**
 * Decides when a run that was asked to stop has to be killed. An endless loop is silent; a slow batch is silent too,
 * but only for about as long as the batches before it. So a run may take twice its longest silence, within bounds.
 */

const grace = 200; // ms: for a run of which no batch has been heard
const longestGrace = 3000; // ms: however slow its batches were
const testingGrace = 10_000; // ms: to predict on the validation data, once Stop was obeyed
const tick = 25; // ms

export type StopWatch = {
  /** Every sign of life: an event, or null for a beat. */
  heard(event: HarnessEvent | null): void;
  stop(): void;
  end(): void;
};

export function createStopWatch(kill: () => void, now: () => number = () => performance.now()): StopWatch {
  let timer: ReturnType<typeof setInterval> | undefined;
  let training = false;
  let obeyed = false;
  let lastHeard = now();
  let longestSilence = 0;
  let waited = 0;

  const allowed = () => (obeyed ? testingGrace : Math.min(longestGrace, Math.max(grace, 2 * longestSilence)));

  return {
    heard(event) {
      if (training && timer === undefined) longestSilence = Math.max(longestSilence, now() - lastHeard);
      lastHeard = now();
      if (event?.type === 'phase' && event.phase === 'training') training = true;
      if (event?.type === 'weights' && event.final && !obeyed) {
        obeyed = true;
        waited = 0;
      }
    },
    stop() {
      // Counts ticks instead of reading the clock: while the page is busy, the worker's answer waits as the tick does.
      timer ??= setInterval(() => {
        waited += tick;
        if (waited >= allowed()) kill();
      }, tick);
    },
    end() {
      clearInterval(timer);
      timer = undefined;
      waited = 0;
    },
  };
}
