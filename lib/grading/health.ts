import { hasGraderOfTier, listGraders, readQueueLength } from '#db/queries/grading.ts';
import type { AnonymousContext } from '#lib/context.ts';

export type Health = {
  status: 'ok';
  database: 'ok';
  queue: { waiting: number; oldestSeconds: number };
  graders: number;
  /** What the graders put student code into. */
  isolates: string[];
  /** How far that holds: `S` and `A` are boundaries, `demo` and `unsafe` are not. */
  tiers: string[];
};

/** How long a monitor is kept waiting for a database that does not answer. */
const patienceMs = 3000;

/** @throws what the database threw, or that it did not answer */
export async function readHealth(ctx: AnonymousContext): Promise<Health> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The database does not answer.')), patienceMs);
  try {
    return await Promise.race([look(ctx), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function look({ db, now }: AnonymousContext): Promise<Health> {
  const graders = await listGraders(db, now);
  const queue = await readQueueLength(db);
  const isolates = [...new Set(graders.map(({ isolate }) => isolate))].sort();
  const tiers = [...new Set(graders.map(({ tier }) => tier))].sort();
  return { status: 'ok', database: 'ok', queue, graders: graders.length, isolates, tiers };
}

/** Whether student code runs without isolation here, because staff insisted: everybody is told, on every page. */
export async function isGradingUnsafe({ db, now }: AnonymousContext): Promise<boolean> {
  return hasGraderOfTier(db, 'unsafe', now);
}
