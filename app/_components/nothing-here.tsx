// <NothingHere />: what a page shows that is not there, or is somebody else's. Nobody learns which.
import { paths } from '#lib/paths.ts';
import { ButtonLink } from './button.tsx';
import { StatePage } from './state-page.tsx';

export function NothingHere() {
  return (
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
  );
}
