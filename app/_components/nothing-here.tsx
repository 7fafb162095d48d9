// <NothingHere />: what a page shows that is not there, or is somebody else's. Nobody learns which.
import { StatePage } from './state-page.tsx';

export function NothingHere() {
  return (
    <StatePage code="404" title="There is no page here">
      <p>The address may be mistyped, or what was here has moved or is not yours to see.</p>
    </StatePage>
  );
}
