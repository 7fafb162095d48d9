import {
  type CorrectionRow,
  findItemTitle,
  insertCorrection,
  listCorrections,
  listItemTitles,
  listStudentIds,
  markWithdrawn,
} from '#db/queries/written-items.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { isSlug } from '#lib/items/core.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { textProblem } from '#lib/text/core.ts';
import { isId } from './core/id.ts';
import { pageOf } from './server.ts';

export type Correction = CorrectionRow;

/** What is to be read differently in a prompt, newest first. For everybody, for every kind of item. */
export function correctionsOf(ctx: Context, slug: string): Promise<Correction[]> {
  return listCorrections(ctx.db, slug);
}

export type CorrectionsPage = { items: { slug: string; title: string }[]; corrections: Correction[] };

/** All corrections that stand, with the items that there are. */
export async function listAllCorrections(ctx: Context): Promise<CorrectionsPage> {
  if (!can.correctPrompts(ctx.user)) throw new Forbidden('This is for staff.');
  const [items, corrections] = await Promise.all([listItemTitles(ctx.db), listCorrections(ctx.db, null)]);
  return { items, corrections };
}

/**
 * Puts a dated correction above an item's prompt. Students are told, once it is open.
 * @throws Forbidden, InvalidInput, NotFound
 */
export async function addCorrection(ctx: Context, { slug, body }: { slug: string; body: string }): Promise<void> {
  if (!can.correctPrompts(ctx.user)) throw new Forbidden('Corrections are written by staff.');
  const text = body.trim();
  const problem = textProblem(text, 'The correction', 10_000);
  if (problem) throw new InvalidInput(problem);
  await ctx.db.transaction(async (tx) => {
    const item = isSlug(slug) ? await findItemTitle(tx, slug) : null;
    if (!item) throw new NotFound('This item');
    await insertCorrection(tx, { slug, body: text, createdAt: ctx.now, createdBy: ctx.user.id });
    await audit(tx, ctx, 'correction.add', `item:${slug}`, { after: { body: text } });
    if (ctx.now < item.opensAt) return;
    const href = item.kind === 'code' ? paths.assignment(slug) : pageOf({ kind: item.kind, slug });
    const news = { kind: 'announcement' as const, title: `“${item.title || slug}” has a correction`, href };
    await notify({ ...ctx, db: tx }, news, await listStudentIds(tx));
  });
}

/** @throws Forbidden, NotFound also where it was withdrawn before */
export async function withdrawCorrection(ctx: Context, id: string): Promise<void> {
  if (!can.correctPrompts(ctx.user)) throw new Forbidden('Corrections are withdrawn by staff.');
  await ctx.db.transaction(async (tx) => {
    const row = isId(id) ? await markWithdrawn(tx, id, ctx.user.id, ctx.now) : null;
    if (!row) throw new NotFound('This correction');
    await audit(tx, ctx, 'correction.withdraw', `item:${row.slug}`, { before: { body: row.body } });
  });
}
