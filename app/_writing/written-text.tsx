'use client';
import 'katex/dist/katex.min.css';
import '../_mdx/mdx.css';
import './writing.css';
import { useEffect, useRef } from 'react';

/** @param html from `renderMarkdown`, nothing else */
export function WrittenText({ html, className }: { html: string; className: string }) {
  const box = useRef<HTMLDivElement>(null);
  // A formula wider than its line scrolls, and only then does Tab stop at it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other formulas
  useEffect(() => {
    const watch = new ResizeObserver((entries) => {
      for (const { target } of entries) makeReachable(target);
    });
    for (const formula of box.current?.querySelectorAll('.katex-display') ?? []) watch.observe(formula);
    return () => watch.disconnect();
  }, [html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the one place where HTML enters a page, from the one pipeline
  return <div ref={box} className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}

function makeReachable(formula: Element): void {
  if (formula.scrollWidth > formula.clientWidth) {
    formula.setAttribute('tabindex', '0');
    formula.setAttribute('role', 'group');
    formula.setAttribute('aria-label', 'Formula');
  } else for (const name of ['tabindex', 'role', 'aria-label']) formula.removeAttribute(name);
}
