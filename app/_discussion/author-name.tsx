import { EyeOff, GraduationCap } from 'lucide-react';
import { type Author, showAuthor } from '#lib/discussion/core.ts';

/** Who wrote it, as far as the reader may know, with what the reader should know of the name. */
export function AuthorName({ author, className = '' }: { author: Author; className?: string }) {
  const { name, mark } = showAuthor(author);
  const Icon = mark === 'staff' ? GraduationCap : EyeOff;
  return (
    <span className={className}>
      <bdi>{name}</bdi>
      {mark && (
        <span className="font-normal text-ink-soft">
          {' '}
          (<Icon aria-hidden className="inline size-3.5 -translate-y-px" /> {mark})
        </span>
      )}
    </span>
  );
}
