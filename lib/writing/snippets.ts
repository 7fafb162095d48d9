import { deleteSnippet, insertSnippet, listSnippetRows } from '#db/queries/writing-reviews.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { textProblem } from '#lib/text/core.ts';
import { isId } from './core/id.ts';

export type Snippet = { id: string; text: string };

/** More would not be found again. */
const mostSnippets = 50;

/** The caller's own sentences, oldest first, so that each stays in its place. */
export async function listSnippets(ctx: Context): Promise<Snippet[]> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  return listSnippetRows(ctx.db, ctx.user.id);
}

/** @throws Forbidden, InvalidInput, Conflict when there are too many */
export async function addSnippet(ctx: Context, given: string): Promise<void> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  const text = given.trim();
  const problem = textProblem(text, 'The snippet', 5000);
  if (problem) throw new InvalidInput(problem);
  await ctx.db.transaction(async (tx) => {
    const all = await listSnippetRows(tx, ctx.user.id);
    if (all.some((snippet) => snippet.text === text)) return;
    if (all.length >= mostSnippets) throw new Conflict(`There are ${mostSnippets} snippets.`, 'Delete one first.');
    await insertSnippet(tx, { userId: ctx.user.id, text, createdAt: ctx.now });
  });
}

/** @throws Forbidden, NotFound for those of others too */
export async function removeSnippet(ctx: Context, id: string): Promise<void> {
  if (!can.reviewWriting(ctx.user)) throw new Forbidden('This is for staff.');
  const isGone = isId(id) && (await deleteSnippet(ctx.db, id, ctx.user.id));
  if (!isGone) throw new NotFound('This snippet');
}
