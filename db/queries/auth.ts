import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { apiTokens, passwordLinks, signInFailures, users } from '#db/schema/auth.ts';
import type { Role } from '#lib/auth/core.ts';

export type UserRow = typeof users.$inferSelect;

export async function findUserByEmail(db: Db, email: string): Promise<UserRow | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row ?? null;
}

export async function findUserById(db: Db, id: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

/** Null when the address is taken. */
export async function insertUser(
  tx: Db,
  user: { email: string; name: string; role: Role; passwordHash: string | null; createdAt: Date },
): Promise<UserRow | null> {
  const [row] = await tx.insert(users).values(user).onConflictDoNothing().returning();
  return row ?? null;
}

/** Every change here ends the person's sessions. */
export async function updateAccount(
  tx: Db,
  userId: string,
  change: { passwordHash?: string; role?: Role; deactivatedAt?: Date | null },
): Promise<void> {
  await tx
    .update(users)
    .set({ ...change, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId));
}

export async function insertPasswordLink(
  tx: Db,
  link: { tokenHash: string; userId: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.insert(passwordLinks).values(link);
}

/** Marks an unused, unexpired link as used; null when there is none. Two racing requests cannot both have it. */
export async function takePasswordLink(tx: Db, tokenHash: string, now: Date): Promise<string | null> {
  const [row] = await tx
    .update(passwordLinks)
    .set({ usedAt: now })
    .where(and(eq(passwordLinks.tokenHash, tokenHash), isNull(passwordLinks.usedAt), gt(passwordLinks.expiresAt, now)))
    .returning({ userId: passwordLinks.userId });
  return row?.userId ?? null;
}

/** Whose link it is, while it can still be used. */
export async function findPasswordLinkOwner(db: Db, tokenHash: string, now: Date): Promise<UserRow | null> {
  const [row] = await db
    .select({ user: users })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(
      and(
        eq(passwordLinks.tokenHash, tokenHash),
        isNull(passwordLinks.usedAt),
        gt(passwordLinks.expiresAt, now),
        isNull(users.deactivatedAt),
      ),
    );
  return row?.user ?? null;
}

/** Uses up every open link of a person: after a password is set, older links must not set another. */
export async function closePasswordLinks(tx: Db, userId: string, now: Date): Promise<void> {
  await tx
    .update(passwordLinks)
    .set({ usedAt: now })
    .where(and(eq(passwordLinks.userId, userId), isNull(passwordLinks.usedAt)));
}

/** A new link for each person named; their open ones are used up. */
export async function replacePasswordLinks(
  tx: Db,
  links: (typeof passwordLinks.$inferInsert)[],
  now: Date,
): Promise<void> {
  if (links.length === 0) return;
  const owners = links.map(({ userId }) => userId);
  await tx
    .update(passwordLinks)
    .set({ usedAt: now })
    .where(and(inArray(passwordLinks.userId, owners), isNull(passwordLinks.usedAt)));
  await tx.insert(passwordLinks).values(links);
}

export async function insertApiToken(
  tx: Db,
  token: { userId: string; name: string; tokenHash: string; createdAt: Date },
): Promise<string> {
  const [row] = await tx.insert(apiTokens).values(token).returning({ id: apiTokens.id });
  if (!row) throw new Error('the inserted token was not returned');
  return row.id;
}

export async function revokeApiTokens(tx: Db, userId: string, now: Date): Promise<void> {
  await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)));
}

export async function findUserByTokenHash(db: Db, tokenHash: string): Promise<UserRow | null> {
  const [row] = await db
    .select({ user: users })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .where(and(eq(apiTokens.tokenHash, tokenHash), isNull(apiTokens.revokedAt), isNull(users.deactivatedAt)));
  return row?.user ?? null;
}

/** Serialises tries for the same subjects until the transaction ends, so that a burst cannot slip past the limit. */
export async function lockSignIn(tx: Db, subjects: string[]): Promise<void> {
  // In one order everywhere: two tries that share both subjects cannot wait for each other.
  for (const subject of subjects.toSorted()) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${subject}`}, 0))`);
  }
}

/** When tries for each subject failed since `since`; what is older is swept. */
export async function listSignInFailures(
  tx: Db,
  subjects: string[],
  since: Date,
): Promise<{ subject: string; at: Date }[]> {
  await tx.delete(signInFailures).where(lte(signInFailures.at, since));
  return tx
    .select({ subject: signInFailures.subject, at: signInFailures.at })
    .from(signInFailures)
    .where(inArray(signInFailures.subject, subjects));
}

export async function insertSignInFailures(tx: Db, subjects: string[], at: Date): Promise<string[]> {
  const rows = await tx
    .insert(signInFailures)
    .values(subjects.map((subject) => ({ subject, at })))
    .returning({ id: signInFailures.id });
  return rows.map((row) => row.id);
}

/** After a success: the try itself was no failure, and the account starts afresh. */
export async function clearSignInFailures(tx: Db, ids: string[], subject: string): Promise<void> {
  await tx.delete(signInFailures).where(or(inArray(signInFailures.id, ids), eq(signInFailures.subject, subject)));
}
