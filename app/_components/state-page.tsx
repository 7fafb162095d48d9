// <StatePage code="404" title="…" action={<ButtonLink …/>}>What happened, why, what to do.</StatePage>: for pages that are not there.
import type { ReactNode } from 'react';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from './button.tsx';

type Props = { code: string; title: string; action?: ReactNode; children: ReactNode };

/** Without an action of its own, it leads home. */
export function StatePage({ code, title, action = <HomeLink />, children }: Props) {
  return (
    <div className="mx-auto flex w-full max-w-page flex-1 flex-col justify-center px-5 py-20 sm:px-8">
      <p className="font-mono text-sm text-ink-soft">{code}</p>
      <h1 className="mt-2 max-w-measure text-3xl sm:text-4xl">{title}</h1>
      <div className="mt-4 max-w-measure space-y-3 font-serif text-reading text-ink-soft">{children}</div>
      <div className="mt-8 flex flex-wrap gap-3">{action}</div>
    </div>
  );
}

const HomeLink = () => (
  <ButtonLink href={paths.home()} tone="primary">
    Go to this week
  </ButtonLink>
);
