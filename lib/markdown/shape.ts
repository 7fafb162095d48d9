import type { Element, ElementContent, Root } from 'hast';
import { replaceElements, text } from './tree.ts';

type Shape = {
  /** Put before every id of the text, and before links to them: several texts share a page. */
  prefix: string;
  /** The level that the highest heading of the text gets. */
  level: number;
};

const blocks = new Set(['p', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'th', 'td']);

/** What a sanitised text becomes on a page: its links, images, headings, tables and task lists. */
export function shapeTree(tree: Root, { prefix, level }: Shape): void {
  const levels = headingLevels(tree, level);
  replaceElements(tree, (element) => {
    if (element.tagName === 'a') return [link(element, prefix)];
    if (element.tagName === 'img') return [image(element)];
    if (element.tagName === 'input') return [text(element.properties.checked ? '☑' : '☐')];
    if (element.tagName === 'table') return [scrolling(element)];
    if (element.tagName === 'pre') return [{ ...element, properties: { ...element.properties, tabIndex: 0 } }];
    const tagName = levels.get(element.tagName) ?? element.tagName;
    // Each block finds its own direction and cannot turn the text around it.
    const direction = blocks.has(tagName) ? { dir: 'auto' } : {};
    return [{ ...element, tagName, properties: { ...element.properties, ...direction } }];
  });
}

/** The headings used, in order, become consecutive levels: no outline jumps, whichever a writer picked. */
function headingLevels(tree: Root, first: number): Map<string, string> {
  const used = new Set<string>();
  replaceElements(tree, (element) => {
    if (/^h[1-6]$/.test(element.tagName)) used.add(element.tagName);
    return [element];
  });
  return new Map([...used].sort().map((tag, i) => [tag, `h${Math.min(6, first + i)}`]));
}

function link(element: Element, prefix: string): Element {
  const href = String(element.properties.href ?? '');
  const properties = { ...element.properties, href: href.startsWith('#') ? `#${prefix}${href.slice(1)}` : href };
  return { ...element, properties: { ...properties, rel: ['nofollow', 'noopener'] } };
}

/** Images are ours or they are links: a page loads nothing from elsewhere, so nobody is told who reads it. */
function image(element: Element): ElementContent {
  const { src = '', alt = '', title } = element.properties;
  const address = String(src);
  if (/^\/files\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(address)) {
    const properties = {
      src: address,
      alt: String(alt),
      ...(title ? { title } : {}),
      loading: 'lazy',
      decoding: 'async',
    };
    return { type: 'element', tagName: 'img', properties, children: [] };
  }
  const words = String(alt) || address;
  if (!/^https?:\/\//i.test(address)) return text(words);
  const properties = { href: address, rel: ['nofollow', 'noopener'] };
  return { type: 'element', tagName: 'a', properties, children: [text(words)] };
}

function scrolling(table: Element): Element {
  const properties = { className: ['table-scroll'], role: 'group', ariaLabel: 'Table', tabIndex: 0 };
  return { type: 'element', tagName: 'div', properties, children: [table] };
}
