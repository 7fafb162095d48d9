import { evaluate } from '@mdx-js/mdx';
import type { MDXComponents, MDXContent } from 'mdx/types.js';
import * as runtime from 'react/jsx-runtime';
import rehypeKatex from 'rehype-katex';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import { useMDXComponents } from '../../../_mdx/components.tsx';

const compiled = new Map<string, Promise<MDXContent>>();
const keptVersions = 50;

/** The prompt of a published version. A version never changes, so it is compiled once a process. */
export async function Prompt({ versionId, source }: { versionId: string; source: string }) {
  // Each takes the props of the element it stands for, which its map does not tell.
  const elements = useMDXComponents() as MDXComponents;
  const Content = await contentOf(versionId, source);
  return (
    <article aria-label="Prompt" className="prose prose-compact px-5 py-5">
      <Content components={elements} />
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
