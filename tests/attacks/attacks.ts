import type { RunNote } from '#lib/grading/core/outcome.ts';
import type { Ending, Isolate, Limits } from '#lib/sandbox/isolate.ts';

/**
 * What a hostile student might hand in. Each attack is the body of `train`, with all of Node in reach, as if the
 * harness hid nothing: `builtin(name)` gives a module of Node's, `leak(what)` says that something was got.
 */
export type Attack = {
  name: string;
  body: string;
  /** How the run may end; several where the isolates differ for good reason. */
  endings: Ending[];
  /** The harness's own word on it, where it can still speak. */
  note?: RunNote['code'];
  limits?: Partial<Limits>;
  /** What an isolate does not hold, stated: the attack must succeed there, or this table is wrong. */
  notHeldBy?: (isolate: Isolate, facts: { sameUser: boolean }) => boolean;
  /** What an isolate with a kernel of its own only says it has done: outside, nothing of it has happened. */
  pretended?: { by: Isolate['name']; leak: string };
};

/** What the attacks reach for, put into their code by name. */
export type Loot = {
  tcpPort: number;
  udpPort: number;
  unixPath: string;
  abstractName: string;
  canaryFile: string;
  canary: string;
  graderPid: number;
  /** Inode of the sandbox's own root folder. */
  rootInode: number;
  /** Marks files and processes that an attack leaves. */
  token: string;
};

export const studentFile = (body: string, loot: Loot) => `
import * as tf from '@tensorflow/tfjs';
declare const process: any;
const loot = ${JSON.stringify(loot)};
const builtin = (name: string) => process.getBuiltinModule(name);
const leak = (...what: unknown[]) => console.log('LEAK', ...what);
const attempt = async (name: string, action: () => unknown) => {
  try {
    const got = await action();
    if (got !== undefined && got !== false) leak(name, got);
  } catch (error: any) {
    console.log('refused', name, error?.code ?? error?.message);
  }
};
const connects = (open: () => any) => new Promise((resolve) => {
  const socket = open();
  socket.on('connect', () => resolve('connected'));
  socket.on('error', () => resolve(undefined));
});
const rawFrame = (header: string, attachments = new Uint8Array(0)) => {
  const body = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(body.length, 0);
  prefix.writeUInt32LE(attachments.length, 4);
  return Buffer.concat([prefix, body, attachments]);
};
const forge = (message: unknown) => builtin('fs').writeSync(3, rawFrame(JSON.stringify({ binaries: [], message })));

export function createModel() {
  return tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4], activation: 'softmax' })] });
}
export async function train(model: any, data: any, report: any) {
${body}
}
`;

const time: Attack[] = [
  { name: 'endless loop', body: 'for (;;);', endings: ['timeout'], limits: { cpuSeconds: 1 } },
  { name: 'endless loop of promises', body: 'for (;;) await null;', endings: ['timeout'], limits: { cpuSeconds: 1 } },
  {
    name: 'endless loop that ignores signals',
    body: "for (const name of ['SIGXCPU', 'SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {}); for (;;);",
    endings: ['timeout'],
    limits: { cpuSeconds: 1 },
  },
  {
    name: 'regular expression that never ends',
    body: "/^(a+)+$/.test('a'.repeat(60) + 'b');",
    endings: ['timeout'],
    limits: { cpuSeconds: 1 },
  },
  {
    name: 'promise that never settles',
    body: 'await new Promise(() => {});',
    endings: ['finished'],
    note: 'never_settled',
  },
  {
    name: 'waiting for ever without work',
    body: 'setInterval(() => {}, 50); await new Promise(() => {});',
    endings: ['timeout'],
    limits: { wallMs: 1500 },
  },
  {
    name: 'sleeping thread',
    body: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
    endings: ['timeout'],
    limits: { wallMs: 1500 },
  },
  {
    name: 'endless timers',
    body: 'const again = () => setImmediate(again); again(); await new Promise(() => {});',
    endings: ['timeout'],
    limits: { cpuSeconds: 1 },
  },
];

