import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * Raw bytes. The driver hands out a Buffer, which is no ordinary Uint8Array: its slices share memory and it turns itself
 * into JSON. Callers get the plain array over the same memory.
 */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
});

/** An instant. Every time in the database carries its zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true });

export const id = () => uuid('id').primaryKey().defaultRandom();
