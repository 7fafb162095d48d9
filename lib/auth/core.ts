import { z } from 'zod';

/** Who people are and what they may do. A verb's first line asks one of these predicates. */

export const roles = ['student', 'assistant', 'instructor'] as const;
export type Role = (typeof roles)[number];

/** What people call each role. */
export const roleNames: Record<Role | 'system', string> = {
  student: 'Student',
  assistant: 'Assistant',
  instructor: 'Instructor',
  system: 'Host',
};

export type User = {
  id: string;
  email: string;
  name: string;
  /** `system` is the host itself: the command line, the demo seed, the grader. */
  role: Role | 'system';
};

export const systemUser: User = {
  id: '00000000-0000-0000-0000-000000000000',
  email: '',
  name: 'system',
  role: 'system',
};

const isStaff = (user: User) => user.role !== 'student';
const isInstructor = (user: User) => user.role === 'instructor' || user.role === 'system';

export const can = {
  seeStaffPages: isStaff,
  /** Make a course out of the demo, and the demo again: only at the machine itself. */
  setUp: (user: User) => user.role === 'system',
  seeGradebook: isStaff,
  manageUsers: isInstructor,
  /** Who is in the course, their sections and the join links. */
  seeRoster: isStaff,
  seeAudit: isStaff,
  publishAssignment: isInstructor,
  seeRegrades: isStaff,
  /** Start one, publish it, discard it. */
  regrade: isInstructor,
  submit: (_user: User) => true,
  seeSubmission: (user: User, submission: { userId: string }) => user.id === submission.userId || isStaff(user),
  /** Staff notes on a run: verification, infrastructure logs. */
  seeStaffNotes: isStaff,
  /** The queue of the graders, and how they do. */
  seeGrading: isStaff,
  /** Send what our own failures left without a grade to the graders again. */
  gradeAgain: isStaff,
  /** Answer a proposal or a written item. Staff read them. */
  write: (user: User) => user.role === 'student',
  seeWriting: (user: User, writing: { authors: { id: string }[] }) =>
    isStaff(user) || writing.authors.some(({ id }) => id === user.id),
  /** Accept, ask for changes, mark, give points. */
  reviewWriting: isStaff,
  /** Show an item's grades to everybody at once. */
  releaseGrades: isInstructor,
  editItems: isInstructor,
  /** Say above a prompt what is to be read differently. */
  correctPrompts: isStaff,
  /** Put a grade in the place of the one that was earned: a person answers for it, not the host. */
  setGrades: (user: User) => user.role === 'instructor',
  /** When an item opens, is due and closes, for everybody. */
  moveDates: isInstructor,
  /** A due date of their own for one student: a person answers for it, not the host. */
  extendDates: (user: User) => isStaff(user) && user.role !== 'system',
  /** Class sessions with their topics, readings and links. */
  editSessions: isStaff,
  /** First and last day of term, time zone. */
  editTerm: isInstructor,
  sendFile: (_user: User) => true,
  /** Images stand in texts for everybody; a PDF is part of what its authors handed in. */
  readFile: (user: User, file: { mediaType: string; ownerId: string; isShared: boolean }) =>
    file.mediaType !== 'application/pdf' || user.id === file.ownerId || file.isShared || isStaff(user),
  /** Say something to the whole course. */
  announce: isStaff,
  /** Endorse, pin, lock, remove what others wrote, read what was removed, and know who is behind an anonymous post. */
  moderate: isStaff,
  /** Staff stand by their name. */
  postAnonymously: (user: User) => !isStaff(user),
  reply: (user: User, thread: { isLocked: boolean }) => !thread.isLocked || isStaff(user),
  acceptAnswer: (user: User, thread: { authorId: string }) => user.id === thread.authorId || isStaff(user),
  /** Nobody changes what another said. */
  editPost: (user: User, post: { authorId: string }, thread: { isLocked: boolean }) =>
    user.id === post.authorId && (!thread.isLocked || isStaff(user)),
  /** A question that was answered belongs to those who answered too: then only staff take it away. */
  removePost: (user: User, post: { authorId: string; isAnsweredQuestion: boolean }) =>
    isStaff(user) || (user.id === post.authorId && !post.isAnsweredQuestion),
  /** Staff bring back anything, an author what they took away themselves. */
  restorePost: (user: User, post: { authorId: string; removedBy: string | null }) =>
    isStaff(user) || (user.id === post.authorId && user.id === post.removedBy),
};

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.'));
export const nameSchema = z.string().trim().min(1, 'A name is needed.').max(200);
/** Length is what makes a password hard to guess; rules about characters only make it hard to remember. */
export const passwordSchema = z
  .string()
  .min(10, 'A password needs at least 10 characters.')
  .max(200, 'A password has at most 200 characters.');

export type SessionClaims = { userId: string; sessionVersion: number };

/** What decides whether a session is still good. */
export type AccountState = { sessionVersion: number; deactivatedAt: Date | null };

/** A session dies at once when the person is deactivated, or changes password or role: each raises the version. */
export function isSessionAlive(claims: SessionClaims, account: AccountState): boolean {
  return account.deactivatedAt === null && account.sessionVersion === claims.sessionVersion;
}

export type SignInLimit = { failures: number; windowMs: number };

const quarterHour = 15 * 60_000;
/** Guessing one person's password, and trying one password on everybody. A classroom may share an address. */
export const signInLimits = {
  account: { failures: 10, windowMs: quarterHour },
  address: { failures: 60, windowMs: quarterHour },
} satisfies Record<string, SignInLimit>;

/** Seconds until another try is allowed, 0 when it is now. `failures`: when earlier tries failed, in any order. */
export function secondsUntilAllowed(failures: Date[], limit: SignInLimit, now: Date): number {
  const recent = failures
    .map((at) => at.getTime() + limit.windowMs - now.getTime())
    .filter((left) => left > 0)
    .sort((a, b) => b - a);
  // Once this one has aged out, one fewer than the limit is left.
  const blocking = recent[limit.failures - 1];
  return blocking === undefined ? 0 : Math.ceil(blocking / 1000);
}

/** How long a one-time link to set a password lives, in milliseconds: a week. */
export const passwordLinkLifetime = 7 * 24 * 60 * 60_000;

/**
 * An address within this site, or the home page. Anything that a browser could read as another origin (`//host`,
 * `/\host`, a scheme, a control character) is not one.
 */
export function withinSite(address: string | null | undefined): string {
  if (!address?.startsWith('/') || address.length > 2000) return '/';
  const base = 'http://course.invalid';
  const url = URL.parse(address, base);
  if (url?.origin !== base || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search + url.hash;
}

/** Where to go after signing in: within this site, and not back to the sign-in page or to data. */
export function safeReturn(from: string | null | undefined): string {
  const address = withinSite(from);
  return address.startsWith('/sign-in') || address.startsWith('/api/') ? '/' : address;
}
