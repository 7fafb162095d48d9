import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, sql } from '#db/client.ts';
import { keepServing, type Server } from '#db/keep-serving.ts';
import { findLauncher, findPrograms, type Launcher, type Programs } from '#db/postgres-program.ts';
import { CourseError } from '#lib/errors.ts';
import { isAlive } from '#lib/process.ts';

/** One address a role. `owner` migrates, `web` serves pages, `grader` reads what is hidden. */
export type DatabaseUrls = { owner: string; web: string; grader: string };

export type EmbeddedDatabase = Server & { urls: DatabaseUrls };

type Secrets = { owner: string; web: string; grader: string };

const database = 'course';
const roles = ['owner', 'web', 'grader'] as const;

/**
 * Starts the embedded PostgreSQL whose files lie in `dataDir`, making it first where there is none. It listens on a
 * free port of 127.0.0.1, and stops when this process ends, however it ends. One that ends by itself is started again
 * on the same port. The caller holds the lock on `dataDir`.
 */
export async function startEmbedded(dataDir: string, onRestart: () => void = () => {}): Promise<EmbeddedDatabase> {
  const folder = path.join(dataDir, 'postgres');
  const programs = await findPrograms();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const launcher = await findLauncher(folder);
  const secrets = await readSecrets(dataDir);
  await createCluster(programs, launcher, folder, secrets);
  const logFile = path.join(dataDir, 'postgres.log');
  await rm(logFile, { force: true });
  const server = await keepServing(async (port) => {
    await stopLeftover(path.join(folder, 'cluster'));
    return startServer({ programs, launcher, folder, logFile }, port);
  }, onRestart);
  try {
    await createRoles(server.port, secrets);
    return { ...server, urls: addresses(server.port, secrets) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The addresses of a server that another process has started from `dataDir`. */
export async function runningAddresses(dataDir: string, port: number): Promise<DatabaseUrls> {
  return addresses(port, await readSecrets(dataDir));
}

const address = (role: string, password: string, port: number, name = database) =>
  `postgres://${role}:${password}@127.0.0.1:${port}/${name}`;

function addresses(port: number, secrets: Secrets): DatabaseUrls {
  return {
    owner: address('owner', secrets.owner, port),
    web: address('web', secrets.web, port),
    grader: address('grader', secrets.grader, port),
  };
}

async function readSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, 'database-secrets.json');
  const found = await readFile(file, 'utf8').catch(() => null);
  if (found) return JSON.parse(found) as Secrets; // written below, readable by nobody else
  const secret = () => randomBytes(24).toString('hex');
  const secrets = { owner: secret(), web: secret(), grader: secret() };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** Made aside and moved into place when complete: a start that was killed half-way leaves nothing to trip over. */
async function createCluster(programs: Programs, launcher: Launcher, folder: string, secrets: Secrets): Promise<void> {
  const cluster = path.join(folder, 'cluster');
  if (await readFile(path.join(cluster, 'PG_VERSION')).catch(() => null)) return;
  const draft = path.join(folder, 'draft');
  await rm(draft, { recursive: true, force: true });
  const passwordFile = path.join(folder, 'owner-password');
  await writeFile(passwordFile, secrets.owner, { mode: 0o600 });
  if (launcher.uid !== undefined && launcher.gid !== undefined) await chown(passwordFile, launcher.uid, launcher.gid);
  const initdb = [
    programs.initdb,
    `--pgdata=${draft}`,
    '--username=owner',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const child = spawnAs(launcher, initdb, ['ignore', 'ignore', 'pipe']);
  let output = '';
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new CourseError(500, `PostgreSQL could not make its files in ${folder}: ${lastLine(output)}`);
  await rename(draft, cluster);
}

/** A server that outlived its host (both were killed, say) still holds the files: it is asked to stop, and waited for. */
async function stopLeftover(cluster: string): Promise<void> {
  const lock = path.join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid) return;
  const isOurs = await ranFrom(pid, cluster);
  if (isOurs) {
    process.kill(pid, 'SIGINT');
    for (let tries = 0; isAlive(pid) && tries < 200; tries++) await wait(50);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    for (let tries = 0; isAlive(pid) && tries < 100; tries++) await wait(50);
  }
  // After a reboot the number may belong to a stranger, which PostgreSQL would take for itself.
  await rm(lock, { force: true });
}

async function ranFrom(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(cluster);
}

/**
 * The shell in between ends the server when its standard input closes, which the kernel sees to even when this process
 * is killed, and ends with it. Its own session keeps Ctrl-C in a terminal from reaching the server before its clients
 * are done.
 */
const keeper =
  'exec 3<&0; "$@" </dev/null 3<&- & server=$!; (read -r _ <&3; kill -INT $server) & reader=$!; wait $server; kill $reader';

type ServerFiles = { programs: Programs; launcher: Launcher; folder: string; logFile: string };

/** The port may be taken between finding and using it; anything else will fail again. */
const startAttempts = 3;
/** What is left of a killed server holds its memory until it notices: seconds, where it was writing to the disk. */
const leftoverMs = 60_000;
const startPauseMs = 250;

/** @param wanted where clients look for it already */
async function startServer(files: ServerFiles, wanted?: number): Promise<Server> {
  const { programs, launcher, folder, logFile } = files;
  const cluster = path.join(folder, 'cluster');
  const giveUpAt = performance.now() + leftoverMs;
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort());
    const log = await open(logFile, 'a', 0o600);
    const { size: before } = await log.stat();
    const command = [programs.postgres, '-D', cluster, '-p', String(port), ...serverOptions];
    const child = spawnAs(launcher, ['sh', '-c', keeper, 'postgres', ...command], ['pipe', log.fd, log.fd]);
    await log.close();
    const ended = once(child, 'exit').then(() => {});
    const stop = async () => {
      child.stdin?.end();
      await ended;
    };
    if (await becomesReady(child, cluster)) return { port, stop, ended };
    await stop();
    const words = (await readFile(logFile)).subarray(before).toString();
    const isHeld = words.includes('still in use') && performance.now() < giveUpAt;
    if (attempt >= startAttempts && !isHeld) {
      const reason = words.split('\n').find((line) => line.includes('FATAL')) ?? lastLine(words);
      throw new CourseError(500, `PostgreSQL does not start: ${reason}`, `Its log is ${logFile}.`);
    }
    await wait(startPauseMs);
  }
}

