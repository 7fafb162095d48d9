import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { sectionMembers, sections } from '#db/schema/roster.ts';
import type { Role } from '#lib/auth/core.ts';

/** Ids by address. Addresses that are taken are left out. */
export async function insertPeople(
  tx: Db,
  people: { email: string; name: string; role: Role }[],
  createdAt: Date,
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const values = people.map(({ email, name, role }) => ({ email, name, role, passwordHash: null, createdAt }));
  const rows = await tx
    .insert(users)
    .values(values)
    .onConflictDoNothing()
    .returning({ id: users.id, email: users.email });
  return new Map(rows.map(({ id, email }) => [email, id]));
}

export type PersonChange = {
  id: string;
  name: string;
  role: Role;
  deactivated: boolean;
  /** What the person may do changed: their sessions die. */
  endSessions: boolean;
};

/** One statement, however many people. */
export async function changePeople(tx: Db, changes: PersonChange[], now: Date): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(sql`
    update ${users} u set
      name = c.name,
      role = c.role,
      deactivated_at = case when c.deactivated then coalesce(u.deactivated_at, ${now.toISOString()}::timestamptz) end,
      session_version = u.session_version + case when c."endSessions" then 1 else 0 end
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb)
      as c(id uuid, name text, role text, deactivated boolean, "endSessions" boolean)
    where u.id = c.id
  `);
}

/** Ends API tokens and open password links of people who were deactivated. */
export async function endAccess(tx: Db, userIds: string[], now: Date): Promise<void> {
  if (userIds.length === 0) return;
  const at = now.toISOString();
  const ids = sql`select value::uuid from jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb)`;
  await tx.execute(
    sql`update api_tokens set revoked_at = ${at}::timestamptz where revoked_at is null and user_id in (${ids})`,
  );
  await tx.execute(
    sql`update password_links set used_at = ${at}::timestamptz where used_at is null and user_id in (${ids})`,
  );
}

/** Makes the sections that do not exist yet and gives all, by name in small letters. */
export async function ensureSections(tx: Db, names: string[], createdAt: Date): Promise<Map<string, string>> {
  if (names.length > 0) {
    const values = names.map((name) => ({ name, createdAt }));
    await tx.insert(sections).values(values).onConflictDoNothing();
  }
  const rows = await tx.select({ id: sections.id, name: sections.name }).from(sections);
  return new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
}

/** Moves people; a null section takes them out of theirs. */
export async function movePeople(tx: Db, moves: { userId: string; sectionId: string | null }[]): Promise<void> {
  const json = JSON.stringify(moves);
  const rows = sql`jsonb_to_recordset(${json}::jsonb) as m("userId" uuid, "sectionId" uuid)`;
  await tx.execute(sql`
    delete from ${sectionMembers} where user_id in (select m."userId" from ${rows} where m."sectionId" is null)`);
  await tx.execute(sql`
    insert into ${sectionMembers} (user_id, section_id)
    select m."userId", m."sectionId" from ${rows} where m."sectionId" is not null
    on conflict (user_id) do update set section_id = excluded.section_id`);
}
