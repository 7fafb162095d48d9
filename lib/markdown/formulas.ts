import type { Element, ElementContent, Root } from 'hast';
import katex from 'katex';
import { classesOf, replaceElements, text, textOf } from './tree.ts';

/** A formula takes up to a millisecond and thousands of bytes of markup: what is beyond stays as its source. */
const limits = { formulas: 400, charsEach: 2000, chars: 20_000 };

/** Sets mathematics. The only raw HTML in a text is what KaTeX makes here, and it is told to trust nothing. */
export function setFormulas(tree: Root): void {
  const left = { ...limits };
  replaceElements(tree, (element, parent) => {
    const inPre = element.tagName === 'pre' ? onlyChild(element) : undefined;
    const code = inPre ?? element;
    if (code.tagName !== 'code' || !isFormula(code)) return [element];
    // Its fence is seen after what is in it: the child is left to its parent.
    if (!inPre && parent.type === 'element' && parent.tagName === 'pre') return [element];
    return [formula(textOf(code).trim(), inPre !== undefined, left)];
  });
}

function onlyChild(pre: Element): Element | undefined {
  const [child] = pre.children;
  return pre.children.length === 1 && child?.type === 'element' ? child : undefined;
}

const isFormula = (code: Element) =>
  classesOf(code).some((name) => name === 'math-inline' || name === 'math-display' || name === 'language-math');

function formula(source: string, displayMode: boolean, left: { formulas: number; chars: number }): ElementContent {
  left.formulas -= 1;
  left.chars -= source.length;
  if (left.formulas < 0 || left.chars < 0 || source.length > limits.charsEach) return asSource(source, displayMode);
  try {
    const value = katex.renderToString(source, {
      displayMode,
      throwOnError: false, // a wrong formula is shown with its error
      errorColor: 'var(--bad)',
      strict: 'ignore',
      trust: false,
      maxSize: 40,
      maxExpand: 200,
    });
    return { type: 'raw', value };
  } catch {
    return asSource(source, displayMode); // nested too deep even for KaTeX
  }
}

function asSource(source: string, displayMode: boolean): ElementContent {
  const code: Element = { type: 'element', tagName: 'code', properties: {}, children: [text(source)] };
  return displayMode ? { type: 'element', tagName: 'pre', properties: { tabIndex: 0 }, children: [code] } : code;
}
