import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HarnessEvent } from './protocol.ts';
import { createStopWatch } from './stop-watch.ts';

const training: HarnessEvent = { type: 'phase', phase: 'training' };
const finalWeights: HarnessEvent = { type: 'weights', epoch: 0, final: true, bytes: new Uint8Array() };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const kill = vi.fn();
  return { kill, ...createStopWatch(kill, () => Date.now()) };
}

/** A run whose batches take this long. */
function train(run: ReturnType<typeof watch>, batchMs: number) {
  run.heard(training);
  for (let batch = 0; batch < 5; batch++) {
    vi.advanceTimersByTime(batchMs);
    run.heard(null);
  }
}

describe('the stop watch', () => {
  it('does nothing before Stop', () => {
    const run = watch();
    vi.advanceTimersByTime(60_000);
    expect(run.kill).not.toHaveBeenCalled();
  });

  it('kills a silent run after 200 ms', () => {
    const run = watch();
    run.stop();
    vi.advanceTimersByTime(190);
    expect(run.kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(35);
    expect(run.kill).toHaveBeenCalled();
  });

  it('kills a run with quick batches as soon', () => {
    const run = watch();
    train(run, 20);
    run.stop();
    vi.advanceTimersByTime(225);
    expect(run.kill).toHaveBeenCalled();
  });

  it('gives a run with slow batches the time of two', () => {
    const run = watch();
    train(run, 600);
    run.stop();
    vi.advanceTimersByTime(1150);
    expect(run.kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    expect(run.kill).toHaveBeenCalled();
  });

  it('waits no longer than three seconds for the slowest', () => {
    const run = watch();
    train(run, 20_000);
    run.stop();
    vi.advanceTimersByTime(3050);
    expect(run.kill).toHaveBeenCalled();
  });

  it('does not count the silence while the backend prepares', () => {
    const run = watch();
    vi.advanceTimersByTime(5000);
    run.heard(null);
    train(run, 20);
    run.stop();
    vi.advanceTimersByTime(225);
    expect(run.kill).toHaveBeenCalled();
  });

  it('lets a run that obeyed test its model', () => {
    const run = watch();
    train(run, 20);
    run.stop();
    vi.advanceTimersByTime(50);
    run.heard(finalWeights);
    vi.advanceTimersByTime(5000);
    expect(run.kill).not.toHaveBeenCalled();
    vi.advanceTimersByTime(6000);
    expect(run.kill).toHaveBeenCalled();
  });

  it('rests when the run has ended', () => {
    const run = watch();
    run.stop();
    run.end();
    vi.advanceTimersByTime(1000);
    expect(run.kill).not.toHaveBeenCalled();
  });
});