const memory: Attack[] = [
  {
    name: 'ArrayBuffer bomb',
    body: 'const kept = []; for (;;) kept.push(new Uint8Array(64 * 2 ** 20).fill(1));',
    endings: ['finished', 'out_of_memory'],
    note: 'out_of_memory',
  },
  {
    name: 'WASM memory bomb',
    body: 'const kept = []; for (;;) kept.push(new WebAssembly.Memory({ initial: 1024, maximum: 1024 }));',
    // It is written to nowhere: a control group counts nothing of it, and its time runs out.
    endings: ['finished', 'out_of_memory', 'timeout'],
  },
  {
    name: 'shared memory bomb',
    body: 'const kept = []; for (;;) kept.push(new Uint8Array(new SharedArrayBuffer(64 * 2 ** 20)).fill(1));',
    endings: ['finished', 'out_of_memory'],
    note: 'out_of_memory',
  },
  {
    name: 'heap bomb',
    body: 'const kept = []; for (let i = 0; ; i++) kept.push(Array.from({ length: 1e5 }, (_, j) => ({ i, j })));',
    endings: ['out_of_memory'],
    // Garbage collection in vain: a second on other isolates, ten and more under gVisor, where each page costs more.
    limits: { cpuSeconds: 40, wallMs: 60_000 },
  },
  {
    name: 'tensor bomb',
    body: 'const kept = []; for (let i = 0; i < 500; i++) kept.push(tf.fill([4000, 4000], i)); leak("32 GB of tensors");',
    endings: ['finished', 'out_of_memory'],
    note: 'out_of_memory',
    limits: { cpuSeconds: 10 },
  },
  {
    name: 'deep recursion',
    body: 'const dive = (): number => 1 + dive(); dive();',
    endings: ['finished'],
    note: 'threw',
  },
];

const processes: Attack[] = [
  {
    name: 'fork',
    body: `for (let i = 0; i < 20; i++) await attempt('spawn', () => {
      const child = builtin('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 9000)//' + loot.token], { detached: true, stdio: 'ignore' });
      child.on('error', () => {});
      return child.pid;
    });`,
    endings: ['finished'],
  },
  {
    name: 'shell',
    body: `await attempt('shell', () => String(builtin('child_process').execFileSync('/bin/sh', ['-c', 'id'])));`,
    endings: ['finished'],
  },
  {
    name: 'execve',
    body: `await attempt('execve', () => process.execve(process.execPath, [process.execPath, '-e', 'for(;;);//' + loot.token]));`,
    endings: ['finished', 'timeout', 'stopped_early'],
  },
  {
    name: 'worker bomb',
    body: `for (let i = 0; i < 50; i++) await attempt('worker', () => new (builtin('worker_threads').Worker)('for(;;);', { eval: true }) && 'started');`,
    endings: ['finished'],
  },
  {
    name: 'cluster',
    body: `await attempt('cluster', () => builtin('cluster').fork() && 'forked');`,
    endings: ['finished'],
  },
  {
    name: 'signal to the grader',
    body: `for (const pid of [loot.graderPid, process.ppid]) try { process.kill(pid, 'SIGURG'); } catch {}`,
    endings: ['finished'],
    // Where both run as one user, nothing stands between a process and its grader.
    notHeldBy: (isolate, { sameUser }) => isolate.name === 'permission' && sameUser,
  },
  {
    name: 'signal to everybody',
    body: `for (const pid of [-1, 0, 1]) try { process.kill(pid, 'SIGURG'); } catch {}`,
    endings: ['finished', 'stopped_early', 'out_of_memory'],
    notHeldBy: (isolate, { sameUser }) => isolate.name === 'permission' && sameUser,
  },
  {
    name: 'kill itself',
    body: `process.kill(process.pid, 'SIGKILL'); await new Promise((resolve) => setTimeout(resolve, 100));`,
    // The first process of a namespace is deaf to its own SIGKILL; elsewhere it looks like the kernel's.
    endings: ['out_of_memory', 'finished'],
  },
  { name: 'abort', body: 'process.abort();', endings: ['stopped_early'] },
  { name: 'early exit', body: 'process.exit(0);', endings: ['stopped_early'] },
  {
    name: 'early exit that claims success',
    body: 'process.exitCode = 0; process.reallyExit(0);',
    endings: ['stopped_early'],
  },
  {
    name: 'error outside of any promise',
    body: 'setTimeout(() => { throw new Error("later"); }, 1); await new Promise((resolve) => setTimeout(resolve, 500));',
    endings: ['finished'],
    note: 'threw',
  },
  {
    name: 'rejection that nobody hears',
    body: 'Promise.reject(new Error("unheard")); await new Promise((resolve) => setTimeout(resolve, 500));',
    endings: ['finished'],
    note: 'threw',
  },
];

