import type { z } from 'zod';
import type { Db } from '#db/client.ts';
import { countHandedIn } from '#db/queries/writing-reviews.ts';
import { lockWriting } from '#db/queries/writings.ts';
import {
  countUses,
  findReading,
  findWrittenItem,
  insertWrittenItem,
  listSlugs,
  listTopics,
  listWrittenItems,
  updateWrittenItem,
  writeReading,
} from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { type ItemDates, isSlug, wrongDates } from '#lib/items/core.ts';
import { indexPrompt, indexReadings } from '#lib/search/texts.ts';
import { changeProblem, type Definition, definitionSchema, type Reading, slugOf } from './core/definition.ts';
import type { WrittenItem } from './core/view.ts';

// Whoever has signed in may read what an item asks for; a `Context` is proof of that.

/** Proposals and written items by due date. */
export function listWritten(ctx: Context): Promise<WrittenItem[]> {
  return listWrittenItems(ctx.db);
}

/** @throws NotFound */
export async function getItem(ctx: Context, slug: string): Promise<WrittenItem> {
  const item = isSlug(slug) ? await findWrittenItem(ctx.db, slug) : null;
  if (!item) throw new NotFound('This written item');
  return item;
}

/** What is read for an item, if anything. */
export function findItemReading(ctx: Context, slug: string): Promise<Reading | null> {
  return findReading(ctx.db, slug);
}

/** The topics of the calendar: what a field of kind `topic` may hold. */
export function listProposalTopics(ctx: Context): Promise<string[]> {
  return listTopics(ctx.db);
}

export type ItemCount = WrittenItem & { handedIn: number; waiting: number };

/** All written items with how much was handed in and how much waits for a review. Two queries. */
export async function listItemsForStaff(ctx: Context): Promise<ItemCount[]> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  const [all, counts] = await Promise.all([listWrittenItems(ctx.db), countHandedIn(ctx.db)]);
  return all.map((item) => ({ ...item, ...(counts.get(item.slug) ?? { handedIn: 0, waiting: 0 }) }));
}

/**
 * A new written item; its dates are the calendar's from then on.
 * @returns its slug, made from the title
 * @throws Forbidden, InvalidInput
 */
export async function createItem(ctx: Context, definition: Definition, dates: ItemDates): Promise<string> {
  if (!can.editItems(ctx.user)) throw new Forbidden('Items are made by instructors.');
  const { kind, title, reading, ...asked } = parsed(definitionSchema, definition);
  const { opensAt, dueAt, closesAt } = dates;
  const wrong = wrongDates(dates);
  if (wrong) throw new InvalidInput(wrong);
  return ctx.db.transaction(async (tx) => {
    await lockWriting(tx, 'items');
    const slug = slugOf(title, [...(await listSlugs(tx)), 'new']);
    const by = ctx.user.role === 'system' ? null : ctx.user.id;
    await insertWrittenItem(
      tx,
      { slug, kind, title, opensAt, dueAt, closesAt },
      { slug, ...asked, updatedAt: ctx.now, updatedBy: by },
    );
    await writeReading(tx, slug, reading);
    await index(tx, slug, { title, prompt: asked.prompt });
    await audit(tx, ctx, 'item.create', `item:${slug}`, { after: { kind, title, ...asked, opensAt, dueAt, closesAt } });
    return slug;
  });
}

/**
 * Changes what an item asks for, unless somebody else did since `revision`.
 * @throws Forbidden, InvalidInput, NotFound, Conflict
 */
export async function editItem(
  ctx: Context,
  { slug, revision, definition }: { slug: string; revision: number; definition: Definition },
): Promise<void> {
  if (!can.editItems(ctx.user)) throw new Forbidden('Items are changed by instructors.');
  const wanted = parsed(definitionSchema, definition);
  await ctx.db.transaction(async (tx) => {
    await lockWriting(tx, `item:${slug}`);
    const before = await getItem({ ...ctx, db: tx }, slug);
    const problem = changeProblem(before, wanted, await countUses(tx, slug));
    if (problem) throw new InvalidInput(problem);
    const { kind: _kind, title, reading, ...asked } = wanted;
    const change = { ...asked, updatedAt: ctx.now, updatedBy: ctx.user.id };
    if (!(await updateWrittenItem(tx, { slug, revision }, title, change))) {
      throw new Conflict(
        'Somebody else changed this item meanwhile.',
        'Open it in another tab, and bring both together.',
      );
    }
    await writeReading(tx, slug, reading);
    await index(tx, slug, { title, prompt: asked.prompt });
    await audit(tx, ctx, 'item.edit', `item:${slug}`, { before: essence(before), after: { title, ...asked } });
  });
}

/** Search finds the prompt and the reading as they are now. */
async function index(tx: Db, slug: string, { title, prompt }: { title: string; prompt: string }): Promise<void> {
  await indexPrompt(tx, { slug, title, source: prompt, format: 'md' });
  await indexReadings(tx);
}

const essence = ({ opensAt: _o, dueAt: _d, closesAt: _c, releasedAt: _r, slug: _s, ...asked }: WrittenItem) => asked;

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new InvalidInput([...new Set(result.error.issues.map(({ message }) => message))].join(' '));
}
