import { type FoundRow, findTexts } from '#db/queries/search.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import {
  cleanQuery,
  resultsPerPage,
  type SearchIn,
  type SearchPlace,
  type SearchResult,
  splitExcerpt,
} from './core.ts';

// Whoever has signed in may search: the query finds only what they may read.

export type SearchInput = {
  /** As typed: quotes, `or` and a minus work as in a search engine; nothing in it is an error. */
  query: string;
  within: SearchIn;
  /** Counted from 1. */
  page: number;
};

export type SearchPage = { results: SearchResult[]; hasMore: boolean };

/** What the caller may read that matches, best first: posts, lectures, prompts, readings. One query. */
export async function search(ctx: Context, { query, within, page }: SearchInput): Promise<SearchPage> {
  const text = cleanQuery(query);
  if (text === '') return { results: [], hasMore: false };
  const rows = await findTexts(
    ctx.db,
    { id: ctx.user.id, isStaff: can.moderate(ctx.user) },
    { text, within, now: ctx.now, limit: resultsPerPage + 1, offset: (page - 1) * resultsPerPage },
  );
  const results = rows.slice(0, resultsPerPage).flatMap((row) => {
    const place = placeOf(row);
    return place ? [{ place, title: row.title, excerpt: splitExcerpt(row.excerpt), at: row.at }] : [];
  });
  return { results, hasMore: rows.length > resultsPerPage };
}

function placeOf({ place, postId, threadKind, itemKind }: FoundRow): SearchPlace | null {
  const [kind, name = ''] = place.split(/:(.*)/s);
  if (kind === 'lecture') {
    const [slug = '', section = null] = name.split('#');
    return { kind, slug, section };
  }
  if (kind === 'item' && itemKind) return { kind, slug: name, itemKind };
  if (kind === 'reading') return { kind, id: name };
  return kind === 'thread' && threadKind ? { kind, threadId: name, postId, threadKind } : null;
}
