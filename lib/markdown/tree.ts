import type { Element, ElementContent, Root, RootContent } from 'hast';

export type Parent = Root | Element;

/**
 * Replaces elements from the leaves up: `replace` gives what stands in an element's place, itself to leave it. Depth is
 * bounded by the guard, so recursion is safe.
 */
export function replaceElements(parent: Parent, replace: (element: Element, parent: Parent) => ElementContent[]): void {
  const children: (RootContent | ElementContent)[] = [];
  for (const child of parent.children) {
    if (child.type !== 'element') {
      children.push(child);
      continue;
    }
    replaceElements(child, replace);
    children.push(...replace(child, parent));
  }
  // What an element may hold a root may hold too, and a root has no doctype here.
  parent.children = children as ElementContent[];
}

export function textOf(node: Root | RootContent): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

export function classesOf(element: Element): string[] {
  const classes = element.properties.className;
  return Array.isArray(classes) ? classes.map(String) : [];
}

export const text = (value: string): ElementContent => ({ type: 'text', value });
