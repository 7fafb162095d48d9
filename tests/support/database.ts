import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { type Connection, connect, type Db, sql } from '#db/client.ts';
import type { DatabaseUrls } from '#db/embedded.ts';
import type {} from './database-server.ts';

export type DatabaseRole = keyof DatabaseUrls;

const ownUrls = await copyDatabase(inject('databaseUrls'));

/** Addresses of this test file's database, one a role. */
export const databaseUrls = (): DatabaseUrls => ownUrls;

/** Each test file has a database of its own, so that files run side by side: a copy of the one that was migrated. */
async function copyDatabase(urls: DatabaseUrls): Promise<DatabaseUrls> {
  const name = `test-${randomUUID()}`;
  const inDatabase = (url: string, database: string) => Object.assign(new URL(url), { pathname: database }).href;
  const template = new URL(urls.owner).pathname.slice(1);
  const server = connect(inDatabase(urls.owner, 'postgres'), { max: 1, name: 'test set-up' });
  try {
    await server.db.execute(sql`create database ${sql.identifier(name)} template ${sql.identifier(template)}`);
  } finally {
    await server.close();
  }
  return {
    owner: inDatabase(urls.owner, name),
    web: inDatabase(urls.web, name),
    grader: inDatabase(urls.grader, name),
  };
}

const connections = new Map<DatabaseRole, Connection>();

/** This test file's connection under `role`. What is written through it stays for the tests after it. */
export function connection(role: DatabaseRole): Connection {
  const open = connections.get(role) ?? connect(databaseUrls()[role], { name: `test ${role}`, max: 4 });
  connections.set(role, open);
  return open;
}

afterAll(async () => {
  await Promise.all([...connections.values()].map((open) => open.close()));
  connections.clear();
});

class Undo extends Error {}

/**
 * Runs a test body in a transaction under `role`, and rolls it back whatever happened. Inside, `as` lends another
 * role's rights within the same transaction: `await as('web')` and what follows may do only what the web role may.
 * That needs `role` to be `owner`.
 * @returns what the body returned
 */
export async function rolledBack<T>(
  role: DatabaseRole,
  body: (db: Db, as: (other: DatabaseRole) => Promise<void>) => Promise<T>,
): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await connection(role).db.transaction(async (tx) => {
      const as = async (other: DatabaseRole) => {
        await tx.execute(other === 'owner' ? 'reset role' : `set local role ${other}`);
      };
      result = { value: await body(tx, as) };
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  if (!result) throw new Error('The transaction ended before the test body did.');
  return result.value;
}
