import { z } from 'zod';
import type { WritingState } from '#lib/writing/core/state.ts';
import type { HandedIn } from '#lib/writing/review.ts';

/** What a reader wants to see of the proposals; it travels in the address, so that next and previous stay within. */

export const shows = ['waiting', 'changes_asked', 'accepted', 'all'] as const;
export type Show = (typeof shows)[number];
export const showNames: Record<Show, string> = {
  waiting: 'Waiting for an answer',
  changes_asked: 'Changes asked for',
  accepted: 'Accepted',
  all: 'All',
};

const filterSchema = z.object({
  show: z.enum(shows).catch('waiting'),
  topic: z.string().max(200).catch(''),
  name: z.string().max(200).catch(''),
  item: z.string().max(64).catch(''),
});
export type Filter = z.infer<typeof filterSchema>;

/** Whatever an address says; what it says wrong is left out. */
export const readFilter = (params: Record<string, unknown>): Filter => filterSchema.parse(params);

/** As the end of an address, without what is not filtered by. */
export function filterQuery(filter: Filter): string {
  const said = Object.entries(filter).filter(
    ([name, value]) => value !== '' && !(name === 'show' && value === 'waiting'),
  );
  const query = new URLSearchParams(said).toString();
  return query && `?${query}`;
}

type Row = Pick<HandedIn, 'state' | 'fields' | 'authors'>;

/** @param topicField name of the field that holds the topic; null where there is none */
export function filtered<T extends Row>(rows: readonly T[], filter: Filter, topicField: string | null): T[] {
  const wanted = filter.name.trim().toLowerCase();
  return rows.filter(({ state, fields, authors }) => {
    if (filter.show !== 'all' && filter.show !== showOf(state)) return false;
    if (filter.topic !== '' && (topicField === null || fields[topicField] !== filter.topic)) return false;
    return wanted === '' || (authors ?? []).some(({ name }) => name.toLowerCase().includes(wanted));
  });
}

const showOf = (state: WritingState): Show => (state === 'accepted' || state === 'changes_asked' ? state : 'waiting');

export const topicFieldOf = (fields: readonly { name: string; kind: string }[]) =>
  fields.find(({ kind }) => kind === 'topic')?.name ?? null;