const serverOptions = [
  ...['-c', 'listen_addresses=127.0.0.1'],
  ...['-c', 'unix_socket_directories='],
  ...['-c', 'max_connections=60'],
  ...['-c', 'log_timezone=UTC'],
  ...['-c', 'timezone=UTC'],
];

/** PostgreSQL writes `ready` into the last line of its pid file once it accepts connections. */
async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
  for (let tries = 0; tries < 1200 && child.exitCode === null; tries++) {
    const [pid, ...rest] = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (rest.some((line) => line.trim() === 'ready') && isAlive(Number(pid))) return true;
    await wait(25);
  }
  return false;
}

async function createRoles(port: number, secrets: Secrets): Promise<void> {
  const server = connect(address('owner', secrets.owner, port, 'postgres'), { max: 1, name: 'course roles' });
  try {
    const found = await server.client<{ name: string }[]>`
      select rolname as name from pg_roles union all select datname from pg_database where datname = ${database}`;
    const has = (name: string) => found.some((row) => row.name === name);
    for (const role of roles) {
      // The secret is hexadecimal, made above: nothing in it needs quoting.
      if (!has(role)) await server.db.execute(sql.raw(`create role ${role} login password '${secrets[role]}'`));
    }
    if (!has(database)) await server.db.execute(sql.raw(`create database ${database} owner owner`));
  } finally {
    await server.close();
  }
}

function spawnAs(launcher: Launcher, command: string[], stdio: StdioOptions): ChildProcess {
  const [program = '', ...args] = [...launcher.prefix, ...command];
  // Only what PostgreSQL needs: it must not inherit settings that carry secrets, nor PG* variables.
  const env = { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const { uid, gid } = launcher;
  return spawn(program, args, { stdio, env, detached: true, ...(uid === undefined ? {} : { uid, gid }) });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const found = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (found === null || typeof found === 'string') throw new Error('no free port');
  return found.port;
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
