import type { Element, Root } from 'hast';
import { highlight } from './highlight.ts';
import { classesOf, replaceElements, text, textOf } from './tree.ts';

/** Characters of code that are coloured in one text; the rest is shown plain. */
const limit = 20_000;

/** Colours the code of the course's languages. */
export async function colourCode(tree: Root): Promise<void> {
  const found: { code: Element; language: string }[] = [];
  replaceElements(tree, (element, parent) => {
    const language = element.tagName === 'code' ? /^language-(.+)$/.exec(classesOf(element)[0] ?? '')?.[1] : undefined;
    if (language && parent.type === 'element' && parent.tagName === 'pre') found.push({ code: element, language });
    return [element];
  });
  let left = limit;
  for (const { code, language } of found) {
    const source = textOf(code).replace(/\n$/, '');
    left -= source.length;
    if (left < 0) return;
    const lines = await highlight(source, language);
    if (lines) code.children = lines.flatMap((line, i) => [...(i > 0 ? [text('\n')] : []), ...line.map(word)]);
  }
}

function word({ content, color }: { content: string; color?: string }) {
  if (!color || !content.trim()) return text(content);
  const properties = { style: `color:${color}` };
  return { type: 'element' as const, tagName: 'span', properties, children: [text(content)] };
}
