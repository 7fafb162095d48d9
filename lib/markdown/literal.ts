import type { Element, Text } from 'hast';
import type { Html, Nodes, Parents, Root } from 'mdast';

/** What looks like something else to a parser, and is meant as it was typed. */

const phrasing = new Set([
  'paragraph',
  'heading',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
  'tableCell',
]);

/** HTML is text here: whoever writes `x <y and z>` wants to read it, and whoever writes a script may read that. */
export const handlers = {
  html(_state: unknown, node: Html, parent: Parents | undefined): Text | Element {
    const text: Text = { type: 'text', value: node.value };
    if (parent && phrasing.has(parent.type)) return text;
    return { type: 'element', tagName: 'p', properties: {}, children: [text] };
  },
};

/** "$5 and $10" is no formula: one begins and ends without a space inside its dollars. */
export function remarkPrices() {
  return (tree: Root): void => restorePrices(tree);
}

function restorePrices(node: Nodes): void {
  if (!('children' in node)) return;
  node.children.forEach((child, i) => {
    if (child.type === 'inlineMath' && /^\s|\s$/.test(child.value)) {
      node.children[i] = { type: 'text', value: `$${child.value}$` };
    } else restorePrices(child);
  });
}
