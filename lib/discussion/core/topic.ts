/** What a thread is about, as it is stored: `general`, `module:<slug>`, `item:<slug>`, `reading:<id>`. */
export type Topic = { kind: 'general' } | { kind: 'module' | 'item'; slug: string } | { kind: 'reading'; id: string };

const slugShape = /^[0-9a-z][0-9a-z-]{0,63}$/;
const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Null for what is no topic. Whether what it names exists is another question. */
export function parseTopic(text: string): Topic | null {
  if (text === 'general') return { kind: 'general' };
  const [kind, name = '', ...rest] = text.split(':');
  if (rest.length > 0) return null;
  if ((kind === 'module' || kind === 'item') && slugShape.test(name)) return { kind, slug: name };
  return kind === 'reading' && idShape.test(name) ? { kind, id: name } : null;
}

export function writeTopic(topic: Topic): string {
  if (topic.kind === 'general') return 'general';
  return topic.kind === 'reading' ? `reading:${topic.id}` : `${topic.kind}:${topic.slug}`;
}

/** A topic one can choose, under the heading of its kind. */
export type TopicChoice = { topic: string; title: string; group: 'Lectures' | 'Assignments' | 'Readings' | null };

export const generalTopic: TopicChoice = { topic: 'general', title: 'General', group: null };
