import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Bundle } from './bundle.ts';
import { findProgram, weAreRoot } from './command.ts';
import { harnessProgram } from './isolate.ts';

/**
 * The folder that a sandboxed process sees as `/`: Node, the libraries it is linked to, and the bundle in `/app`.
 * Prepared once for each combination of them, under a name made from their contents, and only ever renamed into place,
 * so that graders that start together do not meet half a root.
 */
export type Root = {
  folder: string;
  /** Whether `/bin/prlimit` is in it. */
  prlimit: boolean;
  /** Whether `/bin/sh` is in it: only gVisor needs one, so only where there is gVisor. */
  shell: boolean;
};

/** @param dataFolder where it goes unless the user of the sandboxes could not reach it there */
export async function prepareRoot(bundle: Bundle, dataFolder: string): Promise<Root> {
  const node = await realpath(process.execPath);
  const prlimit = process.platform === 'linux' ? findProgram('prlimit') : undefined;
  const shell = findProgram('runsc') && findProgram('sh');
  const tools = { ...(prlimit && { prlimit }), ...(shell && { sh: shell }) };
  const programs = await Promise.all([node, ...Object.values(tools)].map((file) => realpath(file)));
  const libraries = process.platform === 'linux' ? await librariesOf(programs) : [];
  const name = await nameFor(bundle, [...programs, ...libraries]);
  const parent = await parentFolder(dataFolder);
  const folder = path.join(parent, name);
  if (!(await exists(folder))) {
    await fill(folder, bundle, { node, ...tools }, libraries);
  }
  const now = new Date();
  await utimes(folder, now, now);
  await forgetOld(parent, name);
  return { folder, prlimit: prlimit !== undefined, shell: shell !== undefined };
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

/** Paths as the loader will ask for them, the loader itself included. */
async function librariesOf(programs: string[]): Promise<string[]> {
  const ldd = findProgram('ldd');
  if (!ldd) throw new Error('ldd is missing: the libraries of Node cannot be found.');
  const listed = await Promise.all(
    programs.map(async (program) => {
      const { stdout } = await promisify(execFile)(ldd, [program]);
      return [...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map(([, file]) => file ?? '');
    }),
  );
  return [...new Set(listed.flat())].sort();
}

/** By size and time rather than contents: reading 150 MB at each start is slow. */
async function nameFor(bundle: Bundle, files: string[]): Promise<string> {
  const hash = createHash('sha256').update(bundle.hash);
  for (const file of files) {
    const { size, mtimeMs } = await stat(file);
    hash.update(`\0${file}\0${size}\0${mtimeMs}`);
  }
  return `root-${hash.digest('hex').slice(0, 24)}`;
}

/** Below the data folder, or, as root, where a user who owns nothing can reach it. */
async function parentFolder(dataFolder: string): Promise<string> {
  const below = path.join(dataFolder, 'sandbox');
  await mkdir(below, { recursive: true });
  if (!weAreRoot() || (await isReachable(below))) return below;
  for (const base of ['/var/lib', '/var/cache', tmpdir()]) {
    const folder = path.join(base, 'deep-learning-course-sandbox');
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      if ((await isOurs(folder)) && (await isReachable(folder))) return folder;
    } catch {
      // A read-only system folder: the next one.
    }
  }
  throw new Error(`${below} cannot be entered by other users, and no other folder could be made.`);
}

/** Nobody else may write where sandboxed processes take their program from. */
async function isOurs(folder: string): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Whether every folder on the way may be entered by anybody. */
async function isReachable(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function fill(
  folder: string,
  bundle: Bundle,
  programs: Record<string, string> & { node: string },
  libraries: string[],
): Promise<void> {
  const draft = await mkdtemp(path.join(path.dirname(folder), 'draft-'));
  try {
    await chmod(draft, 0o755);
    for (const [name, program] of Object.entries(programs)) await place(program, path.join(draft, 'bin', name));
    for (const library of libraries) await place(library, path.join(draft, library));
    await mkdir(path.join(draft, 'app'));
    for (const [name, bytes] of bundle.files) await writeFile(path.join(draft, 'app', name), bytes);
    await keepCode(programs.node, path.join(draft, 'app'));
    await openToAll(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(folder))) throw error; // else another grader was quicker
  }
}

/** Has the harness rehearse once and write down what was compiled: of it every process begins. */
async function keepCode(node: string, app: string): Promise<void> {
  const env = {} as NodeJS.ProcessEnv; // Next's types demand a NODE_ENV; there is to be none
  const kept = promisify(execFile)(node, [path.join(app, harnessProgram.script), 'keep'], { cwd: app, env });
  kept.child.stdin?.end(); // no job
  await kept;
}

/** Whatever our umask is: everybody may enter the folders and read the bundle. */
async function openToAll(draft: string): Promise<void> {
  for (const entry of await readdir(draft, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(file, 0o755);
    else if (path.basename(entry.parentPath) === 'app') await chmod(file, 0o644);
  }
}

/** A hard link where the file system allows it, else a copy: Node's binary has 150 MB. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const source = await realpath(from);
  const { mode } = await stat(source);
  // A link shares its rights with the original, which must then be readable by all.
  if ((mode & 0o005) === 0o005) {
    const linked = await link(source, to).then(
      () => true,
      () => false,
    );
    if (linked) return;
  }
  await copyFile(source, to, constants.COPYFILE_FICLONE);
  await chmod(to, 0o755);
}

const keepMs = 7 * 24 * 3600 * 1000;

/** Roots of earlier versions, unless a grader may still be using them. */
async function forgetOld(parent: string, current: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const old = path.join(parent, name);
    if (name.startsWith(current)) continue;
    const { mtimeMs } = await stat(old).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > keepMs) await rm(old, { recursive: true, force: true });
  }
}
