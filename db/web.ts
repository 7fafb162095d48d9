import { type Connection, connect, type Db, idleTransactionMs } from '#db/client.ts';
import { InvalidSetting, readSettings } from '#lib/env.ts';

// On globalThis, because the development server loads this module anew after every change.
const shared = globalThis as typeof globalThis & { courseWebConnection?: Connection };

function webConnection(): Connection {
  shared.courseWebConnection ??= openFromSettings();
  return shared.courseWebConnection;
}

function openFromSettings(): Connection {
  const url = readSettings().DATABASE_URL;
  if (!url) throw new InvalidSetting('DATABASE_URL', 'is not set', 'Start the server with `npm start`.');
  return connect(url, { name: 'course web', max: 10, idleTransactionMs });
}

/** The pool of this process under the web role. Opened by the first query. */
export function webDb(): Db {
  return webConnection().db;
}

/**
 * Calls `fn` with every payload notified on `channel`. All listeners of the process share one connection, which is
 * opened again by itself when it breaks; payloads sent in between are lost, so read the state once after listening.
 * @returns a function that stops listening
 */
export async function listen(channel: string, fn: (payload: string) => void): Promise<() => Promise<void>> {
  const { unlisten } = await webConnection().client.listen(channel, fn);
  return unlisten;
}

/** Ends the pool, so that the process can exit. */
export async function closeWebDb(): Promise<void> {
  const connection = shared.courseWebConnection;
  delete shared.courseWebConnection;
  await connection?.close();
}
