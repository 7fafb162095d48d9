// drizzle takes the whole schema as one module; nothing else imports from here.
export * from './assignments.ts';
export * from './auth.ts';
export * from './course.ts';
export * from './grading.ts';
export * from './hidden.ts';
