import type { Db } from '#db/client.ts';
import { insertUser } from '#db/queries/auth.ts';
import type { Role, User } from '#lib/auth/core.ts';

/** A new person of this role, without a password. */
export async function person(db: Db, name: string, role: Role): Promise<User> {
  const email = `${name.toLowerCase()}.${crypto.randomUUID().slice(0, 8)}@people.example`;
  const row = await insertUser(db, { email, name, role, passwordHash: null, createdAt: new Date() });
  if (!row) throw new Error('There is such a user already.');
  return { id: row.id, email, name, role };
}
