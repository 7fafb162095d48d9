import { listTopicRows } from '#db/queries/discussion-lists.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput } from '#lib/errors.ts';
import { lectures } from '#lib/lectures/core.ts';
import { generalTopic, parseTopic, type TopicChoice } from './core/topic.ts';

// What the course consists of is no secret: whoever has signed in may read every topic.

/** What a thread can be about, in the order of the course. Two queries. */
export async function listTopics(ctx: Context): Promise<TopicChoice[]> {
  const { items, readings } = await listTopicRows(ctx.db);
  return [
    generalTopic,
    ...lectures.map(({ slug, title }) => ({ topic: `module:${slug}`, title, group: 'Lectures' as const })),
    ...items.map(({ slug, title }) => ({ topic: `item:${slug}`, title: title || slug, group: 'Assignments' as const })),
    ...readings.map(({ id, title }) => ({ topic: `reading:${id}`, title, group: 'Readings' as const })),
  ];
}

/** @throws InvalidInput where there is nothing of that name */
export async function checkTopic(ctx: Context, topic: string): Promise<void> {
  const known = parseTopic(topic) && (await listTopics(ctx)).some((choice) => choice.topic === topic);
  if (!known) throw new InvalidInput('There is no such topic in this course.', 'Choose one from the list.');
}
