'use client';
import { useActionState } from 'react';
import { Button, buttonClass } from '../../../_components/button.tsx';
import { Status } from '../../../_components/status.tsx';
import { Time } from '../../../_components/time.tsx';
import { releaseAction } from './actions.ts';
import type { ReleaseWords } from './words.ts';

type Props = {
  slug: string;
  /** Of the item, for whoever hears the button alone. */
  title: string;
  releasedAt: string | null;
  may: boolean;
  words: ReleaseWords;
  /** Where the reader goes on. */
  back: string;
};

/** Shows grades or scores to all at once. Others are affected, so it says how, and asks once more. */
export function Release({ slug, title, releasedAt, may, words, back }: Props) {
  const [problem, action, busy] = useActionState(releaseAction, null);
  if (releasedAt) {
    return (
      <Status tone="good">
        Released <Time at={releasedAt} show="absolute" past />
      </Status>
    );
  }
  if (!may) return <Status tone="neutral">Not released</Status>;
  return (
    <details className="relative">
      <summary className={`${buttonClass({ tone: 'plain' })} marker:content-none`}>
        Release to all<span className="sr-only">: {title}</span>
      </summary>
      <form
        action={action}
        className="absolute right-0 z-20 mt-2 w-80 max-w-[calc(100vw-2.5rem)] space-y-3 rounded-md bg-sheet p-4 shadow-float max-sm:right-auto max-sm:left-0"
      >
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="back" value={back} />
        <p className="text-sm">{words.what}</p>
        <Button type="submit" tone="primary" busy={busy}>
          {words.button}
        </Button>
        {problem && (
          <p role="alert" className="text-sm text-bad">
            {problem}
          </p>
        )}
      </form>
    </details>
  );
}
