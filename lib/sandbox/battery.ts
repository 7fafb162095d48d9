import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { EventReader, encodeJob } from '#lib/harness/frames.ts';
import type { Isolate, Limits } from './isolate.ts';
import { SandboxProcess, type Verdict } from './run.ts';

/** What the probe inside is told to reach for. */
export type ProbeTargets = {
  tcpPort: number;
  udpPort: number;
  unixPath: string;
  abstractName: string;
  canaryFolder: string;
  canaryFile: string;
  /** Lies in the file and in the grader's environment; must not come out. */
  secret: string;
  graderPid: number;
  memoryMiB: number;
  /** Burns processor time, or takes memory, and nothing else. */
  only?: 'spin' | 'memory';
};

/** What an isolate failed to hold, by the name of the attempt, and what was got. */
export type Breaches = Record<string, string>;

const limits: Limits = { wallMs: 15_000, cpuSeconds: 8, memoryMiB: 256, outputBytes: 2 ** 20, background: false };

/**
 * Tries an isolate with real attacks and one honest job. Where an isolate has something below Node's permissions, that
 * is tried alone too, as if an attacker had already got around them.
 */
export async function testIsolate(isolate: Isolate): Promise<Breaches> {
  const host = await openTargets();
  try {
    const [attacked, bare, spun, filled, honest] = await Promise.all([
      attack(isolate, host.targets, true),
      isolate.tier === 'demo' ? {} : attack(isolate, host.targets, false),
      spin(isolate, host.targets),
      fill(isolate, host.targets),
      honestJob(isolate),
    ]);
    return { ...attacked, ...below(isolate, bare), ...spun, ...filled, ...honest, ...(await host.seen()) };
  } finally {
    await host.close();
  }
}

/** util-linux alone cannot forbid processes, only count them. */
function below(isolate: Isolate, bare: Breaches): Breaches {
  const { fork, ...rest } = bare;
  const all = isolate.tier === 'S' && fork ? { ...rest, fork } : rest;
  return Object.fromEntries(Object.entries(all).map(([name, loot]) => [`${name} without permissions`, loot]));
}

async function attack(isolate: Isolate, targets: ProbeTargets, permission: boolean): Promise<Breaches> {
  const { ending, stderr, breaches } = await probe(isolate, targets, permission);
  return breaches ?? { start: `${ending}: ${shorten(stderr)}` };
}

/** Memory is refused to the program, or the program is ended for it. */
async function fill(isolate: Isolate, targets: ProbeTargets): Promise<Breaches> {
  const { ending, stderr, breaches } = await probe(isolate, { ...targets, only: 'memory' }, true);
  if (ending === 'out_of_memory') return {};
  return breaches ?? { memory: `${ending}: ${shorten(stderr)}` };
}

/** What the probe says it got, unless it ends without a word. */
async function probe(isolate: Isolate, targets: ProbeTargets, permission: boolean) {
  let said = '';
  const result = await new SandboxProcess(isolate, limits, { script: 'probe.mjs', permission }).run({
    pieces: [Buffer.from(`${JSON.stringify(targets)}\n`)],
    receive: (chunk) => {
      said += Buffer.from(chunk).toString();
      return said.endsWith('\n') ? 'finished' : 'more';
    },
  });
  const heard = result.ending === 'finished';
  return { ...result, breaches: heard ? z.record(z.string(), z.string()).parse(JSON.parse(said)) : undefined };
}

async function spin(isolate: Isolate, targets: ProbeTargets): Promise<Breaches> {
  const result = await new SandboxProcess(
    isolate,
    { ...limits, cpuSeconds: 1 },
    { script: 'probe.mjs', permission: true },
  ).run({
    pieces: [Buffer.from(`${JSON.stringify({ ...targets, only: 'spin' })}\n`)],
    receive: () => 'malformed',
  });
  const held = result.ending === 'timeout' && result.wallMs < limits.wallMs;
  return held ? {} : { spin: `${result.ending} after ${Math.round(result.wallMs)} ms` };
}

const honestCode = `
import * as tf from '@tensorflow/tfjs';
export function createModel() {
  return tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4], activation: 'softmax' })] });
}
export async function train() {}
`;

async function honestJob(isolate: Isolate): Promise<Breaches> {
  const reader = new EventReader();
  let parameters = 0;
  let failure = '';
  const receive = (chunk: Uint8Array): Verdict => {
    for (const event of reader.push(chunk)) {
      if (event.type === 'model') parameters = event.parameters;
      if (event.type === 'failure') failure = event.note.detail ?? event.note.code;
      if (event.type === 'done') return 'finished';
    }
    return 'more';
  };
  const task = { inputShape: [4], outputShape: [2], maxParameters: 100 };
  const pieces = encodeJob({ kind: 'build', code: honestCode, task, seed: 1 });
  const { ending, stderr } = await new SandboxProcess(isolate, limits).run({ pieces, receive });
  if (ending === 'finished' && parameters === 10) return {};
  return { 'honest job': `${ending}: ${failure || shorten(stderr)}` };
}

const shorten = (text = '') => text.trim().split('\n').slice(-3).join(' ').slice(0, 300);

/** Opens what the probe should not reach, and watches it. */
async function openTargets() {
  const secret = `canary-${randomBytes(12).toString('hex')}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-canary-'));
  const canaryFile = path.join(folder, 'canary');
  await writeFile(canaryFile, secret);
  const seen: Breaches = {};
  const tcp = await listen({ port: 0, host: '127.0.0.1' }, () => {
    seen.tcp = 'reached a listener';
  });
  const unixPath = path.join(folder, 'socket');
  const unix = await listen({ path: unixPath, writableAll: true }, () => {
    seen.unix = 'reached a listener';
  });
  const abstractName = `sandbox-${secret}`;
  const abstract =
    process.platform === 'linux'
      ? await listen({ path: `\0${abstractName}` }, () => {
          seen.abstract = 'reached a listener';
        })
      : undefined;
  const udp = createSocket('udp4', () => {
    seen.udp = 'a datagram arrived';
  }).bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const onSignal = () => {
    seen.signal = 'signalled its grader';
  };
  process.on('SIGURG', onSignal);

  const targets: ProbeTargets = {
    tcpPort: portOf(tcp),
    udpPort: udp.address().port,
    unixPath,
    abstractName,
    canaryFolder: folder,
    canaryFile,
    secret,
    graderPid: process.pid,
    memoryMiB: limits.memoryMiB,
  };
  return {
    targets,
    /** After a turn of the event loop in which anything that arrived is told. */
    seen: async (): Promise<Breaches> => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const left = (await readdir(folder)).filter((name) => name.startsWith('sandbox-probe'));
      return left.length ? { ...seen, write: 'left a file' } : seen;
    },
    close: async () => {
      process.off('SIGURG', onSignal);
      udp.close();
      for (const server of [tcp, unix, abstract]) server?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Address = { port: number; host: string } | { path: string; writableAll?: boolean };

async function listen(address: Address, onConnection: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).destroy();
    onConnection();
  });
  server.listen(address);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listener has no port.');
  return address.port;
}
