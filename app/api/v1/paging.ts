import { InvalidInput } from '#lib/errors.ts';

const defaultLimit = 50;
const maxLimit = 200;

/**
 * One page of a list: `?limit=` items after the one that `?cursor=` names. `next` is the cursor of the page that
 * follows, or null.
 * @param keyOf what names an item
 */
export function pageOf<T>(all: T[], request: Request, keyOf: (item: T) => string): { items: T[]; next: string | null } {
  const query = new URL(request.url).searchParams;
  const limit = Number(query.get('limit') ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) throw new InvalidInput(`limit is 1 to ${maxLimit}.`);
  const cursor = query.get('cursor');
  const before = cursor === null ? -1 : all.findIndex((item) => keyOf(item) === cursor);
  if (cursor !== null && before < 0) throw new InvalidInput('This cursor names nothing in this list.');
  const items = all.slice(before + 1, before + 1 + limit);
  const last = items.at(-1);
  const more = before + 1 + limit < all.length;
  return { items, next: more && last !== undefined ? keyOf(last) : null };
}
