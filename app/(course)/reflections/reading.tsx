import type { Reading as Facts } from '#lib/writing/core/definition.ts';

/** What is read for an item. */
export function Reading({ reading: { title, authors, source, url } }: { reading: Facts }) {
  return (
    <p className="mt-8 max-w-measure border-l-2 border-rule pl-5">
      <span className="eyebrow block">Reading</span>
      <span className="font-serif text-lg">
        {url ? (
          <a href={url} className="link" rel="noopener">
            {title}
          </a>
        ) : (
          title
        )}
      </span>
      <span className="block text-sm text-ink-soft">{[authors, source].filter(Boolean).join(', ')}</span>
    </p>
  );
}
