import { expect, test } from 'vitest';
import { seccompFilter } from './seccomp.ts';

/** Runs the filter as the kernel would, for one system call. */
function answerTo(call: { number: number; args?: number[]; architecture?: number }): number {
  const data = new DataView(new ArrayBuffer(64));
  data.setUint32(0, call.number, true);
  data.setUint32(4, call.architecture ?? 0xc000003e, true);
  call.args?.forEach((value, index) => {
    data.setBigUint64(16 + 8 * index, BigInt(value), true);
  });
  const filter = seccompFilter('x64');
  const program = new DataView(filter.buffer);
  let accumulator = 0;
  for (let at = 0; at < filter.length; at += 8) {
    const k = program.getUint32(at + 4, true);
    const jump = (yes: boolean) => {
      at += 8 * program.getUint8(at + (yes ? 2 : 3));
    };
    const code = program.getUint16(at, true);
    if (code === 0x06) return k;
    if (code === 0x20) accumulator = data.getUint32(k, true);
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x35) jump(accumulator >= k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else throw new Error(`unknown instruction ${code.toString(16)}`);
  }
  throw new Error('the filter has no end');
}

const [allowed, killed, refused, unknown, notTerminal] = [0x7fff0000, 0x80000000, 0x50001, 0x50026, 0x50019];

test.each([
  ['read', 0],
  ['mmap', 9],
  ['futex', 202],
  ['epoll_pwait', 281],
])('%s is allowed', (_name, number) => expect(answerTo({ number })).toBe(allowed));

test.each([
  ['socket', 41],
  ['connect', 42],
  ['sendmsg', 46],
  ['fork', 57],
  ['vfork', 58],
  ['kill', 62],
  ['ptrace', 101],
  ['unshare', 272],
  ['mount', 165],
  ['setns', 308],
  ['memfd_create', 319],
  ['bpf', 321],
  ['userfaultfd', 323],
  ['io_uring_setup', 425],
  ['pidfd_open', 434],
  ['process_vm_readv', 310],
  ['a call of the future', 9999],
])('%s is refused', (_name, number) => expect(answerTo({ number })).toBe(refused));

test('threads may be made, processes not', () => {
  expect(answerTo({ number: 56, args: [0x3d0f00] })).toBe(allowed);
  expect(answerTo({ number: 56, args: [17] })).toBe(refused);
  expect(answerTo({ number: 435 })).toBe(unknown);
});

test('a pipe may be made not to block; a terminal gets no words put into its mouth', () => {
  expect(answerTo({ number: 16, args: [0, 0x5421] })).toBe(allowed);
  expect(answerTo({ number: 16, args: [0, 0x5412] })).toBe(notTerminal);
  expect(answerTo({ number: 157, args: [15] })).toBe(allowed);
  expect(answerTo({ number: 157, args: [22] })).toBe(refused);
});

test('other sets of numbers are death', () => {
  expect(answerTo({ number: 0, architecture: 0x40000003 })).toBe(killed);
  expect(answerTo({ number: 0x40000000 })).toBe(killed);
});

test('no filter is guessed for another processor', () => {
  expect(() => seccompFilter('arm64')).toThrow('arm64');
});
