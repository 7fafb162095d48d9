import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import type { ProbeTargets } from './battery.ts';

/**
 * The self-test's program inside the sandbox: it tries what an attacker would and says on descriptor 3 what it got.
 * Whoever started it also looks for himself: at his sockets, his files and his signals.
 */

type Attempt = (targets: ProbeTargets) => Promise<string | undefined> | string | undefined;

/** Each answers with what it got hold of, or nothing; throwing is failing. */
const attempts: Record<string, Attempt> = {
  tcp: ({ tcpPort }) => reaches(() => connect(tcpPort, '127.0.0.1')),
  unix: ({ unixPath }) => reaches(() => connect(unixPath)),
  abstract: ({ abstractName }) => reaches(() => connect(`\0${abstractName}`)),
  udp: ({ udpPort, secret }) =>
    new Promise((resolve) => {
      const socket = createSocket('udp4');
      socket.on('error', () => resolve(undefined));
      // Whether it arrived, the listener knows.
      socket.send(secret, udpPort, '127.0.0.1', () => resolve(undefined));
    }),
  canary: ({ canaryFile, secret }) => (readFileSync(canaryFile, 'utf8').includes(secret) ? 'read the file' : undefined),
  environ: ({ graderPid, secret }) => {
    const seen = [`/proc/${graderPid}/environ`, '/proc/self/environ', '/proc/1/environ'].map(tryRead).join();
    return (seen + JSON.stringify(process.env)).includes(secret) ? 'read the environment' : undefined;
  },
  passwd: () => (readFileSync('/etc/passwd', 'utf8') ? 'read /etc/passwd' : undefined),
  folders: ({ canaryFolder }) => (readdirSync(canaryFolder) ? 'listed a folder' : undefined),
  // Its process ignores this signal by default; the grader counts what it gets.
  signal: ({ graderPid }) => (process.kill(graderPid, 'SIGURG') ? undefined : undefined),
  fork: () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    child.on('error', () => {});
    return child.pid ? 'started a process' : undefined;
  },
  write: ({ canaryFolder }) => {
    const written = [canaryFolder, '/tmp', '/dev/shm', '/var/tmp', '/', '/app'].filter((folder) =>
      succeeds(() => writeFileSync(`${folder}/sandbox-probe-${process.pid}`, 'x')),
    );
    return written.length ? `wrote to ${written.join(', ')}` : undefined;
  },
};

function reaches(open: () => ReturnType<typeof connect>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = open();
    socket.once('connect', () => resolve('connected'));
    socket.once('error', () => resolve(undefined));
  });
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function readTargets(): ProbeTargets {
  let text = '';
  const buffer = new Uint8Array(8192);
  while (!text.endsWith('\n')) {
    const count = readSync(0, buffer);
    if (count === 0) process.exit(0);
    text += Buffer.from(buffer.subarray(0, count)).toString();
  }
  return JSON.parse(text); // written by battery.ts
}

/** Written to, as some isolates count only then. */
function takeMemory(memoryMiB: number): string {
  const held: Uint8Array[] = [];
  for (let total = 0; total <= memoryMiB + 768; total += 64) held.push(new Uint8Array(64 * 2 ** 20).fill(1));
  return `wrote to ${held.length * 64} MiB of ${memoryMiB}`;
}

const targets = readTargets();
if (targets.only === 'spin') for (;;);

const tried = targets.only === 'memory' ? { memory: () => takeMemory(targets.memoryMiB) } : attempts;
const got: Record<string, string> = {};
for (const [name, attempt] of Object.entries(tried)) {
  try {
    const loot = await attempt(targets);
    if (loot) got[name] = loot;
  } catch {
    // Refused: as it should be.
  }
}
writeSync(3, `${JSON.stringify(got)}\n`);
process.exit(0);
