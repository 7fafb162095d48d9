import type { Db } from '#db/client.ts';
import { deleteSearchTexts, keepOnly, listReadingRows, upsertSearchTexts } from '#db/queries/search.ts';
import type { TextFormat } from './plain-text.ts';

/*
 * What search finds besides posts. Each text is written again by whoever changes it, in the same transaction; at start
 * all of them are, so that an update of the code, whose lectures lie beside the pages, is found too.
 */

const always = new Date(0);

/** A thread is found by its title and its question; its replies are found as posts. */
export async function indexThread(tx: Db, { id, title, body }: { id: string; title: string; body: string }) {
  await upsertSearchTexts(tx, [{ place: `thread:${id}`, title, body, visibleFrom: always }]);
}

/** Its question was removed: the thread is not found any more. */
export async function forgetThread(tx: Db, id: string): Promise<void> {
  await deleteSearchTexts(tx, [`thread:${id}`]);
}

export type Prompt = { slug: string; title: string; source: string; format: TextFormat };

/** The prompt of an item, once it was published or changed. Students find it from the moment that the item opens. */
export async function indexPrompt(tx: Db, { slug, title, source, format }: Prompt): Promise<void> {
  const { plainText } = await import('./plain-text.ts');
  // Never by itself: the calendar says when.
  const visibleFrom = new Date('9999-01-01T00:00:00Z');
  await upsertSearchTexts(tx, [{ place: `item:${slug}`, title, body: plainText(source, format), visibleFrom }]);
}

/** The readings as they are now. */
export async function indexReadings(tx: Db): Promise<void> {
  const texts = (await listReadingRows(tx)).map(({ id, title, authors, source }) => ({
    place: `reading:${id}`,
    title,
    body: [authors, source].filter(Boolean).join('\n'),
    visibleFrom: always,
  }));
  await upsertSearchTexts(tx, texts);
  await keepOnly(
    tx,
    'reading:',
    texts.map(({ place }) => place),
  );
}
