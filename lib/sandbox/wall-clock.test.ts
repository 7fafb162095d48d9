import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WallClock } from './wall-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('rings when its time has run, not counting pauses', () => {
  const ring = vi.fn();
  const clock = new WallClock(1000, ring);
  clock.run();
  vi.advanceTimersByTime(600);
  clock.pause();
  vi.advanceTimersByTime(5000);
  clock.pause();
  clock.run();
  clock.run();
  vi.advanceTimersByTime(399);
  expect(ring).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(ring).toHaveBeenCalledOnce();
});
