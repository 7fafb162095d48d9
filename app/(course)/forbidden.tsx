import { StaffOnly } from '../_components/staff-only.tsx';

/** Inside the shell: the page is there, but not for this role. */
export default StaffOnly;
