import type { Element, ElementContent, Root } from 'hast';
import { type Child, contentOf, element, findWithin, isElement, styleOf, textOf } from './nodes.ts';

/**
 * Word writes a list as paragraphs: each names its list and level in `mso-list` and draws its own bullet or number in a
 * span that is to be ignored. Here they become lists again.
 */
export function rehypeWordLists() {
  return (tree: Root): void => gather(tree);
}

function gather(parent: Root | Element): void {
  const children: Child[] = [];
  let open: List[] = [];
  for (const child of parent.children) {
    const item = isElement(child, 'p') ? readItem(child) : null;
    if (item) {
      if (open.length === 0) open = [begin(children, item)];
      add(open, item);
      continue;
    }
    // White space and comments between items do not end a list.
    const isNothing = child.type === 'comment' || (child.type === 'text' && child.value.trim() === '');
    if (!isNothing) open = [];
    if (isElement(child)) gather(child);
    children.push(child);
  }
  parent.children = contentOf(children);
}

type Item = { level: number; isOrdered: boolean; content: ElementContent[] };
type List = { level: number; list: Element };

function readItem(paragraph: Element): Item | null {
  const level = /mso-list:\s*l\d+\s+level(\d)/.exec(styleOf(paragraph))?.[1];
  if (!level) return null;
  const marker = findWithin(paragraph, isMarker);
  const isOrdered = marker !== null && /^\(?[\da-z]{1,4}[.)]/i.test(textOf(marker).trim());
  return { level: Number(level), isOrdered, content: without(paragraph.children) };
}

const isMarker = (node: Element) => styleOf(node).replace(/\s/g, '').includes('mso-list:ignore');

function without(children: ElementContent[]): ElementContent[] {
  return children
    .filter((child) => !(isElement(child) && isMarker(child)))
    .map((child) => (isElement(child) ? { ...child, children: without(child.children) } : child));
}

const listOf = ({ isOrdered, level }: Item): List => ({ level, list: element(isOrdered ? 'ol' : 'ul', []) });

function begin(siblings: Child[], item: Item): List {
  const first = listOf(item);
  siblings.push(first.list);
  return first;
}

/** Puts an item into the list of its level: a deeper one begins inside the last item, a shallower one closes lists. */
function add(open: List[], item: Item): void {
  while (open.length > 1 && (open.at(-1)?.level ?? 0) > item.level) open.pop();
  const current = open.at(-1);
  if (!current) return;
  const last = current.list.children.at(-1);
  if (item.level > current.level && isElement(last, 'li')) {
    const deeper = listOf(item);
    last.children.push(deeper.list);
    open.push(deeper);
  }
  open.at(-1)?.list.children.push(element('li', item.content));
}
