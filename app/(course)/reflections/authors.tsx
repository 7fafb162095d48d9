'use client';
import { useActionState } from 'react';
import type { Author } from '#lib/writing/core/view.ts';
import { Button } from '../../_components/button.tsx';
import { TextField } from '../../_components/field.tsx';
import { addAuthorAction, removeAuthorAction } from './[slug]/actions.ts';

type Props = {
  slug: string;
  authors: Author[];
  /** The reader. */
  self: string;
  maxAuthors: number;
  mayAdd: boolean;
  mayLeave: boolean;
  /** Before the first version. */
  mayRemove: boolean;
};

/** Who writes this, and how that changes. */
export function Authors({ slug, authors, self, maxAuthors, mayAdd, mayLeave, mayRemove }: Props) {
  const [refused, add, adding] = useActionState(addAuthorAction, null);
  return (
    <section aria-labelledby="authors">
      <h2 id="authors" className="mb-2 text-xl">
        Authors
      </h2>
      <ul className="space-y-1">
        {authors.map((author) => (
          <li key={author.id} className="flex min-h-9 flex-wrap items-center justify-between gap-x-3">
            <span>
              <bdi>{author.name}</bdi>
              {author.id === self && <span className="text-ink-soft"> (you)</span>}
            </span>
            {authors.length > 1 && (author.id === self ? mayLeave : mayRemove) && (
              <Remove slug={slug} author={author} own={author.id === self} />
            )}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <form action={add} className="mt-4 space-y-3" key={refused?.id}>
          <input type="hidden" name="slug" value={slug} />
          <TextField
            name="email"
            label="Add a co-author"
            type="email"
            required
            defaultValue={refused?.typed}
            error={refused?.problem}
            autoComplete="off"
            placeholder="name@example.edu"
          />
          <Button type="submit" busy={adding}>
            Add
          </Button>
        </form>
      )}
      <p className="mt-3 text-sm text-ink-soft">
        Up to {maxAuthors} write together, and all get the same answer. Authors are added before the first version.
        Whoever was added is told, and can leave as long as they handed nothing in and staff have not reviewed it.
      </p>
    </section>
  );
}

function Remove({ slug, author, own }: { slug: string; author: Author; own: boolean }) {
  const [refused, action, busy] = useActionState(removeAuthorAction, null);
  return (
    <form action={action}>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="userId" value={author.id} />
      <Button type="submit" size="sm" tone="quiet" busy={busy}>
        {own ? 'Leave' : 'Remove'}
        <span className="sr-only">{own ? ' as an author' : ` ${author.name}`}</span>
      </Button>
      {refused && (
        <p role="alert" className="text-sm text-bad">
          {refused.problem}
        </p>
      )}
    </form>
  );
}
