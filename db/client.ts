import { sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/all.ts';

/** A connection or a transaction: queries take either, so a verb composes inside a larger transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, typeof schema>;

export type Connection = { db: Db; client: postgres.Sql; close: () => Promise<void> };

/**
 * Opens a pool. `url` decides the database role, and so what can be read: the web server passes the web role's.
 * @param options.max connections in the pool
 */
export function connect(url: string, options: { max?: number; name: string }): Connection {
  const client = postgres(url, {
    max: options.max ?? 10,
    onnotice: () => {},
    connection: { application_name: options.name },
  });
  return {
    db: drizzle(client, { schema }),
    client,
    close: () => client.end({ timeout: 5 }),
  };
}

export { sql };
