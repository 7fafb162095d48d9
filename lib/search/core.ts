import type { ThreadKind } from '#lib/discussion/core.ts';
import type { ItemKind } from '#lib/items/core.ts';

/** What a searcher types, and what they get back. */

export const maxQueryLength = 200;
export const resultsPerPage = 20;

export const searchKinds = ['everything', 'discussion', 'course'] as const;
export type SearchIn = (typeof searchKinds)[number];

/** Marks around what was found inside an excerpt: characters of the private use area, which no text of ours holds. */
export const hitStart = '\uE000';
export const hitEnd = '\uE001';

export type Excerpt = { text: string; isHit: boolean }[];

/** A result: what it is, where it is, and the words around what was found. */
export type SearchResult = {
  place: SearchPlace;
  title: string;
  excerpt: Excerpt;
  /** Of a post. */
  at: Date | null;
};

export type SearchPlace =
  | { kind: 'lecture'; slug: string; section: string | null }
  | { kind: 'item'; slug: string; itemKind: ItemKind }
  | { kind: 'reading'; id: string }
  | { kind: 'thread'; threadId: string; postId: string | null; threadKind: ThreadKind };

/** The query as it is searched: without what PostgreSQL cannot store, in one line, of bounded length. */
export function cleanQuery(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\uE000\uE001]+/gu, ' ')
    .trim()
    .slice(0, maxQueryLength);
}

/** Splits a marked excerpt, and takes Markdown's marks away: what is left is plain text, safe to set as text. */
export function splitExcerpt(marked: string): Excerpt {
  const parts = marked.split(new RegExp(`${hitStart}|${hitEnd}`, 'u'));
  return parts.map((part, i) => ({ text: withoutMarks(part), isHit: i % 2 === 1 })).filter(({ text }) => text !== '');
}

const withoutMarks = (text: string) =>
  text.replaceAll(/\*\*|`{1,3}|^#{1,6} |!?\[|\]\([^)\s]*\)/gmu, '').replaceAll(/\s+/g, ' ');
