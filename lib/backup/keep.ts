import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { withSnapshot } from '#db/snapshot.ts';
import { isAlive } from '#lib/process.ts';
import { type BackupKind, backupName, backupsToForget } from './core.ts';
import { type Written, writeBackup } from './writer.ts';

export type Keeper = {
  ownerUrl: string;
  /** Where the host keeps its data; backups lie in a folder of their own below it. */
  dataDir: string;
};

/** Makes one backup at `file`. @throws CourseError where it cannot be written */
export function backUp(ownerUrl: string, file: string, signal?: AbortSignal): Promise<Written> {
  return withSnapshot(ownerUrl, (snapshot) => writeBackup(file, snapshot, signal));
}

/** Makes a backup among those that the host keeps, then lets the oldest of its kind go. */
export async function keepBackup(
  { ownerUrl, dataDir }: Keeper,
  kind: BackupKind,
  now: Date,
  signal?: AbortSignal,
): Promise<Written> {
  const folder = path.join(dataDir, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweepDrafts(folder);
  const written = await backUp(ownerUrl, path.join(folder, backupName(kind, now)), signal);
  for (const name of backupsToForget(await readdir(folder), kind)) await rm(path.join(folder, name), { force: true });
  return written;
}

/** What a process that was killed left half written. */
async function sweepDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/\.(\d+)\.part$/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) await rm(path.join(folder, name), { force: true });
  }
}