const network: Attack[] = [
  {
    name: 'TCP to loopback',
    body: `await attempt('tcp', () => connects(() => builtin('net').connect(loot.tcpPort, '127.0.0.1')));`,
    endings: ['finished'],
  },
  {
    name: 'UDP to loopback',
    body: `await attempt('udp', () => new Promise((resolve) => {
      const socket = builtin('dgram').createSocket('udp4');
      socket.on('error', () => resolve(undefined));
      socket.send('exfiltrated', loot.udpPort, '127.0.0.1', () => resolve(undefined));
    }));`,
    endings: ['finished'],
  },
  {
    name: 'Unix sockets',
    body: `for (const path of [loot.unixPath, '\\0' + loot.abstractName]) await attempt('unix', () => connects(() => builtin('net').connect(path)));`,
    endings: ['finished'],
  },
  {
    name: 'HTTP by fetch',
    body: `await attempt('fetch', async () => (await fetch('http://127.0.0.1:' + loot.tcpPort + '/')).status);`,
    endings: ['finished'],
  },
  {
    name: 'listening server',
    body: `await attempt('listen', () => new Promise((resolve) => {
      const server = builtin('net').createServer();
      server.on('error', () => resolve(undefined));
      server.listen(0, '127.0.0.1', () => resolve('listening on ' + server.address().port));
    }));`,
    endings: ['finished'],
  },
  {
    name: 'inspector',
    body: `await attempt('inspector', () => { builtin('inspector').open(0, '127.0.0.1'); return builtin('inspector').url(); });
    try { process.kill(process.pid, 'SIGUSR1'); } catch {}
    await attempt('session', () => { const s = new (builtin('inspector').Session)(); s.connect(); return 'attached'; });`,
    // Deaf to SIGUSR1 or not, no debugger opens; some die of the signal, which only hurts themselves.
    endings: ['finished', 'stopped_early'],
  },
];

