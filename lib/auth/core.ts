/** Who people are and what they may do. A verb's first line asks one of these predicates. */

export const roles = ['student', 'assistant', 'instructor'] as const;
export type Role = (typeof roles)[number];

export type User = {
  id: string;
  email: string;
  name: string;
  /** `system` is the host itself: the command line, the demo seed, the grader. */
  role: Role | 'system';
};

export const systemUser: User = { id: '00000000-0000-0000-0000-000000000000', email: '', name: 'system', role: 'system' };

const isStaff = (user: User) => user.role !== 'student';
const isInstructor = (user: User) => user.role === 'instructor' || user.role === 'system';

export const can = {
  seeStaffPages: isStaff,
  seeGradebook: isStaff,
  manageUsers: isInstructor,
  publishAssignment: isInstructor,
  submit: (_user: User) => true,
  seeSubmission: (user: User, submission: { userId: string }) => user.id === submission.userId || isStaff(user),
  /** Staff notes on a run: verification, infrastructure logs. */
  seeStaffNotes: isStaff,
};
