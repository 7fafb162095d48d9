'use client';
import { paths } from '#lib/paths.ts';

/** The PDF beside the text. */
export function PdfField({ current }: { current: string | null }) {
  if (!current) return null;
  return (
    <p className="text-sm">
      <input type="hidden" name="pdf" value={current} />
      <a href={paths.file(current)} className="link" target="_blank" rel="noopener">
        The PDF of your last version
      </a>{' '}
      goes along.
    </p>
  );
}
