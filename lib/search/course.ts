import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '#db/client.ts';
import { keepOnly, listPromptRows, type SearchText, upsertSearchTexts } from '#db/queries/search.ts';
import { projectRoot } from '#lib/env.ts';
import { headingId, lectures } from '#lib/lectures/core.ts';
import { sectionsOf } from './plain-text.ts';
import { indexPrompt, indexReadings } from './texts.ts';

/** Everything: lectures as they lie in the code, prompts and readings as they are in the database. */
export async function indexCourse(db: Db): Promise<void> {
  const lectureTexts = await readLectures();
  await db.transaction(async (tx) => {
    await upsertSearchTexts(tx, lectureTexts);
    await keepOnly(
      tx,
      'lecture:',
      lectureTexts.map(({ place }) => place),
    );
    for (const prompt of await listPromptRows(tx)) await indexPrompt(tx, prompt);
    await indexReadings(tx);
  });
}

const lecturesFolder = path.join(projectRoot, 'app/(course)/lectures/_content');

async function readLectures(): Promise<SearchText[]> {
  const known = globSync('*/lecture.mdx', { cwd: lecturesFolder }).flatMap((file) => {
    const lecture = lectures.find(({ slug }) => slug === path.dirname(file));
    return lecture ? [{ ...lecture, file }] : [];
  });
  const texts = known.map(async ({ slug, title, summary, file }) => {
    const sections = sectionsOf(await readFile(path.join(lecturesFolder, file), 'utf8'), 'mdx');
    return sections.map(({ heading, text }) => ({
      place: heading === null ? `lecture:${slug}` : `lecture:${slug}#${headingId(heading)}`,
      title: heading ?? title,
      body: heading === null ? `${summary}\n${text}` : text,
      visibleFrom: new Date(0),
    }));
  });
  // Of two sections of one name the page has one address: that of the first.
  const all = (await Promise.all(texts)).flat();
  return all.filter(({ place }, i) => all.findIndex((text) => text.place === place) === i);
}
