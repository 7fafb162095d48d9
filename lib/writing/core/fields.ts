import type { FieldSpec, WordRange } from './item.ts';

/** What somebody wrote, Markdown by name of field. */
export type Fields = Record<string, string>;

/** What stands in the way of handing in, beside the field it concerns; `field` null is the whole. */
export type Problem = { field: string | null; message: string };

/** No text of a course is longer: it bounds what is stored, sent and compared. In UTF-16 units. */
export const maxFieldLength = 100_000;

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Words of a text as a reader counts them: "state-of-the-art" is four, marks of Markdown are none. */
export function countWords(text: string): number {
  let count = 0;
  for (const segment of words.segment(text)) if (segment.isWordLike) count += 1;
  return count;
}

/** "150 to 300 words", "at most 300 words", "at least 150 words". */
export function rangeText({ least, most }: WordRange): string {
  if (least === 0) return `at most ${most} words`;
  return least === most ? `${most} words` : `${least} to ${most} words`;
}

/** Only the fields that are asked for, each a string, with line ends as one wrote them. */
export function pickFields(specs: readonly FieldSpec[], given: Fields): Fields {
  return Object.fromEntries(specs.map(({ name }) => [name, (given[name] ?? '').replaceAll('\r\n', '\n').trim()]));
}

/**
 * What has to be mended before a text can be handed in.
 * @param topics what a field of kind `topic` may hold
 */
export function fieldProblems(specs: readonly FieldSpec[], fields: Fields, topics: readonly string[]): Problem[] {
  return specs.flatMap((spec) => {
    const message = problemOf(spec, fields[spec.name] ?? '', topics);
    return message ? [{ field: spec.name, message }] : [];
  });
}

function problemOf(spec: FieldSpec, text: string, topics: readonly string[]): string | null {
  if (text.length > maxFieldLength) return `This is longer than ${maxFieldLength.toLocaleString('en')} characters.`;
  if (text.includes('\0')) return 'This holds a null character. Delete it.';
  if (spec.kind === 'topic') return topicProblem(text, topics);
  if (text.trim() === '' && spec.words?.least !== 0) return 'This is still empty.';
  return spec.words && wordsProblem(countWords(text), spec.words);
}

function topicProblem(text: string, topics: readonly string[]): string | null {
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
