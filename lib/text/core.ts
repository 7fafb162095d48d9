/** What people type, before it is kept. */

/** Whether a text shows nothing: it is empty, or holds only spaces and signs without width. */
export const isBlank = (text: string): boolean => !/[^\p{C}\p{Z}\p{M}]/u.test(text);

/** The first `most` characters, and never half of one at the end. */
export function cutText(text: string, most: number): string {
  const cut = text.slice(0, most);
  return text.length > most && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** The same text as PostgreSQL can store it: a null character, and half of any other, become the sign for what is none. */
export const storable = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

/** Whether PostgreSQL can store a text: of all characters it refuses one. */
export const canBeStored = (text: string): boolean => !text.includes('\0');

/**
 * What is wrong with a text that is needed, in words; null where nothing is.
 * @param what is written, as the beginning of a sentence
 * @param most characters that it may have
 */
export function textProblem(text: string, what: string, most: number): string | null {
  if (!canBeStored(text)) return `${what} holds a null character. Delete it.`;
  if (isBlank(text)) return `${what} is empty.`;
  return text.length > most ? `${what} has at most ${most.toLocaleString('en')} characters: shorten it.` : null;
}

/** The same value with every text in it as JSON can be stored: half an emoji becomes the sign for what is none. */
export function wellFormed(value: unknown): unknown {
  if (value === undefined) return value;
  return JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed() : each)));
}
