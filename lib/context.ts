import type { Db } from '#db/client.ts';
import type { User } from '#lib/auth/core.ts';

/** Who asks, through which connection, and what time it is. Passed to every verb, never imported. */
export type Context = { user: User; db: Db; now: Date };

/** A context before anybody has signed in: only the verbs of `auth` take it. */
export type AnonymousContext = Omit<Context, 'user'>;
