'use client';
import { useActionState } from 'react';
import { Button, buttonClass } from '../../../../_components/button.tsx';
import { Status } from '../../../../_components/status.tsx';
import { Time } from '../../../../_components/time.tsx';
import { releaseAction } from '../../actions.ts';

type Props = {
  slug: string;
  handedIn: number;
  waiting: number;
  releasedAt: string | null;
  hidesNames: boolean;
  may: boolean;
};

/** Shows grades to all at once. Others are affected, so it says how, and asks once more. */
export function Release({ slug, handedIn, waiting, releasedAt, hidesNames, may }: Props) {
  const [refused, action, busy] = useActionState(releaseAction, null);
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
      <summary className={`${buttonClass({ tone: 'plain' })} marker:content-none`}>Release to all</summary>
      <form
        action={action}
        className="absolute right-0 z-20 mt-2 w-80 max-w-[calc(100vw-2.5rem)] space-y-3 rounded-md bg-sheet p-4 shadow-float max-sm:right-auto max-sm:left-0"
      >
        <input type="hidden" name="slug" value={slug} />
        <p className="text-sm">
          {handedIn - waiting} of {handedIn} texts are graded. Their authors see grade and comment at once, and are
          told.
          {waiting > 0 && ` The other ${waiting === 1 ? 'one sees its' : `${waiting} see theirs`} when you grade them.`}
          {hidesNames && ' From then on graders see who wrote.'} This cannot be taken back.
        </p>
        <Button type="submit" tone="primary" busy={busy}>
          Release {handedIn - waiting} {handedIn - waiting === 1 ? 'grade' : 'grades'}
        </Button>
        {refused && (
          <p role="alert" className="text-sm text-bad">
            {refused.problem}
          </p>
        )}
      </form>
    </details>
  );
}
