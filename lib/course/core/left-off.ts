import { readPlace } from '../core.ts';

/** Where a person was: a page they opened, or something they began to write and have not sent. */
export type Trace = {
  kind: 'lecture' | 'assignment' | 'writing' | 'reply' | 'thread';
  /** Slug of the lecture or item, id of the thread; of a new thread nothing. */
  about: string;
  at: Date;
  isDraft: boolean;
};

type Seen = { place: string; at: Date };

/** Newest first, each thing once. Places that lead nowhere any more are left out, and drafts of small things. */
export function tracesOf(visits: readonly Seen[], drafts: readonly Seen[]): Trace[] {
  const all = [
    ...visits.flatMap(({ place, at }): Trace[] => {
      const found = readPlace(place);
      return found ? [{ kind: found.kind, about: found.slug, at, isDraft: false }] : [];
    }),
    ...drafts.flatMap(({ place, at }): Trace[] => draftTrace(place, at)),
  ].toSorted((a, b) => b.at.getTime() - a.at.getTime());
  const once = new Map<string, Trace>();
  for (const trace of all) {
    const key = `${trace.kind}:${trace.about}`;
    if (!once.has(key)) once.set(key, trace);
  }
  return [...once.values()];
}

/** Code is saved as one types, begun or not: of an assignment it counts as having been there. */
function draftTrace(place: string, at: Date): Trace[] {
  const [kind, about = ''] = place.split(':');
  if (kind === 'assignment') return [{ kind, about, at, isDraft: false }];
  if (kind === 'writing') return [{ kind, about, at, isDraft: true }];
  if (kind === 'post') return [{ kind: 'reply', about, at, isDraft: true }];
  return place === 'thread:new' ? [{ kind: 'thread', about: '', at, isDraft: true }] : [];
}
