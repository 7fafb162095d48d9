import { maxMarkdownBytes } from './core.ts';

/**
 * Whether a text can be parsed in a time that grows with its length, and not fast. Resolving emphasis, brackets and
 * strikethrough takes the square of how many marks one paragraph holds, a row of a table is filled up to the width of
 * its head, and nested quotes are entered again on every line. What people write stays far below these limits; a text
 * above them is shown as it was typed.
 */
const limits = {
  lines: 4000,
  marks: 16_000,
  /** Sum over the paragraphs of (marks)². */
  squaredMarks: 2_000_000,
  /** Cells of all tables, filled up. */
  cells: 20_000,
  /** Quotes and lists within each other, on one line. */
  depth: 50,
};

const newline = /\r\n?|\n/;

export function isTame(markdown: string): boolean {
  if (new TextEncoder().encode(markdown).byteLength > maxMarkdownBytes) return false;
  const sum = { lines: 0, marks: 0, squaredMarks: 0, cells: 0 };
  for (const paragraph of markdown.split(/(?:\r\n?|\n)[ \t]*(?=[\r\n])/)) {
    const lines = paragraph.split(newline);
    const marks = countOf(paragraph, /[*_~[\]`$!<&\\@]/g);
    sum.lines += lines.length;
    sum.marks += marks;
    sum.squaredMarks += marks ** 2;
    sum.cells += lines.reduce((widest, line) => Math.max(widest, countOf(line, /\|/g)), 0) * lines.length;
    if (lines.some((line) => depthOf(line) > limits.depth)) return false;
  }
  return (['lines', 'marks', 'squaredMarks', 'cells'] as const).every((what) => sum[what] <= limits[what]);
}

/** How many quotes and lists begin on a line; what only continues them is as deep as its indentation allows. */
function depthOf(line: string): number {
  const prefix = /^(?:[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(line)?.[0] ?? '';
  return countOf(prefix, />|[-+*]|[.)]/g) + countOf(prefix, /[ \t]/g) / 4;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
