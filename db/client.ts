import { sql } from 'drizzle-orm';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsQueryResultHKT, PostgresJsSession } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/all.ts';

/** A connection or a transaction: queries take either, so a verb composes inside a larger transaction. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, typeof schema>;

export type Connection = { db: Db; client: postgres.Sql; close: () => Promise<void> };

/**
 * How long a transaction may wait for us. A process that was stopped, or whose machine is gone, holds its locks until
 * the server notices: others must not wait for it forever.
 */
export const idleTransactionMs = 10_000;

type ConnectOptions = {
  name: string;
  /** Connections in the pool. */
  max?: number;
  /** After so long without a word in the middle of a transaction, the server ends it. Never unless told. */
  idleTransactionMs?: number;
};

/** Opens a pool. `url` decides the database role, and so what can be read: the web server passes the web role's. */
export function connect(url: string, { name, max = 10, idleTransactionMs = 0 }: ConnectOptions): Connection {
  const client = postgres(url, {
    max,
    onnotice: () => {},
    connection: { application_name: name, idle_in_transaction_session_timeout: idleTransactionMs },
  });
  return {
    db: drizzle(client, { schema }),
    client,
    close: () => client.end({ timeout: 5 }),
  };
}

/** A statement with more values than this has a list in it, written out: its text hardly comes again. */
const mostValues = 40;

/*
 * Drizzle lets the driver prepare only what has been given a name. Prepared, a statement is parsed and planned once a
 * connection instead of every time, and takes one round trip instead of two; the driver itself tells statements apart by
 * their text, and forgets them with the connection, within the hour.
 */
const { prepareQuery } = PostgresJsSession.prototype;
Object.assign(PostgresJsSession.prototype, {
  prepareQuery(...[query, fields, name, ...rest]: Parameters<typeof prepareQuery>) {
    const isShort = query.params.length > 0 && query.params.length <= mostValues;
    return prepareQuery.call(this, query, fields, name ?? (isShort ? 'by its text' : undefined), ...rest);
  },
});

/** One transaction in both its views: as drizzle's, and as the driver's, which alone can copy. */
export async function inBoth(
  { client }: Connection,
  body: (tx: Db, raw: postgres.TransactionSql) => Promise<void>,
): Promise<void> {
  await client.begin(async (raw) => {
    // drizzle reads the options of what it is given; a transaction has none of its own, but is otherwise the same.
    const withOptions = Object.assign(raw, { options: client.options }) as unknown as postgres.Sql;
    await body(drizzle(withOptions, { schema }), raw);
  });
}

/** PostgreSQL's classes 08 (connection) and 57P (operator intervention), a transaction that was ended, the driver's. */
const lost = /^(08...|57P..|25P03|CONNECTION_\w+|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** Whether an error says that the database was away, or went away: it says nothing about what was asked of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return lost.test(code) || isDatabaseAway(error.cause);
}

export { sql };
