import type { Db } from '#db/client.ts';
import { insertUser } from '#db/queries/auth.ts';
import { classSessions } from '#db/schema/calendar.ts';
import type { Role } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { type Definition, proposalFields } from '#lib/writing/core/definition.ts';
import type { Fields } from '#lib/writing/core/fields.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { createItem, getItem } from '#lib/writing/items.ts';
import { submitWriting } from '#lib/writing/server.ts';

export const hour = 3_600_000;
export const opens = new Date('2026-01-20T10:00:00Z');
export const due = new Date(opens.getTime() + 48 * hour);
export const closes = new Date(due.getTime() + 24 * hour);
export const at = (ctx: Context, now: Date): Context => ({ ...ctx, now });
export const words = (n: number, word = 'word') => Array.from({ length: n }, () => word).join(' ');

/** A person of the course as a context, an hour after everything opened. */
export async function person(db: Db, name: string, role: Role = 'student'): Promise<Context> {
  const user = { email: `${name}@example.test`, name, role };
  const row = await insertUser(db, { ...user, passwordHash: null, createdAt: opens });
  if (!row) throw new Error('There is such a user already.');
  return { user: { ...user, id: row.id }, db, now: new Date(opens.getTime() + hour) };
}

export const reflection: Definition = {
  kind: 'written',
  title: 'A reflection',
  prompt: 'Reflect.',
  fields: [{ name: 'text', label: 'Your text', guidance: '', kind: 'text', words: { least: 3, most: 10 } }],
  scale: 'points',
  maxPoints: 10,
  criteria: [
    { name: 'reading', label: 'Reads closely', maxPoints: 6 },
    { name: 'own', label: 'Has a thought of its own', maxPoints: 4 },
  ],
  allowPdf: true,
  maxAuthors: 1,
  hideNames: true,
  reading: null,
};

export const proposal: Definition = {
  kind: 'proposal',
  title: 'A proposal',
  prompt: 'Propose.',
  fields: proposalFields,
  scale: 'decision',
  maxPoints: null,
  criteria: [],
  allowPdf: false,
  maxAuthors: 2,
  hideNames: false,
  reading: null,
};

export const topic = 'Topics of testing';
export const proposed: Fields = { category: topic, motivation: words(40), data_set: words(30), methods: words(30) };

export async function addTopic(db: Db): Promise<void> {
  await db.insert(classSessions).values({ topic, startsAt: opens, endsAt: new Date(opens.getTime() + hour) });
}

export async function published(instructor: Context, definition: Definition): Promise<WrittenItem> {
  const slug = await createItem(instructor, definition, { opensAt: opens, dueAt: due, closesAt: closes });
  return getItem(instructor, slug);
}

let keys = 0;

/** Hands in with a new key each time, on top of `baseNumber`. */
export function handIn(ctx: Context, item: WrittenItem, fields: Fields, baseNumber = 0, key?: string) {
  keys += 1;
  return submitWriting(ctx, item, { fields, pdfId: null, baseNumber, idempotencyKey: key ?? `key-of-test-${keys}` });
}