const files: Attack[] = [
  {
    name: 'reading files',
    body: `const fs = builtin('fs');
    for (const file of [loot.canaryFile, '/etc/passwd', '/etc/hostname', '/root/.bashrc', '/proc/self/maps', '/proc/cpuinfo', '/dev/mem'])
      await attempt(file, () => fs.readFileSync(file, 'utf8').length);
    for (const folder of ['/etc', '/home', '/proc', '/tmp']) await attempt(folder, () => fs.readdirSync(folder).join());
    await attempt('realpath', () => fs.realpathSync.native(loot.canaryFile));
    await attempt('promises', async () => (await fs.promises.readFile(loot.canaryFile, 'utf8')));
    await attempt('stat', () => fs.statSync(loot.canaryFile).size);`,
    endings: ['finished'],
  },
  {
    name: 'reading environments',
    body: `const fs = builtin('fs');
    for (const pid of ['self', 1, process.ppid, loot.graderPid]) for (const what of ['environ', 'cmdline', 'maps', 'cwd', 'root/etc/passwd'])
      await attempt(pid + '/' + what, () => fs.readFileSync('/proc/' + pid + '/' + what, 'utf8'));
    await attempt('env', () => Object.keys(process.env).some((name) => /PATH|HOME|USER|URL|SECRET/.test(name)) && JSON.stringify(process.env));`,
    endings: ['finished'],
  },
  {
    name: 'writing files',
    body: `const fs = builtin('fs');
    for (const folder of ['/tmp', '/dev/shm', '/var/tmp', '/run', '/', '/app', '/dev', '.', loot.canaryFile + '/..'])
      await attempt(folder, () => { fs.writeFileSync(folder + '/' + loot.token, 'x'.repeat(1000)); return 'written'; });
    await attempt('mkdir', () => fs.mkdtempSync('/tmp/' + loot.token));
    await attempt('chmod', () => { fs.chmodSync('/app/harness.js', 0o777); return 'changed'; });
    await attempt('unlink', () => { fs.unlinkSync('/app/harness.js'); return 'removed'; });`,
    endings: ['finished'],
  },
  {
    name: 'symbolic and hard links',
    body: `const fs = builtin('fs');
    for (const folder of ['/tmp', '.', '/app']) for (const kind of ['symlinkSync', 'linkSync'])
      await attempt(kind + ' ' + folder, () => { const at = folder + '/' + loot.token; fs[kind](loot.canaryFile, at); return fs.readFileSync(at, 'utf8'); });`,
    endings: ['finished'],
  },
  {
    name: 'dumps by Node itself',
    body: `await attempt('report', () => process.report.writeReport('/tmp/' + loot.token));
    await attempt('snapshot', () => builtin('v8').writeHeapSnapshot('/tmp/' + loot.token));
    await attempt('trace', () => { builtin('trace_events').createTracing({ categories: ['node'] }).enable(); });`,
    endings: ['finished', 'out_of_memory', 'stopped_early'],
  },
  {
    name: 'descriptor scan',
    body: `const fs = builtin('fs');
    for (let descriptor = 4; descriptor < 64; descriptor++) await attempt('descriptor ' + descriptor, () => {
      const stat = fs.fstatSync(descriptor);
      if (stat.isFile()) return 'a file: ' + (() => { try { return fs.readSync(descriptor, Buffer.alloc(9), 0, 9, 0); } catch { return undefined; } })();
      // Node opens its own root; any other folder is a way out.
      return stat.isDirectory() && stat.ino !== loot.rootInode ? 'a folder' : stat.isSocket() ? 'a socket' : undefined;
    });`,
    endings: ['finished'],
  },
];

const engine: Attack[] = [
  {
    name: 'process.binding',
    body: `await attempt('binding', () => {
      const answer = process.binding('spawn_sync').spawn({ file: '/bin/sh', args: ['sh', '-c', 'id'], envPairs: [], stdio: [{ type: 'pipe', readable: true }, { type: 'pipe', writable: true }, { type: 'pipe', writable: true }] });
      return answer.pid;
    });
    await attempt('fs binding', () => typeof process.binding('fs').open === 'function' && process.binding('fs').open(loot.canaryFile, 0, 0));`,
    endings: ['finished'],
  },
  {
    name: 'native addon',
    body: `await attempt('dlopen', () => { process.dlopen({ exports: {} }, '/lib/x86_64-linux-gnu/libm.so.6'); return 'loaded'; });
    await attempt('require', () => builtin('module').createRequire('/app/x.js')('/app/evil.node'));
    await attempt('sqlite', () => new (builtin('node:sqlite').DatabaseSync)(loot.canaryFile) && 'opened');`,
    endings: ['finished'],
  },
  {
    name: 'WASI',
    body: `await attempt('wasi', () => new (builtin('wasi').WASI)({ version: 'preview1', preopens: { '/': '/' } }) && 'a folder is open');`,
    endings: ['finished'],
  },
  {
    name: 'raising its own permissions',
    body: `await attempt('permission', () => { process.permission.has = () => true; return builtin('fs').readFileSync(loot.canaryFile, 'utf8'); });
    await attempt('user', () => { process.setuid(0); return builtin('fs').readFileSync('/etc/shadow', 'utf8').length; });
    await attempt('flags', () => { builtin('v8').setFlagsFromString('--no-permission'); return builtin('fs').readFileSync(loot.canaryFile, 'utf8'); });
    await attempt('priority', () => { builtin('os').setPriority(0, -20); return 'raised'; });`,
    endings: ['finished'],
    pretended: { by: 'gvisor', leak: 'LEAK priority raised' },
  },
  {
    name: 'constructor escape',
    body: `await attempt('constructor', () => {
      const main = leak.constructor.constructor('return process')().mainModule;
      return main && main.require('fs').readFileSync(loot.canaryFile, 'utf8');
    });`,
    endings: ['finished'],
  },
];

