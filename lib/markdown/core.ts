/** What people write is Markdown with mathematics and code. What is true of it without showing it: words and excerpts. */

/** The most that one text may have; whoever writes more is writing a file. */
export const maxMarkdownBytes = 64 * 1024;

/** Scripts that write without spaces between words; there the words are found by dictionary. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const dictionary = new Intl.Segmenter('und', { granularity: 'word' });
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const wordLike = /[\p{L}\p{N}]/u;
/** What ends a word besides white space: dashes set between words. A hyphen joins ("state-of-the-art" is one word). */
const gap = /[\s\u2013\u2014\u2026]+/;

/**
 * How many words a reader reads. Runs between spaces, as word processors count, and dictionary words where a script has no
 * spaces. A formula is one word, whatever is in it; code set apart is none, code in a sentence counts as its words.
 */
export function countWords(markdown: string): number {
  let words = 0;
  for (const run of plainText(markdown, { formula: ' x ', keepCode: false }).split(gap)) {
    if (!wordLike.test(run)) continue;
    words += unspaced.test(run) ? dictionaryWords(run) : 1;
  }
  return words;
}

function dictionaryWords(run: string): number {
  let words = 0;
  for (const { isWordLike } of dictionary.segment(run)) if (isWordLike) words++;
  return words;
}

/** How the number of words stands to a range, as a sentence for whoever is writing. */
export function wordsAgainst(words: number, range: { least: number; most: number } | null): string {
  const count = `${words.toLocaleString('en')} ${words === 1 ? 'word' : 'words'}`;
  if (!range) return count;
  const asked = `${range.least.toLocaleString('en')} to ${range.most.toLocaleString('en')}`;
  if (words < range.least) return `${count}, ${(range.least - words).toLocaleString('en')} to go for ${asked}`;
  if (words > range.most) return `${count}, ${(words - range.most).toLocaleString('en')} over ${asked}`;
  return `${count}, within ${asked}`;
}

/**
 * The beginning of a text without its markup, on one line, for lists and mails.
 * @param chars at most so many characters as a reader counts them, the ellipsis included
 */
export function excerpt(markdown: string, chars: number): string {
  // Eight times as much source as wanted, and a little, is enough however much of it is markup.
  const text = plainText(markdown.slice(0, chars * 8 + 400), { keepCode: true })
    .replace(/\s+/g, ' ')
    .trim();
  const letters = Array.from(graphemes.segment(text.slice(0, chars * 12)));
  if (letters.length <= chars) return text;
  const cut = letters
    .slice(0, Math.max(0, chars - 1))
    .map(({ segment }) => segment)
    .join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > cut.length / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`;
}

type Plain = {
  /** What stands for a formula; without it, its source. */
  formula?: string;
  /** Whether code set apart is part of the text. */
  keepCode: boolean;
};

const fence = /^[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})/;
const displayMark = /^[\s>]*\$\$\s*$/;

/** The text without its markup, line by line. Each pattern looks at a line once, so that no input takes long. */
function plainText(markdown: string, { formula, keepCode }: Plain): string {
  const lines: string[] = [];
  let closing: string | null = null; // the fence that ends what we are in; `$$` for a formula
  for (const line of markdown.split(/\r\n?|\n/)) {
    if (closing !== null) {
      if (closing === '$$' ? displayMark.test(line) : line.trim().startsWith(closing)) closing = null;
      else if (closing === '$$' ? formula === undefined : keepCode) lines.push(line);
      continue;
    }
    closing = displayMark.test(line) ? '$$' : (fence.exec(line)?.[1] ?? null);
    if (closing === null) lines.push(plainLine(line, formula));
    else if (closing === '$$' && formula !== undefined) lines.push(formula);
  }
  return lines.join('\n');
}

function plainLine(line: string, formula: string | undefined): string {
  if (/^[\s>]*\|?[\s:|-]*-[\s:|-]*$/.test(line)) return ''; // a rule, or the line below a table's head
  return line
    .replace(/^[\s>]*(?:#{1,6}\s|[-*+]\s(?:\[[ xX]\]\s)?|\d{1,9}[.)]\s|\[\^?[^\]]*\]:)?/, '')
    .replace(/\$\$([^$]*)\$\$|\$(?!\s)([^$]*[^$\s])\$(?!\d)/g, (_, display, inline) => formula ?? display ?? inline)
    .replace(/!\[[^\][]*\]\([^()]*\)/g, ' ') // an image says nothing here
    .replace(/\[\^[^\][]*\]/g, '')
    .replace(/\[([^\][]*)\](?:\([^()]*\)|\[[^\][]*\])/g, '$1')
    .replace(/<(https?:[^<>\s]*)>/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/[*`|]+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, (marks) => (marks.includes('|') ? ' ' : ''));
}
