import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../_components/button.tsx';
import { StatePage } from '../_components/state-page.tsx';

/** Inside the shell: something named in the address does not exist, or is somebody else's. */
export default function NotFound() {
  return (
    <StatePage
      code="404"
      title="This was not found"
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
