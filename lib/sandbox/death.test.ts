import { expect, test } from 'vitest';
import { classifyDeath, type Death } from './death.ts';
import type { Ending, Limits } from './isolate.ts';

const limits: Limits = { wallMs: 1000, cpuSeconds: 5, memoryMiB: 100, outputBytes: 1000, background: false };
const heapWords = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';

test.each<[string, Death, number | undefined, Ending]>([
  ['a quiet exit', { code: 0, stderr: '' }, 1, 'stopped_early'],
  ['a quiet exit that talks of memory', { code: 0, stderr: heapWords }, 1, 'stopped_early'],
  ['a crash', { code: 1, stderr: 'Error: x' }, 1, 'stopped_early'],
  ['an abort', { code: 134, stderr: '' }, 1, 'stopped_early'],
  ['a full heap', { signal: 'SIGABRT', stderr: heapWords }, 1, 'out_of_memory'],
  ['a full heap, told by whoever waited', { code: 134, stderr: heapWords }, 1, 'out_of_memory'],
  ['no memory for C++', { code: 134, stderr: "terminate called after 'std::bad_alloc'" }, 1, 'out_of_memory'],
  ['the kernel, short of memory', { signal: 'SIGKILL', stderr: '' }, 1, 'out_of_memory'],
  ['the kernel, short of memory late', { signal: 'SIGKILL', stderr: '', ranOut: true }, 5.8, 'out_of_memory'],
  ['the same by a code', { code: 1, stderr: '', ranOut: true }, 1, 'out_of_memory'],
  ['the kernel, at the hard limit of time', { signal: 'SIGKILL', stderr: '' }, 5.8, 'timeout'],
  ['the kernel, at the soft limit of time', { signal: 'SIGXCPU', stderr: '' }, undefined, 'timeout'],
  ['the same, told by whoever waited', { code: 152, stderr: '' }, undefined, 'timeout'],
  ['the same under unshare', { code: 1, stderr: 'unshare: sigprocmask unblock failed: Invalid' }, 5.9, 'timeout'],
])('%s', (_name, death, cpuSeconds, ending) => {
  expect(classifyDeath(death, cpuSeconds, limits)).toBe(ending);
});
