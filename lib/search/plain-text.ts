import { createProcessor } from '@mdx-js/mdx';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { isTame } from '#lib/markdown/guard.ts';

/** What of a text is read: its words, code and short formulas, without the marks that set them. */

export type TextFormat = 'md' | 'mdx';

export type TextSection = { heading: string | null; text: string };

type Node = {
  type: string;
  depth?: number;
  value?: string;
  children?: readonly Node[];
  /** Of a component in MDX. */
  attributes?: readonly { type: string; name?: unknown; value?: unknown }[];
};

const mdx = createProcessor({ format: 'mdx', remarkPlugins: [remarkGfm, remarkMath] });
const md = unified().use(remarkParse).use(remarkGfm).use(remarkMath);

/** The text as one piece. */
export function plainText(source: string, format: TextFormat): string {
  return sectionsOf(source, format)
    .map(({ heading, text }) => [heading, text].filter(Boolean).join('\n'))
    .join('\n');
}

/** The text cut at its headings of the second level; what comes before the first has none. */
export function sectionsOf(source: string, format: TextFormat): TextSection[] {
  // What a page would show as it was typed is found as it was typed.
  if (format === 'md' && !isTame(source)) return [{ heading: null, text: source }];
  const root: Node = (format === 'mdx' ? mdx : md).parse(source);
  const sections: TextSection[] = [{ heading: null, text: '' }];
  for (const node of root.children ?? []) {
    const text = wordsOf(node);
    const last = sections.at(-1);
    if (node.type === 'heading' && node.depth === 2) sections.push({ heading: text, text: '' });
    else if (last && text) last.text += (last.text && '\n') + text;
  }
  return sections.filter(({ heading, text }) => heading !== null || text !== '');
}

const inline = new Set(['paragraph', 'heading', 'strong', 'emphasis', 'delete', 'link', 'mdxJsxTextElement']);
/** Imports, expressions and comments of MDX are for the machine. */
const unread = new Set(['mdxjsEsm', 'mdxFlowExpression', 'mdxTextExpression', 'html', 'yaml']);
/** With commands in it, a formula is for its typesetter: nobody reads, or searches for, a `\begin`. */
const formulas = new Set(['math', 'inlineMath']);
/** What components show to readers besides their children. */
const readAttributes = new Set(['caption', 'question', 'title', 'alt']);

function wordsOf(node: Node): string {
  if (unread.has(node.type)) return '';
  if (formulas.has(node.type) && node.value?.includes('\\')) return '…';
  if (node.value !== undefined) return node.value;
  const attributes = (node.attributes ?? []).flatMap(({ name, value }) =>
    readAttributes.has(String(name)) && typeof value === 'string' ? [value] : [],
  );
  const children = (node.children ?? []).map(wordsOf).filter(Boolean);
  return [...attributes, children.join(inline.has(node.type) ? '' : '\n')].filter(Boolean).join('\n');
}
