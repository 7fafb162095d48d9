import { endianness } from 'node:os';

/**
 * Writes the seccomp filter of the bubblewrap isolate: a classic BPF program, which the kernel runs at each system
 * call. What is not named here is refused. Its worth is against native code, should anybody break out of V8: no
 * sockets (AF_VSOCK is in no network namespace), no processes, no namespaces, no tracing, no shared memory.
 */

/** System calls of x86-64 that Node, V8 and the WASM backend make, and bubblewrap's own first process. */
const allowed: Record<string, number> = {
  // Descriptors that are already open, and reading the read-only root.
  read: 0,
  write: 1,
  open: 2,
  close: 3,
  stat: 4,
  fstat: 5,
  lstat: 6,
  poll: 7,
  lseek: 8,
  pread64: 17,
  pwrite64: 18,
  readv: 19,
  writev: 20,
  access: 21,
  dup: 32,
  fcntl: 72,
  getcwd: 79,
  readlink: 89,
  statfs: 137,
  fstatfs: 138,
  getdents64: 217,
  openat: 257,
  newfstatat: 262,
  readlinkat: 267,
  faccessat: 269,
  dup3: 292,
  statx: 332,
  faccessat2: 439,
  // Memory. Executable pages too: V8 compiles.
  mmap: 9,
  mprotect: 10,
  munmap: 11,
  brk: 12,
  mremap: 25,
  mincore: 27,
  madvise: 28,
  membarrier: 324,
  pkey_mprotect: 329,
  pkey_alloc: 330,
  pkey_free: 331,
  // Signals to oneself, threads, time.
  rt_sigaction: 13,
  rt_sigprocmask: 14,
  rt_sigreturn: 15,
  sched_yield: 24,
  nanosleep: 35,
  exit: 60,
  wait4: 61,
  sigaltstack: 131,
  arch_prctl: 158,
  gettid: 186,
  futex: 202,
  sched_getaffinity: 204,
  set_tid_address: 218,
  restart_syscall: 219,
  clock_gettime: 228,
  clock_getres: 229,
  clock_nanosleep: 230,
  exit_group: 231,
  tgkill: 234,
  set_robust_list: 273,
  rseq: 334,
  // The event loop.
  epoll_wait: 232,
  epoll_ctl: 233,
  epoll_pwait: 281,
  eventfd2: 290,
  epoll_create1: 291,
  pipe2: 293,
  epoll_pwait2: 441,
  // Asking who and where one is.
  getpid: 39,
  uname: 63,
  gettimeofday: 96,
  getrlimit: 97,
  getrusage: 98,
  sysinfo: 99,
  times: 100,
  getuid: 102,
  getgid: 104,
  geteuid: 107,
  getegid: 108,
  getppid: 110,
  capget: 125,
  getpriority: 140,
  sched_getparam: 143,
  sched_getscheduler: 145,
  sched_get_priority_max: 146,
  sched_get_priority_min: 147,
  prlimit64: 302,
  getcpu: 309,
  getrandom: 318,
  // bubblewrap starts Node with it after the filter is in place; there is nothing else in the root to start.
  execve: 59,
};

const ioctl = 16;
const clone = 56;
const prctl = 157;
const clone3 = 435;

const architectureX64 = 0xc000003e;
/** System calls of the x32 interface have this bit: another set of numbers for the same kernel. */
const x32Bit = 0x40000000;
const cloneThread = 0x00010000;
const [tcgets, fionbio] = [0x5401, 0x5421];
const [prSetName, prSetVma] = [15, 0x53564d41];
const [eperm, enotty, enosys] = [1, 25, 38];

type Instruction = readonly [code: number, whenTrue: number, whenFalse: number, k: number];

const [numberAt, architectureAt, firstArgumentAt, secondArgumentAt] = [0, 4, 16, 24];
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
/** Continues when equal, else skips that many instructions. */
const unlessEqualSkip = (k: number, skip: number): Instruction => [0x15, 0, skip, k];
const ifEqualSkip = (k: number, skip: number): Instruction => [0x15, skip, 0, k];
const unlessAtLeastSkip = (k: number, skip: number): Instruction => [0x35, 0, skip, k];
const unlessAnyBitSkip = (k: number, skip: number): Instruction => [0x45, 0, skip, k];
const answer = (k: number): Instruction => [0x06, 0, 0, k];

const allow = answer(0x7fff0000);
const kill = answer(0x80000000);
const refuse = (errno: number) => answer(0x00050000 | errno);

/** The filter's bytes, as bubblewrap takes them. @throws on any processor but x86-64, whose numbers these are */
export function seccompFilter(architecture: string = process.arch): Uint8Array {
  if (architecture !== 'x64' || endianness() !== 'LE') throw new Error(`No filter is written for ${architecture}.`);
  return assemble([
    load(architectureAt),
    ifEqualSkip(architectureX64, 1),
    kill,
    load(numberAt),
    unlessAtLeastSkip(x32Bit, 1),
    kill,
    // As on a kernel without clone3: the C library falls back to clone, whose flags a filter can read.
    unlessEqualSkip(clone3, 1),
    refuse(enosys),
    ...ifCalled(clone, [load(firstArgumentAt), unlessAnyBitSkip(cloneThread, 1), allow, refuse(eperm)]),
    ...ifCalled(ioctl, oneOf(secondArgumentAt, [tcgets, fionbio], enotty)),
    ...ifCalled(prctl, oneOf(firstArgumentAt, [prSetName, prSetVma], eperm)),
    ...Object.values(allowed).flatMap((number) => [unlessEqualSkip(number, 1), allow]),
    refuse(eperm),
  ]);
}

const ifCalled = (number: number, then: Instruction[]) => [unlessEqualSkip(number, then.length), ...then];

const oneOf = (argumentAt: number, values: number[], errno: number) => [
  load(argumentAt),
  ...values.flatMap((value) => [unlessEqualSkip(value, 1), allow]),
  refuse(errno),
];

/** `struct sock_filter`: u16 code, u8 jump when true, u8 jump when false, u32 operand. */
function assemble(program: Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  program.forEach(([code, whenTrue, whenFalse, k], index) => {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, whenTrue);
    view.setUint8(index * 8 + 3, whenFalse);
    view.setUint32(index * 8 + 4, k, true);
  });
  return bytes;
}
