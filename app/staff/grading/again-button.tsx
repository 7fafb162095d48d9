'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { Button } from '../../_components/button.tsx';
import { useToast } from '../../_components/toast.tsx';
import { useHydrated } from '../../_components/use-hydrated.ts';
import { gradeAgainAction, verifyAgainAction } from './actions.ts';
import { countOf } from './words.ts';

const asked = {
  grade: { action: gradeAgainAction, done: 'graded' },
  verify: { action: verifyAgainAction, done: 'verified' },
};

type Props = {
  what?: keyof typeof asked;
  /** This submission; otherwise all. */
  only?: string;
  /** Takes the focus afterwards: the button goes away with what it was for. */
  focusAfter: string;
  name?: string;
  children: ReactNode;
};

export function AgainButton({ what = 'grade', only, focusAfter, name, children }: Props) {
  const router = useRouter();
  const toast = useToast();
  const hydrated = useHydrated();
  const [isBusy, start] = useTransition();
  const press = () =>
    start(async () => {
      try {
        const { action, done } = asked[what];
        const sent = await action(only);
        toast(
          sent === 0 ? 'They wait for a grader already.' : `${countOf(sent, 'submission')} sent to be ${done} again.`,
        );
        document.getElementById(focusAfter)?.focus();
        router.refresh();
      } catch {
        toast('The server did not answer. Nothing was sent; try once more.');
      }
    });
  return (
    <Button
      size="sm"
      tone={only === undefined ? 'primary' : 'plain'}
      busy={isBusy}
      disabled={!hydrated}
      aria-label={name}
      onClick={press}
    >
      {children}
    </Button>
  );
}
