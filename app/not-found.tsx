import type { Metadata } from 'next';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from './_components/button.tsx';
import { StatePage } from './_components/state-page.tsx';
import { Shell } from './_shell/shell.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** For addresses that lead nowhere. */
export default function NotFound() {
  return (
    <Shell>
      <StatePage
        code="404"
        title="There is no page here"
        action={
          <ButtonLink href={paths.home()} tone="primary">
            Go to this week
          </ButtonLink>
        }
      >
        <p>The address may be mistyped, or what was here has moved or is not yours to see.</p>
      </StatePage>
    </Shell>
  );
}
