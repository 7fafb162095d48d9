import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type ListenOptions, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { groupPrefix } from '#lib/sandbox/cgroup.ts';
import { sandboxUser, weAreRoot } from '#lib/sandbox/command.ts';
import type { Loot } from './attacks.ts';

/** The machine as an attacker sees it: something to reach, something to read, and somebody who notices. */
export type Host = {
  loot: Loot;
  /** What arrived since last asked. */
  arrived(): string[];
  /** Processes and files that carry the token or belong to the sandboxes' user, and memory shared by name. */
  left(): Promise<string[]>;
  close(): Promise<void>;
};

/** @param root the folder that is `/` in the sandbox */
export async function openHost(root: string): Promise<Host> {
  const token = `attack-${randomBytes(6).toString('hex')}`;
  const canary = `canary-${randomBytes(12).toString('hex')}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'canary-'));
  const canaryFile = path.join(folder, 'canary');
  await writeFile(canaryFile, canary);
  let arrivals: string[] = [];
  const note = (what: string) => () => {
    arrivals.push(what);
  };

  const tcp = await listen({ port: 0, host: '127.0.0.1' }, note('a TCP connection'));
  const unixPath = path.join(folder, 'socket');
  const servers = [tcp, await listen({ path: unixPath, writableAll: true }, note('a Unix connection'))];
  const abstractName = `abstract-${token}`;
  if (process.platform === 'linux')
    servers.push(await listen({ path: `\0${abstractName}` }, note('an abstract connection')));
  const udp = createSocket('udp4', note('a datagram')).bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const onSignal = note('a signal');
  process.on('SIGURG', onSignal);
  const address = tcp.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');

  return {
    loot: {
      tcpPort: address.port,
      udpPort: udp.address().port,
      unixPath,
      abstractName,
      canaryFile,
      canary,
      graderPid: process.pid,
      rootInode: (await stat(root)).ino,
      token,
    },
    arrived: () => {
      const seen = arrivals;
      arrivals = [];
      return seen;
    },
    left: async () => [
      ...(await processesNaming(token)),
      ...(await filesLeft(token, folder)),
      ...(await sharedMemory()),
    ],
    close: async () => {
      process.off('SIGURG', onSignal);
      udp.close();
      for (const server of servers) server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(options: ListenOptions, onConnection: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {}).destroy();
    onConnection();
  });
  server.listen(options);
  await once(server, 'listening');
  return server;
}

/** Command lines that hold the text, of processes that are not zombies. Linux only: elsewhere nothing is listed. */
export async function processesNaming(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines
    .filter((line) => line.includes(text))
    .map((line) => `process ${line.replaceAll('\0', ' ').slice(0, 200)}`);
}

async function filesLeft(token: string, folder: string): Promise<string[]> {
  const places = [folder, tmpdir(), '/tmp', '/var/tmp', '/dev/shm', '/dev/mqueue', '/run', '/', process.cwd()];
  const listed = await Promise.all(
    places.map(async (place) => (await readdir(place).catch(() => [])).map((name) => path.join(place, name))),
  );
  const theirs = async (file: string) => weAreRoot() && (await stat(file).catch(() => null))?.uid === sandboxUser;
  const found = await Promise.all(listed.flat().map(async (file) => file.includes(token) || (await theirs(file))));
  return listed
    .flat()
    .filter((_, i) => found[i])
    .map((file) => `file ${file}`);
}

/** Of System V, made by the sandboxes' user: it would stay until the machine is started again. */
async function sharedMemory(): Promise<string[]> {
  const text = await readFile('/proc/sysvipc/shm', 'utf8').catch(() => '');
  const user = text.split('\n', 1)[0]?.trim().split(/\s+/).indexOf('uid') ?? -1;
  return text.split('\n').filter((line) => line.trim().split(/\s+/)[user] === String(sandboxUser));
}

/** Folders of the control groups of this process's runs, wherever they are. */
export async function groupsLeft(): Promise<string[]> {
  const root = '/sys/fs/cgroup';
  const all = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return all
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${groupPrefix}${process.pid}-`))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Whether one of them is frozen. */
export async function someGroupIsFrozen(): Promise<boolean> {
  const files = (await groupsLeft()).flatMap((group) => [`${group}/freezer.state`, `${group}/cgroup.freeze`]);
  const said = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return said.some((text) => ['FROZEN', '1'].includes(text.trim()));
}

/** Open descriptors of this process. */
export async function openDescriptors(): Promise<number> {
  return (await readdir('/proc/self/fd').catch(() => [])).length;
}
