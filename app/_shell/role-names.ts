import type { User } from '#lib/auth/core.ts';

export const roleNames: Record<User['role'], string> = {
  student: 'Student',
  assistant: 'Assistant',
  instructor: 'Instructor',
  system: 'Host',
};
