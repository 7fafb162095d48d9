// drizzle takes the whole schema as one module; nothing else imports from here.
export * from './assignments.ts';
export * from './auth.ts';
export * from './calendar.ts';
export * from './course.ts';
export * from './discussion.ts';
export * from './drafts.ts';
export * from './gradebook.ts';
export * from './grading.ts';
export * from './hidden.ts';
export * from './items.ts';
export * from './notices.ts';
export * from './roster.ts';
export * from './writing.ts';
