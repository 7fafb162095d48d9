import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { users } from '#db/schema/auth.ts';
import { items } from '#db/schema/items.ts';
import { reviews, snippets, writingAuthors, writings, writingVersions } from '#db/schema/writing.ts';
import type { Decision, Mark } from '#lib/writing/core/item.ts';

/** What was handed in for an item, as a table shows it: its newest version and the review that speaks. */
export type HandedInRow = {
  id: string;
  slug: string;
  authors: { id: string; name: string }[];
  versionId: string;
  number: number;
  fields: Record<string, string>;
  submittedAt: Date;
  firstSubmittedAt: Date;
  /** The latest of its authors' dates. */
  dueAt: Date;
  review: {
    id: string;
    number: number;
    decision: Decision | null;
    mark: Mark | null;
    points: number | null;
    createdAt: Date;
    by: string;
  } | null;
};

type Raw = Omit<HandedInRow, 'submittedAt' | 'firstSubmittedAt' | 'dueAt' | 'review'> & {
  submittedAt: string;
  firstSubmittedAt: string;
  dueAt: string;
  review: (Omit<NonNullable<HandedInRow['review']>, 'createdAt'> & { createdAt: string }) | null;
};

/**
 * All that was handed in, in one query however much it is.
 * @param only of one item, of one kind of item, or by one person; each null for all
 */
export async function listHandedIn(
  db: Db,
  only: { slug?: string; kind?: 'proposal' | 'written'; userId?: string },
): Promise<HandedInRow[]> {
  const rows = await db.execute<Raw>(sql`
    select w.id, w.slug, a.authors, a.due_at as "dueAt", v.id as "versionId", v.number, v.fields,
      v.submitted_at as "submittedAt", f.at as "firstSubmittedAt", r.review
    from ${writings} w
    join ${items} i on i.slug = w.slug
    join lateral (
      select * from ${writingVersions} where writing_id = w.id order by number desc limit 1
    ) v on true
    join lateral (select min(submitted_at) as at from ${writingVersions} where writing_id = w.id) f on true
    join lateral (
      select json_agg(json_build_object('id', u.id, 'name', u.name) order by wa.added_at, u.name) as authors,
        max(coalesce(e.due_at, i.due_at)) as due_at
      from ${writingAuthors} wa
      join ${users} u on u.id = wa.user_id
      left join lateral (
        select due_at from extensions x
        where x.user_id = wa.user_id and x.slug = w.slug and x.withdrawn_at is null
        order by x.granted_at desc limit 1
      ) e on true
      where wa.writing_id = w.id
    ) a on true
    left join lateral (
      select json_build_object('id', r.id, 'number', rv.number, 'decision', r.decision, 'mark', r.mark,
        'points', r.points, 'createdAt', r.created_at, 'by', u.name) as review
      from ${reviews} r
      join ${writingVersions} rv on rv.id = r.version_id
      join ${users} u on u.id = r.created_by
      where rv.writing_id = w.id
      order by rv.number desc, r.created_at desc, r.id desc limit 1
    ) r on true
    where ${only.slug ? sql`w.slug = ${only.slug}` : sql`true`}
      and ${only.kind ? sql`i.kind = ${only.kind}` : sql`true`}
      and ${only.userId ? sql`w.id in (select writing_id from ${writingAuthors} where user_id = ${only.userId})` : sql`true`}
    order by v.submitted_at, w.id`);
  return rows.map(({ review, ...row }) => ({
    ...row,
    submittedAt: new Date(row.submittedAt),
    firstSubmittedAt: new Date(row.firstSubmittedAt),
    dueAt: new Date(row.dueAt),
    review: review && { ...review, createdAt: new Date(review.createdAt) },
  }));
}

/** What was handed in for each item, and how much of it waits: its newest version has no review. */
export async function countHandedIn(db: Db) {
  const rows = await db.execute<{ slug: string; handedIn: number; waiting: number }>(sql`
    select w.slug, count(*)::int as "handedIn",
      count(*) filter (where not exists (select from ${reviews} r where r.version_id = v.id))::int as waiting
    from ${writings} w
    join lateral (
      select id from ${writingVersions} where writing_id = w.id order by number desc limit 1
    ) v on true
    group by w.slug`);
  return new Map(rows.map(({ slug, handedIn, waiting }) => [slug, { handedIn, waiting }]));
}

/** Whose and which version it is, and how many there are by now. */
export async function findVersion(tx: Db, versionId: string) {
  const [row] = await tx
    .select({
      writingId: writingVersions.writingId,
      slug: writings.slug,
      number: writingVersions.number,
      newest: sql<number>`(select max(n.number) from writing_versions n where n.writing_id = ${writingVersions.writingId})`,
    })
    .from(writingVersions)
    .innerJoin(writings, eq(writings.id, writingVersions.writingId))
    .where(eq(writingVersions.id, versionId));
  return row ?? null;
}

export async function findWritingSlug(db: Db, writingId: string): Promise<string | null> {
  const [row] = await db.select({ slug: writings.slug }).from(writings).where(eq(writings.id, writingId));
  return row?.slug ?? null;
}

export async function insertReview(tx: Db, row: typeof reviews.$inferInsert): Promise<string> {
  const [inserted] = await tx.insert(reviews).values(row).returning({ id: reviews.id });
  if (!inserted) throw new Error('The review was not inserted.');
  return inserted.id;
}

/** Everybody with a reviewed text for this item. */
export async function listReviewedAuthors(tx: Db, slug: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ userId: writingAuthors.userId })
    .from(writingAuthors)
    .innerJoin(writingVersions, eq(writingVersions.writingId, writingAuthors.writingId))
    .innerJoin(reviews, eq(reviews.versionId, writingVersions.id))
    .where(eq(writingAuthors.slug, slug));
  return rows.map(({ userId }) => userId);
}

export async function listSnippetRows(db: Db, userId: string) {
  return db
    .select({ id: snippets.id, text: snippets.text })
    .from(snippets)
    .where(eq(snippets.userId, userId))
    .orderBy(asc(snippets.createdAt), desc(snippets.id));
}

export async function insertSnippet(tx: Db, row: typeof snippets.$inferInsert): Promise<void> {
  await tx.insert(snippets).values(row);
}

export async function deleteSnippet(tx: Db, id: string, userId: string): Promise<boolean> {
  const gone = await tx
    .delete(snippets)
    .where(and(eq(snippets.id, id), eq(snippets.userId, userId)))
    .returning({ id: snippets.id });
  return gone.length === 1;
}
