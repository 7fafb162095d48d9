import type { Schema } from 'hast-util-sanitize';
import type { PhrasingContent } from 'mdast';
import rehypeParse from 'rehype-parse';
import rehypeRemark, { type Options } from 'rehype-remark';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import { rehypeMeaning } from './meaning.ts';
import { classOf, textOf } from './nodes.ts';
import { rehypeWordLists } from './word-lists.ts';

/** What Markdown can say; without images, which a clipboard names by addresses that only its owner may read. */
const schema: Schema = {
  tagNames: [
    ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'hr', 'pre', 'br'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'em', 'strong', 'del', 'code'],
  ],
  attributes: { a: ['href'], ol: ['start'], code: [['className', 'language-math', 'math-inline', 'math-display']] },
  ancestors: { thead: ['table'], tbody: ['table'], tr: ['table'], th: ['table'], td: ['table'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style', 'head', 'title', 'xml'],
};

const handlers: Options['handlers'] = {
  code: (_state, node) => ({
    type: classOf(node).includes('math-inline') ? 'inlineMath' : 'inlineCode',
    value: textOf(node),
  }),
  // A link that lost its address is words.
  a(state, node) {
    const children = state.all(node);
    const { href } = node.properties;
    return href ? { type: 'link', url: String(href), children: children as PhrasingContent[] } : children; // of a link
  },
};

/**
 * The Markdown that says what some HTML of a clipboard shows: headings, emphasis, links, lists, tables, code.
 * Marks that a browser would run or fetch are gone before anything is converted.
 */
export function markdownFromHtml(html: string): string {
  const processor = unified()
    .use(rehypeParse, { fragment: true })
    .use(rehypeWordLists)
    .use(rehypeMeaning)
    .use(rehypeSanitize, schema)
    .use(rehypeRemark, { handlers })
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkStringify, { bullet: '-', emphasis: '*', rule: '-', listItemIndent: 'one', fences: true });
  return String(processor.processSync(html)).trim();
}
