import { z } from 'zod';
import { type AuditRow, findPeopleByText, listAuditRows, listNames } from '#db/queries/audit.ts';
import { can } from '#lib/auth/core.ts';
import { addDays, isThinkable, readDay, startOfDay } from '#lib/calendar/core/zone.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, InvalidInput } from '#lib/errors.ts';
import { changesOf, type FieldChange } from './core.ts';

export type AuditSearch = {
  /** Part of the name or address of whoever did it, or of whom it was done to. */
  person?: string | undefined;
  verb?: string | undefined;
  /** Exactly: an id or a slug. */
  subject?: string | undefined;
  /** First day, in the course's zone: `2026-11-25`. */
  from?: string | undefined;
  /** Last day, in the course's zone. */
  to?: string | undefined;
  cursor?: string | undefined;
};

export type AuditEntry = {
  id: string;
  at: Date;
  /** Null where the host itself acted. */
  actor: string | null;
  verb: string;
  subject: string;
  /** Where the subject is a person, their name. */
  subjectName: string | null;
  changes: FieldChange[];
};

export type AuditPage = { entries: AuditEntry[]; next: string | null };

const perPage = 50;

/** The audit log, newest first. Staff read all of it: what it holds they see elsewhere too. @throws InvalidInput */
export async function listAudit(ctx: Context, search: AuditSearch, timeZone: string): Promise<AuditPage> {
  if (!can.seeAudit(ctx.user)) throw new Forbidden('The audit log is for staff.');
  const people = search.person ? await findPeopleByText(ctx.db, search.person) : undefined;
  if (people?.length === 0) return { entries: [], next: null };
  const filter = {
    people,
    verb: search.verb,
    subject: search.subject,
    from: search.from ? firstInstant(search.from, 0, timeZone) : undefined,
    until: search.to ? firstInstant(search.to, 1, timeZone) : undefined,
    after: search.cursor ? readCursor(search.cursor) : undefined,
  };
  const rows = await listAuditRows(ctx.db, filter, perPage + 1);
  const shown = rows.slice(0, perPage);
  const names = await listNames(ctx.db, [...new Set(shown.map(({ subject }) => subject).filter(isId))]);
  const last = shown.at(-1);
  return {
    entries: shown.map((row) => entryOf(row, names)),
    next: rows.length > perPage && last ? `${last.cursor}_${last.id}` : null,
  };
}

function entryOf({ id, at, actor, verb, subject, before, after }: AuditRow, names: Map<string, string>): AuditEntry {
  return { id, at, actor, verb, subject, subjectName: names.get(subject) ?? null, changes: changesOf(before, after) };
}

/** The first instant of a day, `later` days after it. */
function firstInstant(day: string, later: number, timeZone: string): Date {
  if (readDay(day) === null) throw new InvalidInput(`“${day}” is no date.`, 'Write it as 2026-11-25.');
  return startOfDay(addDays(day, later), timeZone);
}

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

function readCursor(cursor: string): { at: string; id: string } {
  const read = cursorSchema.safeParse(cursor.split('_'));
  if (!read.success || !isThinkable(new Date(read.data[0]))) {
    throw new InvalidInput('This is no page of the audit log.', 'Begin at the newest.');
  }
  return { at: read.data[0], id: read.data[1] };
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
