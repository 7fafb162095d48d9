import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '#lib/auth/core.ts';
import { id, instant } from './columns.ts';

export const users = pgTable(
  'users',
  {
    id: id(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** argon2id; null until the person has set a password. */
    passwordHash: text('password_hash'),
    /** Rises with every change of password, role or state; a session that carries an older number is dead. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    deactivatedAt: instant('deactivated_at'),
  },
  (t) => [
    uniqueIndex('users_email').on(sql`lower(${t.email})`),
    check('users_role', sql`${t.role} in ('student', 'assistant', 'instructor')`),
    check('users_email_shape', sql`${t.email} like '%_@_%' and length(${t.email}) <= 254`),
    check('users_name_length', sql`length(${t.name}) between 1 and 200`),
  ],
);

/** One-time links with which a person sets a password. Only the hash is kept. */
export const passwordLinks = pgTable(
  'password_links',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [index('password_links_user').on(t.userId)],
);

export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: instant('created_at').notNull().defaultNow(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('api_tokens_user').on(t.userId)],
);

/** Failed sign-ins, counted by account and by address. Old rows are swept by the verb that counts. */
export const signInFailures = pgTable(
  'sign_in_failures',
  {
    id: id(),
    /** `account:<email>` or `address:<ip>`. */
    subject: text('subject').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('sign_in_failures_subject_at').on(t.subject, t.at)],
);
