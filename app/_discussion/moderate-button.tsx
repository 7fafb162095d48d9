'use client';
import { type ReactNode, useActionState } from 'react';
import { Button } from '../_components/button.tsx';
import { moderateAction } from '../(course)/discussion/actions.ts';

type Props = {
  /** Of a post or a thread. */
  id: string;
  intent: string;
  /** The page to come back to. */
  back: string;
  /** What it does and to what, for who does not see where it stands. */
  label?: string;
  children: ReactNode;
};

/** A button that works without JavaScript too, and says beside itself when it may not. */
export function ModerateButton({ id, intent, back, label, children }: Props) {
  const [refused, action, busy] = useActionState(moderateAction, null);
  return (
    <form action={action} className="contents">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="back" value={back} />
      <Button type="submit" name="intent" value={intent} tone="quiet" size="sm" busy={busy} aria-label={label}>
        {children}
      </Button>
      {refused && (
        <span role="alert" className="text-sm text-bad">
          {refused.problem}
        </span>
      )}
    </form>
  );
}
