import { findCourseRow } from '#db/queries/course.ts';
import { listCells, listStudents } from '#db/queries/gradebook.ts';
import { listExtensionRows, listItemRows, listWritingHandIns, lockItem, updateItemDates } from '#db/queries/items.ts';
import { can } from '#lib/auth/core.ts';
import { sayInstant } from '#lib/calendar/core/zone.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import {
  effectOfMove,
  type Item,
  type ItemDates,
  type ItemKind,
  type MoveEffect,
  ownDates,
  type StudentFacts,
  sameDates,
  wrongDates,
} from './core.ts';

/** Every item with the caller's own dates, soonest due first. Whoever has signed in may read them. One query. */
export async function listItems(ctx: Context): Promise<Item[]> {
  const rows = await listItemRows(ctx.db, ctx.user.id);
  return rows
    .map(({ extension, ...item }) => ({ ...item, ...ownDates(item, extension) }))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.slug < b.slug ? -1 : 1));
}

/** What moving an item would do to each student. Changes nothing. @throws NotFound, InvalidInput */
export async function previewMove(ctx: Context, slug: string, dates: ItemDates): Promise<MoveEffect> {
  if (!can.moveDates(ctx.user)) throw new Forbidden('Only instructors move dates.');
  return ctx.db.transaction(async (tx) => {
    const item = await lockItem(tx, slug);
    if (!item) throw new NotFound('This item');
    refuseWrong(dates);
    return effectOfMove(await listFacts({ ...ctx, db: tx }, item), item, dates);
  });
}

/**
 * Moves an item for everybody and tells whom it touches.
 * @param base the dates that the caller decided upon
 * @returns what it did to each student
 * @throws Conflict where the item has other dates by now; NotFound, InvalidInput
 */
export async function moveItem(ctx: Context, slug: string, dates: ItemDates, base: ItemDates): Promise<MoveEffect> {
  if (!can.moveDates(ctx.user)) throw new Forbidden('Only instructors move dates.');
  refuseWrong(dates);
  return ctx.db.transaction(async (tx) => {
    const within = { ...ctx, db: tx };
    const item = await lockItem(tx, slug);
    if (!item) throw new NotFound('This item');
    if (!sameDates(item, base)) {
      throw new Conflict('Somebody moved this item meanwhile.', 'Look at its dates now, then move it again.');
    }
    const effect = effectOfMove(await listFacts(within, item), item, dates);
    if (sameDates(item, dates)) return effect;
    await updateItemDates(tx, slug, dates);
    await audit(tx, ctx, 'item.move', `item:${slug}`, { before: pick(item), after: pick(dates) });
    const readers = effect.affected.map(({ id }) => id);
    await notify(within, { kind: 'date', title: await sayMove(within, item, dates), href: paths.calendar() }, readers);
    return effect;
  });
}

function refuseWrong(dates: ItemDates): void {
  const wrong = wrongDates(dates);
  if (wrong) throw new InvalidInput(wrong, 'Give an opening date, then a later due date, then the day it closes.');
}

const pick = ({ opensAt, dueAt, closesAt }: ItemDates) => ({ opensAt, dueAt, closesAt });

async function sayMove(ctx: Context, { title, dueAt }: { title: string; dueAt: Date }, dates: ItemDates) {
  const zone = (await findCourseRow(ctx.db))?.timeZone ?? 'UTC';
  if (dueAt.getTime() !== dates.dueAt.getTime()) {
    return `${title} is now due on ${sayInstant(dates.dueAt, zone)} for the class`;
  }
  return `The dates of ${title} have changed: due on ${sayInstant(dates.dueAt, zone)}, open until ${sayInstant(dates.closesAt, zone)}`;
}

/** What the dates of an item mean to each student: when what counts was handed in, and the extension. Three queries. */
async function listFacts(ctx: Context, { slug, kind }: { slug: string; kind: ItemKind }): Promise<StudentFacts[]> {
  const students = await listStudents(ctx.db);
  const extensions = new Map((await listExtensionRows(ctx.db, slug)).map((row) => [row.userId, row]));
  const handedIn = await listHandedInAt(ctx, slug, kind);
  return students.map(({ id, name }) => ({
    id,
    name,
    handedInAt: handedIn.get(id) ?? null,
    extension: extensions.get(id) ?? null,
  }));
}

/**
 * Of code, when the submission that counts came. Of a proposal the first version: a revision that staff asked for is not
 * late. Of other writing the newest, which is the one that is graded.
 */
async function listHandedInAt(ctx: Context, slug: string, kind: ItemKind): Promise<Map<string, Date>> {
  if (kind === 'code') {
    const cells = await listCells(ctx.db, null);
    return new Map(cells.filter((cell) => cell.slug === slug).map((cell) => [cell.userId, cell.createdAt]));
  }
  const rows = await listWritingHandIns(ctx.db, slug);
  return new Map(rows.map(({ userId, firstAt, lastAt }) => [userId, kind === 'proposal' ? firstAt : lastAt]));
}
