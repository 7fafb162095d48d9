import { can, type User } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';

export type Destination = { href: string; name: string };

/** Where a person can go from anywhere. `staff` is empty for students. */
export type Destinations = { everybody: Destination[]; staff: Destination[] };

export function destinations(user: User): Destinations {
  const own = can.seeGradebook(user) ? [] : [{ href: paths.grades(), name: 'Grades' }];
  return {
    everybody: [
      { href: paths.home(), name: 'This week' },
      { href: paths.lectures(), name: 'Lectures' },
      { href: paths.assignments(), name: 'Assignments' },
      { href: paths.calendar(), name: 'Calendar' },
      { href: paths.discussion(), name: 'Discussion' },
      ...own,
    ],
    staff: staffPlaces.filter(({ may }) => may(user)).map(({ href, name }) => ({ href, name })),
  };
}

/** What is graded first, then whom and what the course consists of. */
const staffPlaces = [
  { href: paths.staff.gradebook(), name: 'Gradebook', may: can.seeGradebook },
  { href: paths.staff.proposals(), name: 'Proposals', may: can.reviewWriting },
  { href: paths.staff.written(), name: 'Written work', may: can.reviewWriting },
  { href: paths.staff.grading(), name: 'Grading', may: can.seeGrading },
  { href: paths.staff.roster(), name: 'Roster', may: can.seeRoster },
  { href: paths.newThread({ kind: 'announcement' }), name: 'Announce', may: can.announce },
  { href: paths.staff.audit(), name: 'Audit', may: can.seeAudit },
];

/** A place is current while the reader is anywhere below it; home only on itself, and no address with a query ever. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === paths.home()) return pathname === href;
  return pathname === href || pathname.startsWith(`${href}/`);
}
