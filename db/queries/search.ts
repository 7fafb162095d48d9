import { and, inArray, like, notInArray, sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { readings } from '#db/schema/calendar.ts';
import { posts, searchTexts, threads } from '#db/schema/discussion.ts';
import { items } from '#db/schema/items.ts';
import type { ThreadKind } from '#lib/discussion/core.ts';
import type { ItemKind } from '#lib/items/core.ts';
import { hitEnd, hitStart, type SearchIn } from '#lib/search/core.ts';
import { seenBy, type Viewer } from './discussion.ts';

export type SearchText = typeof searchTexts.$inferInsert;

/** Writes texts as they are now; those that have not changed are left alone. */
export async function upsertSearchTexts(tx: Db, texts: SearchText[]): Promise<void> {
  if (texts.length === 0) return;
  const now = { title: sql`excluded.title`, body: sql`excluded.body`, visibleFrom: sql`excluded.visible_from` };
  await tx
    .insert(searchTexts)
    .values(texts)
    .onConflictDoUpdate({
      target: searchTexts.place,
      set: now,
      setWhere: sql`(${searchTexts.title}, ${searchTexts.body}, ${searchTexts.visibleFrom})
        is distinct from (excluded.title, excluded.body, excluded.visible_from)`,
    });
}

export async function deleteSearchTexts(tx: Db, places: string[]): Promise<void> {
  if (places.length > 0) await tx.delete(searchTexts).where(inArray(searchTexts.place, places));
}

/** Drops what begins with `prefix` and is not among `kept`: its source is gone. */
export async function keepOnly(tx: Db, prefix: string, kept: string[]): Promise<void> {
  const isOther = kept.length > 0 ? notInArray(searchTexts.place, kept) : undefined;
  await tx.delete(searchTexts).where(and(like(searchTexts.place, `${prefix}%`), isOther));
}

export type FoundRow = {
  /** As in `search_texts`; of a reply, `thread:` and its thread. */
  place: string;
  /** Of a reply. */
  postId: string | null;
  title: string;
  /** With `hitStart` and `hitEnd` around what was found. */
  excerpt: string;
  at: Date | null;
  threadKind: ThreadKind | null;
  itemKind: ItemKind | null;
};

type SearchQuery = { text: string; within: SearchIn; now: Date; limit: number; offset: number };

/**
 * Lectures, prompts, readings, threads and replies that match and that the viewer may read, the best first. One query,
 * each of its three parts on a full-text index.
 */
export async function findTexts(tx: Db, viewer: Viewer, query: SearchQuery): Promise<FoundRow[]> {
  const { text, within, limit, offset } = query;
  const wanted = sql`websearch_to_tsquery('english', ${text})`;
  const parts = [
    ...(within === 'discussion' ? [] : [courseTexts(viewer, query, wanted)]),
    ...(within === 'course' ? [] : [questions(viewer, wanted), replies(viewer, wanted)]),
  ];
  const rows = await tx.execute<Omit<FoundRow, 'at'> & { at: string | null }>(sql`
    select place, post_id as "postId", title, at, thread_kind as "threadKind", item_kind as "itemKind",
      ts_headline('english', regexp_replace(translate(body, ${hitStart + hitEnd}, ''), ${formula}, '…', 'g'), ${wanted},
        ${headline}) as excerpt
    from (
      select * from (${sql.join(parts, sql` union all `)}) found
      order by rank desc, place, post_id limit ${limit} offset ${offset}
    ) best
    order by rank desc, place, post_id`);
  return rows.map((row) => ({ ...row, at: row.at === null ? null : new Date(row.at) }));
}

/** As people type them into posts, with commands: an excerpt leaves them out. */
const formula = String.raw`\$+[^$]*\\[^$]*\$+`;

const headline = `StartSel="${hitStart}", StopSel="${hitEnd}", MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter=" … "`;

type Sql = ReturnType<typeof sql>;

/** Long texts are not better for being long. */
const rank = (vector: Sql, wanted: Sql) => sql`ts_rank(${vector}, ${wanted}, 1)`;

/** A prompt is found by students from the moment that its item opens, wherever the calendar has moved that. */
function courseTexts({ isStaff }: Viewer, { now }: SearchQuery, wanted: Sql): Sql {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`select ${searchTexts.place} as place, null::uuid as post_id, ${searchTexts.title} as title,
      ${searchTexts.body} as body, null::timestamptz as at, null::text as thread_kind, ${items.kind} as item_kind,
      ${rank(sql`${searchTexts.search}`, wanted)} as rank
    from ${searchTexts}
    left join ${items} on ${items.slug} = case when ${searchTexts.place} like 'item:%' then substr(${searchTexts.place}, 6) end
    where ${searchTexts.search} @@ ${wanted} and ${searchTexts.place} not like 'thread:%'
      and ${isStaff ? sql`true` : sql`coalesce(${items.opensAt}, ${searchTexts.visibleFrom}) <= ${at}`}`;
}

function questions(viewer: Viewer, wanted: Sql): Sql {
  return sql`select ${searchTexts.place}, null::uuid, ${searchTexts.title}, ${searchTexts.body}, ${threads.createdAt},
      ${threads.kind}, null::text, ${rank(sql`${searchTexts.search}`, wanted)}
    from ${searchTexts}
    join ${threads} on ${threads.id} = case when ${searchTexts.place} like 'thread:%' then substr(${searchTexts.place}, 8)::uuid end
    where ${searchTexts.search} @@ ${wanted} and ${seenBy(viewer) ?? sql`true`}`;
}

/** Replies with a word that everybody uses: beyond so many of the newest, none is better than these. */
const mostRanked = 1000;

/** The first posts of open discussions are found as questions. */
function replies(viewer: Viewer, wanted: Sql): Sql {
  const isQuestion = sql`(${posts.id} = ${posts.threadId} and ${threads.kind} in ('discussion', 'announcement'))`;
  return sql`(select 'thread:' || ${threads.id}, ${posts.id}, ${threads.title}, ${posts.body}, ${posts.createdAt},
      ${threads.kind}, null::text, ${rank(sql`${posts.search}`, wanted)}
    from ${posts} join ${threads} on ${threads.id} = ${posts.threadId}
    where ${posts.search} @@ ${wanted} and ${posts.removedAt} is null and not ${isQuestion}
      and ${seenBy(viewer) ?? sql`true`}
    order by ${posts.createdAt} desc limit ${mostRanked})`;
}

/** The newest prompt of every item: MDX of an assignment, Markdown of a written item. */
export async function listPromptRows(tx: Db) {
  return tx.execute<{ slug: string; title: string; source: string; format: 'md' | 'mdx' }>(sql`
    select i.slug, i.title, coalesce(v.prompt, w.prompt) as source, case when w.slug is null then 'mdx' else 'md' end as format
    from items i
    left join written_items w on w.slug = i.slug
    left join lateral (
      select prompt from assignment_versions where slug = i.slug order by version desc limit 1
    ) v on true
    where coalesce(v.prompt, w.prompt) is not null`);
}

export async function listReadingRows(tx: Db) {
  const { id, title, authors, source } = readings;
  return tx.select({ id, title, authors, source }).from(readings);
}
