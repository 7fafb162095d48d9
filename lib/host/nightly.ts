import { hostname } from 'node:os';
import path from 'node:path';
import { setInterval as every } from 'node:timers/promises';
import { type Connection, connect } from '#db/client.ts';
import { findBackupHistory, insertBackupDone, insertBackupFailed, tryBackupLock } from '#db/queries/backups.ts';
import { isBackupDue } from '#lib/backup/core.ts';
import { type Keeper, keepBackup } from '#lib/backup/keep.ts';
import { sentenceOf } from '#lib/errors.ts';

export type Nights = { stop: () => Promise<void> };

type NightsOptions = Keeper & { say: (line: string) => void };

const everyMs = 60_000;

/** Looks every minute whether the night's backup is due, for as long as the host runs. Never ends the host. */
export function startNights(options: NightsOptions): Nights {
  const stopping = new AbortController();
  const { signal } = stopping;
  async function live(): Promise<void> {
    try {
      for await (const _ of every(everyMs, undefined, { signal })) await backUpIfDue(options, new Date(), signal);
    } catch (error) {
      if (!signal.aborted) options.say(`No more backups are made: ${sentenceOf(error)}`);
    }
  }
  const life = live();
  return {
    stop: async () => {
      stopping.abort();
      await life;
    },
  };
}

/**
 * Makes the night's backup where it is due and no other host is at it. What keeps it from being made is written down
 * for staff and said, not thrown.
 * @returns its file, or null where none was made
 */
export async function backUpIfDue(options: NightsOptions, now: Date, signal?: AbortSignal): Promise<string | null> {
  const owner = connect(options.ownerUrl, { max: 1, name: 'course nightly backup' });
  try {
    // Under the lock it is asked again: another host may have just been done.
    const due = (await isDue(owner, now)) && (await tryBackupLock(owner.db)) && (await isDue(owner, now));
    return due ? await attempt(owner, options, now, signal) : null;
  } catch (error) {
    // The database is away: it is asked again in a minute, and the host says by itself when it stays so.
    if (!signal?.aborted) options.say(`Whether a backup is due could not be found out: ${sentenceOf(error)}`);
    return null;
  } finally {
    await owner.close();
  }
}

async function isDue({ db }: Connection, now: Date): Promise<boolean> {
  const history = await findBackupHistory(db);
  return history !== null && isBackupDue(history, now, history.timeZone);
}

async function attempt({ db }: Connection, { say, ...keeper }: NightsOptions, now: Date, signal?: AbortSignal) {
  const host = hostname();
  try {
    const { file, bytes } = await keepBackup(keeper, 'nightly', now, signal);
    await insertBackupDone(db, { at: now, file: path.basename(file), host, bytes });
    return file;
  } catch (error) {
    if (signal?.aborted) return null;
    const reason = sentenceOf(error);
    say(`The nightly backup failed: ${reason}`);
    await insertBackupFailed(db, { at: now, host, reason });
    return null;
  }
}
