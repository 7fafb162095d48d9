import { createHash } from 'node:crypto';
import { listAllPeople, lockRoster, type PersonRow } from '#db/queries/roster.ts';
import { changePeople, endAccess, ensureSections, insertPeople, movePeople } from '#db/queries/roster-import.ts';
import { listSectionRows } from '#db/queries/sections.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { auditAll } from '#lib/course/audit.ts';
import { Conflict, Forbidden, TooLarge } from '#lib/errors.ts';
import { sendPasswordLinks } from '#lib/notices/account.ts';
import type { Person } from './core/people.ts';
import { type Changed, type ImportPlan, planImport } from './core/plan.ts';
import { readRows } from './core/rows.ts';
import { decodeText, maxFileBytes, readRecords } from './read-file.ts';

export type ImportPreview = {
  plan: ImportPlan;
  /** Headings of the file that mean nothing here. */
  ignored: string[];
  /** The file says of no character set: accents may have come out wrong. */
  guessed: boolean;
  /** Of this file and this roster. Handed back when it is applied: where either changed since, nothing happens. */
  fingerprint: string;
};

/** What a CSV file would change. Writes nothing. @throws TooLarge */
export async function previewImport(ctx: Context, file: Uint8Array): Promise<ImportPreview> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change the roster.');
  if (file.length > maxFileBytes) throw new TooLarge('The file', `${maxFileBytes / 1000} kB`);
  const people = (await listAllPeople(ctx.db)).map(personOf);
  const sections = (await listSectionRows(ctx.db)).map(({ name }) => name);
  const { text, guessed } = decodeText(file);
  const records = readRecords(text);
  const read = Array.isArray(records)
    ? readRows(records)
    : { rows: [], problems: [records], ignored: [], hasSections: false };
  return {
    // A file that could not be read at all says nothing about who is missing from it.
    plan: planImport(read, read.rows.length === 0 ? [] : people, sections),
    ignored: read.ignored,
    guessed,
    fingerprint: fingerprintOf(file, people, sections),
  };
}

export type ImportChoice = {
  fingerprint: string;
  /** Deactivates students who are not in the file. Only where every line of it could be read. */
  deactivateMissing: boolean;
  /** Mails everybody new a link to set their password. */
  sendLinks: boolean;
};

export type ImportResult = { added: number; changed: number; deactivated: number };

/**
 * Does what the preview said, in one transaction.
 * @throws Conflict where the roster or the file is not what was previewed; then nothing is written
 */
export async function applyImport(ctx: Context, file: Uint8Array, choice: ImportChoice): Promise<ImportResult> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors change the roster.');
  return ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const inside = { ...ctx, db: tx };
    const { plan, fingerprint } = await previewImport(inside, file);
    if (fingerprint !== choice.fingerprint) {
      throw new Conflict('The roster changed since this preview was made.', 'Look at the new preview, then apply it.');
    }
    return apply(inside, plan, choice);
  });
}

async function apply(ctx: Context, plan: ImportPlan, choice: ImportChoice): Promise<ImportResult> {
  const leaving = choice.deactivateMissing ? plan.missing : [];
  if (leaving.length > 0 && plan.problems.length > 0) {
    const remedy = 'Correct the lines that are named, or leave those who are missing as they are.';
    throw new Conflict('Not every line of the file could be read, so nobody can be said to be missing.', remedy);
  }
  const ids = await insertPeople(ctx.db, plan.added, ctx.now);
  if (ids.size !== plan.added.length) {
    throw new Conflict('Somebody of the file was added meanwhile.', 'Look at the new preview, then apply it.');
  }
  const changes = [
    ...plan.changed.map(changeOf),
    ...leaving.map((person) => ({ ...person, deactivated: true, endSessions: true })),
  ];
  await changePeople(ctx.db, changes, ctx.now);
  await endAccess(
    ctx.db,
    leaving.map(({ id }) => id),
    ctx.now,
  );
  await moveIntoSections(ctx, plan, ids);
  await writeAudit(ctx, plan, ids, leaving);
  if (choice.sendLinks) await sendPasswordLinks(ctx, [...ids.values()]);
  return { added: ids.size, changed: plan.changed.length, deactivated: leaving.length };
}

const changeOf = ({ person, name, role, returns }: Changed) => ({
  id: person.id,
  name: name?.to ?? person.name,
  role: role?.to ?? person.role,
  deactivated: false,
  endSessions: role !== undefined || returns === true,
});

async function moveIntoSections(ctx: Context, plan: ImportPlan, ids: Map<string, string>): Promise<void> {
  const sections = await ensureSections(ctx.db, plan.newSections, ctx.now);
  const idOf = (name: string | null) => (name === null ? null : (sections.get(name.toLowerCase()) ?? null));
  const added = plan.added
    .filter(({ section }) => section !== null)
    .map(({ email, section }) => ({ userId: ids.get(email) ?? '', sectionId: idOf(section) }));
  const moved = plan.changed.flatMap(({ person, section }) =>
    section ? [{ userId: person.id, sectionId: idOf(section.to) }] : [],
  );
  await movePeople(ctx.db, [...added, ...moved]);
}

async function writeAudit(ctx: Context, plan: ImportPlan, ids: Map<string, string>, leaving: Person[]): Promise<void> {
  const added = plan.added.map(({ email, name, role, section }) => ({
    subject: ids.get(email) ?? email,
    after: { email, name, role, section },
  }));
  const changed = plan.changed.map((change) => {
    const { name, role, section } = change;
    const parts = Object.entries({ name, role, section }).flatMap(([key, one]) => (one ? [[key, one] as const] : []));
    const side = (which: 'from' | 'to') => Object.fromEntries(parts.map(([key, one]) => [key, one[which]]));
    const returns = change.returns ? [{ active: false }, { active: true }] : [{}, {}];
    return {
      subject: change.person.id,
      before: { ...side('from'), ...returns[0] },
      after: { ...side('to'), ...returns[1] },
    };
  });
  await auditAll(ctx.db, ctx, 'user.create', added);
  await auditAll(ctx.db, ctx, 'user.change', changed);
  await auditAll(
    ctx.db,
    ctx,
    'user.deactivate',
    leaving.map(({ id }) => ({ subject: id })),
  );
  const after = { added: added.length, changed: changed.length, deactivated: leaving.length };
  await auditAll(ctx.db, ctx, 'roster.import', [{ subject: 'roster', after }]);
}

export function personOf({ id, email, name, role, section, deactivatedAt }: PersonRow): Person {
  return { id, email, name, role, section, deactivated: deactivatedAt !== null };
}

function fingerprintOf(file: Uint8Array, people: Person[], sections: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([people, sections]))
    .update(file)
    .digest('hex');
}
