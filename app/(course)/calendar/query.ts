import { readMonth } from '#lib/calendar/core/month.ts';

/** What the address of the calendar asks for. */
export type Query = {
  view: 'list' | 'month';
  /** "2026-11"; null is the current one. */
  month: string | null;
  /** Only what the reader still has to hand in. */
  dueForMe: boolean;
  edit: Edit | null;
};

/** What staff have opened to change, in its place in the list. */
export type Edit =
  | { what: 'session'; id: string }
  | { what: 'item'; slug: string }
  | { what: 'series' | 'class' | 'term' };

type SearchParams = Record<string, string | string[] | undefined>;

export function readQuery(params: SearchParams): Query {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : undefined);
  const edit = readEdit(text('edit'));
  return {
    view: text('view') === 'month' && !edit ? 'month' : 'list',
    month: readMonth(text('month')),
    dueForMe: text('show') === 'due' && !edit,
    edit,
  };
}

function readEdit(text: string | undefined): Edit | null {
  if (text === 'series' || text === 'class' || text === 'term') return { what: text };
  const [what, name] = text?.split(/:(.+)/) ?? [];
  if (what === 'session' && name) return { what, id: name };
  if (what === 'item' && name) return { what, slug: name };
  return null;
}

/** The place of an entry on the page. */
export const anchorOf = (kind: 'session' | 'item', id: string) => `${kind}-${id}`;
