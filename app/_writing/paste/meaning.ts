import type { Element, ElementContent, Root } from 'hast';
import { classOf, contentOf, element, findWithin, isElement, styleOf, textOf } from './nodes.ts';

/** Google Docs and Word say with styles what HTML has words for. Here the styles become those words. */
export function rehypeMeaning() {
  return (tree: Root): void => {
    tree.children = contentOf(tree.children).flatMap((child) => meaning(child, { bold: false }));
    tree.children = tree.children.filter((child) => !isElement(child, 'br')); // between paragraphs
  };
}

/** What already holds where a node stands: a heading is bold by itself. */
type Around = { bold: boolean };

function meaning(node: ElementContent, around: Around): ElementContent[] {
  if (node.type === 'text') return [{ ...node, value: node.value.replaceAll('\u00a0', ' ') }];
  if (node.type !== 'element' || isHidden(node)) return [];
  const formula = formulaOf(node);
  if (formula) return [formula];
  if (node.tagName === 'table') nameColumns(node);
  const inside: Around = { bold: around.bold || isBold(node) || /^(h[1-6]|th)$/.test(node.tagName) };
  const children = node.children.flatMap((child) => meaning(child, inside));
  if (node.tagName === 'li')
    return [{ ...node, children: children.flatMap((child) => (isElement(child, 'p') ? child.children : [child])) }];
  if (node.tagName === 'ul' || node.tagName === 'ol') return [{ ...node, children: nested(children) }];
  if (node.tagName === 'p') return [paragraph(node, children)];
  return styled(node, children, around);
}

const isHidden = (node: Element) =>
  /^(script|style|meta|link|title|head|xml|o:p)$/.test(node.tagName) || /display:\s*none/.test(styleOf(node));

/** KaTeX and MathML carry the source of a formula with them. */
function formulaOf(node: Element): Element | null {
  if (!/\bkatex\b/.test(classOf(node)) && node.tagName !== 'math') return null;
  const source = findWithin(
    node,
    ({ tagName, properties }) => tagName === 'annotation' && /tex/.test(String(properties.encoding)),
  );
  if (!source) return null;
  const code = element('code', [{ type: 'text', value: textOf(source).trim() }], {
    className: ['language-math', 'math-inline'],
  });
  return code;
}

/** A list directly in a list, as Google Docs writes it, belongs to the item before it. */
function nested(children: ElementContent[]): ElementContent[] {
  const items: ElementContent[] = [];
  for (const child of children) {
    const last = items.at(-1);
    if (isElement(child, 'ul', 'ol') && isElement(last, 'li')) last.children.push(child);
    else if (isElement(child)) items.push(child);
  }
  return items;
}

function paragraph(node: Element, children: ElementContent[]): Element {
  if (/\bmsotitle\b/i.test(classOf(node))) return element('h1', children);
  if (/\bmso(intense)?quote\b/i.test(classOf(node))) return element('blockquote', [element('p', children)]);
  return { ...node, children };
}

/** Word processors have no heads of columns, Markdown has no table without: the first row is the head. */
function nameColumns(table: Element): void {
  const row = findWithin(table, ({ tagName }) => tagName === 'tr');
  if (!row || findWithin(table, ({ tagName }) => tagName === 'th')) return;
  row.children = row.children.map((cell) => (isElement(cell, 'td') ? { ...cell, tagName: 'th' } : cell));
}

function isBold(node: Element): boolean {
  const weight = /font-weight:\s*(\w+)/.exec(styleOf(node))?.[1];
  if (!inline.has(node.tagName)) return false;
  return weight ? /^(bold|[6-9]00)$/.test(weight) : /^(b|strong)$/.test(node.tagName);
}

const inline = new Set(['span', 'font', 'b', 'strong', 'i', 'em', 's', 'strike', 'tt', 'samp', 'kbd']);

/** Marks around what is inside; white space at the ends stays outside, where Markdown wants it. */
function styled(node: Element, children: ElementContent[], around: Around): ElementContent[] {
  if (!inline.has(node.tagName)) return [{ ...node, children }];
  const style = styleOf(node);
  const said = textOf(element('span', children));
  if (said.trim() === '') return children;
  let marked = children;
  const isItalic =
    /font-style:\s*italic/.test(style) || (/^(i|em)$/.test(node.tagName) && !/font-style:\s*normal/.test(style));
  const isStruck = /text-decoration[^;]*line-through/.test(style) || /^(s|strike)$/.test(node.tagName);
  const isCode = /font-family:[^;]*(mono|courier|consolas|menlo)/.test(style) || /^(tt|samp|kbd)$/.test(node.tagName);
  if (isCode) return [element('code', [{ type: 'text', value: said }])];
  if (isStruck) marked = [element('del', marked)];
  if (isItalic) marked = [element('em', marked)];
  if (isBold(node) && !around.bold) marked = [element('strong', marked)];
  return marked;
}
