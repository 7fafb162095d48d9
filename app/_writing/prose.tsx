import { type RenderOptions, renderMarkdown } from '#lib/markdown/render.ts';
import { WrittenText } from './written-text.tsx';

type Props = RenderOptions & {
  markdown: string;
  /** Smaller, for comments and text beside other things. */
  compact?: boolean;
  className?: string;
};

/** What somebody wrote, as they meant it: `<Prose markdown={post.body} compact />`. */
export async function Prose({ markdown, headingLevel, compact = false, className = '' }: Props) {
  const html = await renderMarkdown(markdown, { headingLevel });
  return <WrittenText html={html} className={`prose ${compact ? 'prose-compact' : ''} ${className}`} />;
}
