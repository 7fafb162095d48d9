import { createHash } from 'node:crypto';
import type { Root } from 'hast';
import { toHtml } from 'hast-util-to-html';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { colourCode } from './code-blocks.ts';
import { setFormulas } from './formulas.ts';
import { isTame } from './guard.ts';
import { handlers, remarkPrices } from './literal.ts';
import { schema } from './schema.ts';
import { shapeTree } from './shape.ts';
import { text } from './tree.ts';

/**
 * The one way from what people write to what a page shows. HTML in the text is shown as it was typed, links lead to the
 * web or within the site, images are our own files, and nothing takes long.
 *
 *   Markdown → tree → sanitised tree → shaped for the page → formulas and colours, made by us → HTML
 */

export type RenderOptions = {
  /** The level of the highest heading in the text, below the page's own; 3 unless said. */
  headingLevel?: 2 | 3 | 4 | 5;
};

/**
 * HTML that is safe to put into a page of ours.
 * @param source Markdown with GFM, mathematics in `$…$` and `$$…$$`, and fenced code
 */
export async function renderMarkdown(source: string, { headingLevel = 3 }: RenderOptions = {}): Promise<string> {
  const key = createHash('sha256').update(`${headingLevel}\n${source}`).digest('hex');
  const known = recent.get(key);
  if (known !== undefined) return known;
  const html = await render(source, `t${key.slice(0, 10)}-`, headingLevel);
  remember(key, html);
  return html;
}

async function render(source: string, prefix: string, level: number): Promise<string> {
  const tree = isTame(source) ? parse(source, prefix) : null;
  if (!tree) return toHtml(asTyped(source));
  shapeTree(tree, { prefix, level });
  setFormulas(tree);
  await colourCode(tree);
  return toHtml(tree, { allowDangerousHtml: true }); // of KaTeX alone: sanitising left none
}

/** Null where the text is nested deeper than the stack goes. */
function parse(source: string, prefix: string): Root | null {
  try {
    const processor = unified()
      .use(remarkParse)
      .use(remarkGfm, { singleTilde: false })
      .use(remarkMath)
      .use(remarkPrices)
      .use(remarkRehype, { handlers, clobberPrefix: '', footnoteLabelTagName: 'p' })
      .use(rehypeSanitize, { ...schema, clobberPrefix: prefix });
    return processor.runSync(processor.parse(source));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** A text that is too long or too deep to be laid out: every line as it was typed. */
function asTyped(source: string): Root {
  const properties = { className: ['as-typed'], dir: 'auto' };
  return { type: 'root', children: [{ type: 'element', tagName: 'div', properties, children: [text(source)] }] };
}

/** Texts are read far more often than written: the last ones are kept, up to so many characters of HTML. */
const recent = new Map<string, string>();
const recentLimit = 8_000_000;
let recentSize = 0;

function remember(key: string, html: string): void {
  recent.set(key, html);
  recentSize += html.length;
  for (const [oldest, forgotten] of recent) {
    if (recentSize <= recentLimit) break;
    recent.delete(oldest);
    recentSize -= forgotten.length;
  }
}
