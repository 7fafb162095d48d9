import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { events, notices } from '#db/schema/notices.ts';

/** Writes an event with a notice for each reader, and tells whoever listens, once the transaction commits. */
export async function insertEvent(tx: Db, event: typeof events.$inferInsert, readers: string[]): Promise<void> {
  const [row] = await tx.insert(events).values(event).returning({ id: events.id });
  if (!row) throw new Error('The event was not inserted.');
  await tx.insert(notices).values(readers.map((userId) => ({ userId, eventId: row.id, at: event.at })));
  await tx.execute(sql`select pg_notify('notice', ${JSON.stringify({ event: row.id })})`);
}
