// <StaffOnly />: what somebody sees whose role does not open the page.
import { StatePage } from './state-page.tsx';

export function StaffOnly() {
  return (
    <StatePage code="403" title="This page is for staff">
      <p>You are signed in, but your role does not open it. If it should, ask your instructor to change your role.</p>
    </StatePage>
  );
}
