import { evaluate } from '@mdx-js/mdx';
import type { MDXComponents, MDXContent } from 'mdx/types.js';
import type { ComponentProps } from 'react';
import * as runtime from 'react/jsx-runtime';
import rehypeKatex from 'rehype-katex';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { useMDXComponents } from '../../../_mdx/components.tsx';

/** A table scrolls in itself; a group and no landmark, for a prompt has several. */
function PromptTable({ children }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups controls, and there are none
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div role="group" aria-label="Table" tabIndex={0} className="table-scroll scrolls-sideways">
      <table>{children}</table>
    </div>
  );
}

/** An empty corner heads nothing. */
const PromptHeading = ({ children }: ComponentProps<'th'>) => (children ? <th scope="col">{children}</th> : <td />);

const compiled = new Map<string, Promise<MDXContent>>();
const keptVersions = 50;

/** The prompt of a published version. A version never changes, so it is compiled once a process. */
export async function Prompt({ versionId, source }: { versionId: string; source: string }) {
  // Each takes the props of the element it stands for, which its map does not tell.
  const elements = useMDXComponents() as MDXComponents;
  const Content = await contentOf(versionId, source);
  return (
    <article aria-label="Prompt" className="prose prose-compact px-5 py-5">
      <Content components={{ ...elements, table: PromptTable, th: PromptHeading }} />
    </article>
  );
}

function contentOf(versionId: string, source: string): Promise<MDXContent> {
  const known = compiled.get(versionId);
  if (known) return known;
  if (compiled.size >= keptVersions) compiled.clear();
  const content = compile(source);
  compiled.set(versionId, content);
  content.catch(() => compiled.delete(versionId));
  return content;
}

async function compile(source: string): Promise<MDXContent> {
  const { default: Content } = await evaluate(source, {
    ...runtime,
    remarkPlugins: [remarkGfm, remarkMath],
    rehypePlugins: [rehypeKatex],
  });
  return Content;
}
