import {
  deleteAuthor,
  findClassmate,
  findOwnWritingId,
  insertAuthor,
  listAuthors,
  listVersions,
  lockWriting,
} from '#db/queries/writings.ts';
import { can, emailSchema } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { leaveRefusal } from './core/state.ts';
import type { WrittenItem } from './core/view.ts';
import { beginWriting, getOwnWriting, pageOf } from './server.ts';

// Who writes together: before the first version, any author adds and removes; all are told. Who was added and does not
// want it leaves by themselves, also later, as long as they handed nothing in and staff have not reviewed it.

/**
 * Lets a classmate write along. What they had drafted of their own stays in their drafts.
 * @throws Forbidden, InvalidInput, Conflict when they already write with others or have handed in
 */
export async function addAuthor(ctx: Context, item: WrittenItem, address: string): Promise<void> {
  if (!can.write(ctx.user)) throw new Forbidden('Only students write this.');
  const email = emailSchema.safeParse(address);
  if (!email.success) throw new InvalidInput('This is not an e-mail address.');
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const found = await findClassmate(tx, email.data);
    if (!found) throw new InvalidInput('No student of the course has this address.', 'Ask how they sign in.');
    if (found.id === ctx.user.id) throw new InvalidInput('You are an author already.');
    // In one order everywhere: two who add each other at once do not wait for each other.
    for (const id of [ctx.user.id, found.id].sort()) await lockWriting(tx, `${item.slug}:${id}`);
    const writingId = await beginWriting(inside, item.slug);
    await lockWriting(tx, writingId);
    const own = await getOwnWriting(inside, item);
    if (own.refusal) throw new Forbidden('Authors are added while it can be handed in.');
    if (own.authors.some(({ id }) => id === found.id)) throw new InvalidInput(`${found.name} is an author already.`);
    if (own.addRefusal) throw new Conflict(own.addRefusal);
    await bringAlong(inside, item, found);
    const row = { writingId, slug: item.slug, userId: found.id, addedAt: ctx.now, addedBy: ctx.user.id };
    await insertAuthor(tx, row);
    await audit(tx, ctx, 'writing.add-author', item.slug, { after: { userId: found.id } });
    const title = `You were added as an author of “${item.title}”`;
    await notify(inside, { kind: 'proposal', title, href: pageOf(item) }, [found.id]);
  });
}

/** Takes a person out of what they began alone, so that they can write along here. */
async function bringAlong(ctx: Context, item: WrittenItem, person: { id: string; name: string }): Promise<void> {
  const other = await findOwnWritingId(ctx.db, item.slug, person.id);
  if (!other) return;
  await lockWriting(ctx.db, other);
  const isAlone = (await listAuthors(ctx.db, other)).length === 1;
  if (!isAlone || (await listVersions(ctx.db, other)).length > 0) {
    throw new Conflict(`${person.name} already writes this, alone or with others.`, 'Talk to them first.');
  }
  await deleteAuthor(ctx.db, other, person.id);
}

/**
 * Takes an author out, the caller or, before the first version, another one.
 * @throws Forbidden, Conflict
 */
export async function removeAuthor(ctx: Context, item: WrittenItem, userId: string): Promise<void> {
  if (!can.write(ctx.user)) throw new Forbidden('Only students write this.');
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx };
    const writingId = await findOwnWritingId(tx, item.slug, ctx.user.id);
    if (!writingId) throw new Forbidden('You have not begun this.');
    await lockWriting(tx, writingId);
    const own = await getOwnWriting(inside, item);
    if (!own.authors.some(({ id }) => id === userId)) throw new InvalidInput('This person is not an author.');
    const refusal = userId === ctx.user.id ? own.leaveRefusal : othersRefusal(own);
    if (refusal) throw new Conflict(refusal);
    await deleteAuthor(tx, writingId, userId);
    await audit(tx, ctx, 'writing.remove-author', item.slug, { before: { userId } });
    const leaves = userId === ctx.user.id;
    const title = leaves ? `An author left “${item.title}”` : `You are no longer an author of “${item.title}”`;
    const readers = leaves ? own.authors.map(({ id }) => id) : [userId];
    await notify(inside, { kind: 'proposal', title, href: pageOf(item) }, readers);
  });
}

function othersRefusal({ authors, versions }: { authors: unknown[]; versions: unknown[] }): string | null {
  const facts = { versions: versions.length, authors: authors.length, reviewed: false, handedInByLeaver: false };
  return leaveRefusal(facts, false);
}