const protocol: Attack[] = [
  {
    name: 'stdout flood',
    body: "const text = 'x'.repeat(65536); for (;;) try { builtin('fs').writeSync(1, text); } catch {}",
    endings: ['output_limit'],
  },
  {
    name: 'stderr flood',
    body: "const text = 'x'.repeat(65536); for (;;) try { builtin('fs').writeSync(2, text); } catch {}",
    endings: ['output_limit'],
  },
  {
    name: 'event flood',
    body: "for (;;) forge({ type: 'phase', phase: 'training' });",
    endings: ['output_limit'],
    limits: { cpuSeconds: 10 },
  },
  {
    name: 'console flood',
    body: "for (let i = 0; i < 1e5; i++) console.log('x'.repeat(10_000));",
    endings: ['output_limit', 'finished'],
  },
  { name: 'noise on the protocol', body: "builtin('fs').writeSync(3, 'x'.repeat(100));", endings: ['malformed'] },
  {
    name: 'frame that claims four gigabytes',
    body: "builtin('fs').writeSync(3, Buffer.alloc(8, 0xff)); await new Promise((resolve) => setTimeout(resolve, 2000));",
    endings: ['malformed'],
  },
  {
    name: 'half a frame, then nothing',
    body: "builtin('fs').writeSync(3, rawFrame('{}').subarray(0, 9)); process.exit(0);",
    endings: ['stopped_early'],
  },
  {
    name: 'forged grade',
    body: "forge({ type: 'graded', points: 100, outcome: 'graded' }); forge({ type: 'done', stopped: false });",
    endings: ['malformed'],
  },
  {
    name: 'forged end with a prototype',
    body: `builtin('fs').writeSync(3, rawFrame('{"binaries":[],"message":{"type":"done","stopped":false,"__proto__":{"points":100}}}'));`,
    endings: ['finished'],
  },
  {
    name: 'forged predictions of a wrong kind',
    body: "forge({ type: 'predictions', split: 'hidden', shape: [1, 2], data: [1, 0] });",
    endings: ['malformed'],
  },
  {
    name: 'weights with bytes missing',
    body: `builtin('fs').writeSync(3, rawFrame('{"binaries":[["u8",99]],"message":{"type":"weights","epoch":0,"final":true,"bytes":{"$binary":0}}}', new Uint8Array(5)));`,
    endings: ['malformed'],
  },
  {
    name: 'message nested without end',
    body: `builtin('fs').writeSync(3, rawFrame('{"binaries":[],"message":' + '['.repeat(50000) + ']'.repeat(50000) + '}'));`,
    endings: ['malformed'],
  },
  {
    name: 'closing the protocol',
    body: "for (let descriptor = 3; descriptor < 8; descriptor++) try { builtin('fs').closeSync(descriptor); } catch {}",
    endings: ['stopped_early', 'timeout'],
    limits: { wallMs: 3000 },
  },
  {
    name: 'prototype pollution',
    body: `Object.prototype.points = 100; Object.prototype.type = 'done'; Array.prototype.toJSON = () => ({ points: 100 });
    JSON.stringify = () => '{"type":"graded"}'; Array.prototype.map = () => []; Map.prototype.get = () => 1;`,
    endings: ['finished', 'malformed', 'stopped_early'],
  },
  {
    name: 'tfjs replaced',
    body: `tf.Tensor.prototype.dataSync = function () { return new Float32Array(this.size).fill(NaN); };
    tf.Tensor.prototype.data = async function () { return new Float32Array(this.size).fill(NaN); };
    Math.random = () => 0; globalThis.Float32Array = class extends Array {} as any;`,
    endings: ['finished', 'malformed', 'stopped_early'],
  },
  {
    name: 'getters that throw or run for ever',
    body: `throw { get message() { for (;;); }, get stack() { for (;;); }, toString() { for (;;); } };`,
    endings: ['timeout', 'finished'],
    limits: { cpuSeconds: 1 },
  },
];

export const attacks: Attack[] = [...time, ...memory, ...processes, ...network, ...files, ...engine, ...protocol];

/** Those that reach for what is not theirs and come to an end, so that they can be tried one after the other in one go. */
export const reaching = [...network, ...files, ...engine].filter(({ endings }) => endings.join() === 'finished');
