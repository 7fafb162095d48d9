import { countWords, maxMarkdownBytes } from '#lib/markdown/core.ts';
import { isBlank } from '#lib/text/core.ts';
import type { FieldSpec, WordRange } from './item.ts';

/** What somebody wrote, Markdown by name of field. */
export type Fields = Record<string, string>;

/** A stretch of two texts laid over each other. */
export type Stretch = { kind: 'same' | 'added' | 'removed'; text: string };

/** What stands in the way of handing in, beside the field it concerns; `field` null is the whole. */
export type Problem = { field: string | null; message: string };

/** Only the fields that are asked for, each a string, with line ends as one wrote them. */
export function pickFields(specs: readonly FieldSpec[], given: Fields): Fields {
  return Object.fromEntries(
    specs.map(({ name }) => [name, (given[name] ?? '').replaceAll('\r\n', '\n').toWellFormed().trim()]),
  );
}

/**
 * What has to be mended before a text can be handed in.
 * @param topics what a field of kind `topic` may hold; where the calendar has none, it holds a few words
 */
export function fieldProblems(specs: readonly FieldSpec[], fields: Fields, topics: readonly string[]): Problem[] {
  return specs.flatMap((spec) => {
    const message = problemOf(spec, fields[spec.name] ?? '', topics);
    return message ? [{ field: spec.name, message }] : [];
  });
}

function problemOf(spec: FieldSpec, text: string, topics: readonly string[]): string | null {
  if (new TextEncoder().encode(text).length > maxMarkdownBytes)
    return `This is longer than ${maxMarkdownBytes / 1024} kB.`;
  if (text.includes('\0')) return 'This holds a null character. Delete it.';
  if (spec.kind === 'topic') return topicProblem(text, topics);
  if (isBlank(text) && spec.words?.least !== 0) return 'This is still empty.';
  return spec.words && wordsProblem(countWords(text), spec.words);
}

function topicProblem(text: string, topics: readonly string[]): string | null {
  if (topics.length === 0) return text === '' || text.length > 200 ? 'Name a topic in a few words.' : null;
  if (text === '') return 'Choose one of the topics of the calendar.';
  return topics.includes(text) ? null : `“${text}” is no longer a topic of the calendar. Choose another one.`;
}

function wordsProblem(count: number, { least, most }: WordRange): string | null {
  if (count < least) return `This has ${wordsText(count)}, ${least - count} fewer than the ${least} asked for.`;
  if (count > most) return `This has ${wordsText(count)}, ${count - most} more than the ${most} allowed.`;
  return null;
}

const wordsText = (count: number) => (count === 1 ? '1 word' : `${count} words`);

/** Where the working copy of a field is kept: a place of `lib/drafts`. */
export function draftPlace(slug: string, field: string): string {
  return `writing:${slug}:${field.replaceAll('_', '-')}`;
}

/** Where a reviewer's comment is kept while they write it. */
export const verdictPlace = (writingId: string) => `verdict:${writingId}`;
