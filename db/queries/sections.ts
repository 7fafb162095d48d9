import { asc, count, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { joinCodes, sectionMembers, sections } from '#db/schema/roster.ts';

export type SectionRow = { id: string; name: string; members: number };

/** By name, with how many people are in each. */
export async function listSectionRows(db: Db): Promise<SectionRow[]> {
  return db
    .select({ id: sections.id, name: sections.name, members: count(sectionMembers.userId) })
    .from(sections)
    .leftJoin(sectionMembers, eq(sectionMembers.sectionId, sections.id))
    .groupBy(sections.id)
    .orderBy(asc(sql`lower(${sections.name})`));
}

export async function findSection(db: Db, id: string): Promise<{ id: string; name: string } | null> {
  const [row] = await db.select({ id: sections.id, name: sections.name }).from(sections).where(eq(sections.id, id));
  return row ?? null;
}

/** Null where one of that name, in any case, exists. */
export async function insertSection(tx: Db, name: string, createdAt: Date): Promise<string | null> {
  const values = { name, createdAt };
  const [row] = await tx.insert(sections).values(values).onConflictDoNothing().returning({ id: sections.id });
  return row?.id ?? null;
}

/** False where another section has that name. */
export async function renameSectionRow(tx: Db, id: string, name: string): Promise<boolean> {
  const taken = sql`not exists (select from ${sections} other where lower(other.name) = lower(${name}) and other.id <> ${id})`;
  const rows = await tx
    .update(sections)
    .set({ name })
    .where(sql`${sections.id} = ${id} and ${taken}`)
    .returning({ id: sections.id });
  return rows.length === 1;
}

/** Join links into it lead into the course without a section from then on. */
export async function deleteSectionRow(tx: Db, id: string): Promise<void> {
  await tx.update(joinCodes).set({ sectionId: null }).where(eq(joinCodes.sectionId, id));
  await tx.delete(sections).where(eq(sections.id, id));
}
