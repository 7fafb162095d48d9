import { findUserById } from '#db/queries/auth.ts';
import { findCourseRow } from '#db/queries/course.ts';
import { listStudents } from '#db/queries/gradebook.ts';
import {
  type ExtensionRow,
  findExtension,
  insertExtension,
  listExtensionRows,
  lockItem,
  withdrawExtensions,
} from '#db/queries/items.ts';
import { can } from '#lib/auth/core.ts';
import { sayInstant } from '#lib/calendar/core/zone.ts';
import { isId } from '#lib/calendar/input.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { notify } from '#lib/notices/server.ts';
import { paths } from '#lib/paths.ts';
import { textProblem } from '#lib/text/core.ts';
import type { ItemDates, Person } from './core.ts';

export type ExtensionInput = {
  slug: string;
  userId: string;
  dueAt: Date;
  /** Null: as long after the due date as for the class. */
  closesAt: Date | null;
  /** The student reads it. */
  reason: string;
  /** When the caller looked at the extensions there are. */
  seenAt: Date;
};

/** The extensions that count, by student's name. @param slug null for those of all items */
export async function listExtensions(ctx: Context, slug: string | null = null): Promise<ExtensionRow[]> {
  if (!can.extendDates(ctx.user)) throw new Forbidden('Extensions are for staff.');
  const rows = await listExtensionRows(ctx.db, slug);
  return rows.toSorted((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** Whom staff can give an extension, by name. */
export async function listExtendable(ctx: Context): Promise<Person[]> {
  if (!can.extendDates(ctx.user)) throw new Forbidden('Extensions are for staff.');
  return (await listStudents(ctx.db)).map(({ id, name }) => ({ id, name }));
}

/**
 * Gives one student a due date of their own. It takes the place of an earlier extension of theirs.
 * @returns its id
 * @throws InvalidInput where it is no later than the class's date, or without a reason; NotFound; Conflict where
 * somebody gave them one since the caller looked
 */
export async function grantExtension(ctx: Context, input: ExtensionInput): Promise<string> {
  if (!can.extendDates(ctx.user)) throw new Forbidden('Only staff grant extensions.');
  const reason = readReason(input.reason);
  return ctx.db.transaction(async (tx) => {
    const within = { ...ctx, db: tx };
    const item = await lockItem(tx, input.slug);
    if (!item) throw new NotFound('This item');
    const student = await requireStudent(within, input.userId);
    const dates = { dueAt: input.dueAt, closesAt: input.closesAt ?? closingOf(item, input.dueAt) };
    refuseWrong(dates, item);
    const [earlier] = await withdrawExtensions(tx, { ...input, by: ctx.user.id, at: ctx.now });
    if (earlier && !(earlier.grantedAt <= input.seenAt)) {
      throw new Conflict(
        `Somebody gave ${student.name} an extension meanwhile.`,
        'Load the page to see it, then decide.',
      );
    }
    const { slug, userId } = input;
    const id = await insertExtension(tx, {
      slug,
      userId,
      ...dates,
      reason,
      grantedAt: ctx.now,
      grantedBy: ctx.user.id,
    });
    const before = earlier ? { dueAt: earlier.dueAt, closesAt: earlier.closesAt, reason: earlier.reason } : null;
    await audit(tx, ctx, 'extension.grant', subjectOf(slug, userId), { before, after: { ...dates, reason } });
    const when = sayInstant(dates.dueAt, await zoneOf(within));
    await notify(within, news(`${item.title} is due on ${when} for you: your extension was granted`), [userId]);
    return id;
  });
}

/** Takes an extension back: the class's dates hold again. @throws NotFound; Conflict where it no longer counts */
export async function withdrawExtension(ctx: Context, id: string): Promise<void> {
  if (!can.extendDates(ctx.user)) throw new Forbidden('Only staff withdraw extensions.');
  await ctx.db.transaction(async (tx) => {
    const within = { ...ctx, db: tx };
    const found = isId(id) ? await findExtension(tx, id) : null;
    const item = found && (await lockItem(tx, found.slug));
    if (!found || !item) throw new NotFound('This extension');
    const { slug, userId, dueAt, closesAt, reason } = found;
    // Asked again under the lock: somebody may have been quicker.
    if ((await findExtension(tx, id))?.withdrawnAt) {
      throw new Conflict('This extension was withdrawn or replaced already.', 'Look at the ones that count now.');
    }
    await withdrawExtensions(tx, { slug, userId, by: ctx.user.id, at: ctx.now });
    await audit(tx, ctx, 'extension.withdraw', subjectOf(slug, userId), { before: { dueAt, closesAt, reason } });
    const when = sayInstant(item.dueAt, await zoneOf(within));
    await notify(within, news(`Your extension for ${item.title} was withdrawn: it is due on ${when}`), [userId]);
  });
}

/** Also what the calendar feed counts its revisions by. */
export const subjectOf = (slug: string, userId: string) => `extension:${slug}:${userId}`;

const news = (title: string) => ({ kind: 'date' as const, title, href: paths.calendar() });

const zoneOf = async (ctx: Context) => (await findCourseRow(ctx.db))?.timeZone ?? 'UTC';

const closingOf = ({ dueAt, closesAt }: ItemDates, own: Date) =>
  new Date(own.getTime() + closesAt.getTime() - dueAt.getTime());

function readReason(text: string): string {
  const reason = text.trim();
  const problem = textProblem(reason, 'The reason', 2000);
  if (problem) throw new InvalidInput(problem, 'The student reads it.');
  return reason;
}

async function requireStudent(ctx: Context, userId: string): Promise<Person> {
  const person = isId(userId) ? await findUserById(ctx.db, userId) : null;
  if (!person || person.deactivatedAt) throw new NotFound('This student');
  if (person.role !== 'student') throw new InvalidInput(`${person.name} is not a student.`, 'Choose a student.');
  return person;
}

function refuseWrong({ dueAt, closesAt }: { dueAt: Date; closesAt: Date }, item: ItemDates): void {
  if (Number.isNaN(dueAt.getTime()) || Number.isNaN(closesAt.getTime())) {
    throw new InvalidInput('The date is missing or is none.', 'Give a day and a time.');
  }
  if (dueAt > closesAt) throw new InvalidInput('It closes before it is due.', 'Give a later closing date, or none.');
  if (dueAt <= item.dueAt) {
    throw new InvalidInput('An extension is later than the date of the class.', 'Give a later date.');
  }
}
