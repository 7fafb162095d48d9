import { can, type User } from '#lib/auth/core.ts';
import { paths } from '#lib/paths.ts';

export type Destination = { href: string; name: string };

/** Where a person can go from anywhere. */
export function destinations(user: User): Destination[] {
  const isStaff = can.reviewWriting(user);
  const everybody = [
    { href: paths.home(), name: 'This week' },
    { href: paths.lectures(), name: 'Lectures' },
    { href: paths.assignments(), name: 'Assignments' },
    isStaff ? { href: paths.staff.written(), name: 'Writing' } : { href: paths.proposals(), name: 'Proposal' },
    { href: paths.discussion(), name: 'Discussion' },
    { href: paths.calendar(), name: 'Calendar' },
  ];
  const own = { href: paths.grades(), name: 'Grades' };
  const grading = { href: paths.staff.grading(), name: 'Grading' };
  const gradebook = { href: paths.staff.gradebook(), name: 'Gradebook' };
  const roster = { href: paths.staff.roster(), name: 'Roster' };
  const people = can.seeRoster(user) ? [roster] : [];
  return [
    ...everybody,
    ...(can.seeGrading(user) ? [grading] : []),
    can.seeGradebook(user) ? gradebook : own,
    ...people,
  ];
}

/** A place is current while the reader is anywhere below it; home only on itself. */
export function isCurrent(href: string, pathname: string): boolean {
  if (href === paths.home()) return pathname === href;
  return pathname === href || pathname.startsWith(`${href}/`);
}
