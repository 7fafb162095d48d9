import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast';

export type Child = RootContent | ElementContent;

export const element = (tagName: string, children: ElementContent[], properties = {}): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
});

export const isElement = (node: Child | undefined, ...tagNames: string[]): node is Element =>
  node?.type === 'element' && (tagNames.length === 0 || tagNames.includes(node.tagName));

export const styleOf = (node: Element): string => String(node.properties.style ?? '').toLowerCase();

export const classOf = (node: Element): string => [node.properties.className ?? []].flat().join(' ');

export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** The first element within, in reading order, that `accept` accepts. */
export function findWithin(node: Root | Element, accept: (element: Element) => boolean): Element | null {
  for (const child of node.children) {
    if (!isElement(child)) continue;
    const found = accept(child) ? child : findWithin(child, accept);
    if (found) return found;
  }
  return null;
}

/** A root holds what an element holds, but for a doctype, which no fragment has. */
export const contentOf = (children: Child[]): ElementContent[] =>
  children.filter((child): child is ElementContent => child.type !== 'doctype');
