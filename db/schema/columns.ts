import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Raw bytes. Drivers hand out a Buffer; callers see the plain Uint8Array it is. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** An instant. Every time in the database carries its zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true });

export const id = () => uuid('id').primaryKey().defaultRandom();
