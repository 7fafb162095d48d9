import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { countGraders } from '#db/queries/grading.ts';
import type { Child } from '#lib/host/child.ts';
import { startGrader } from '#lib/host/services.ts';
import type { Session } from './session.ts';

const pauseMs = 200;
const never = new Promise<never>(() => {});

/** Looks again and again until there is an answer, with a grader of our own for as long as there is no other. */
export async function withGrader<T>(session: Session, look: () => Promise<T | null>): Promise<T> {
  let grader: Child | undefined;
  try {
    for (;;) {
      const answer = await look();
      if (answer !== null) return answer;
      if (!grader && (await needsGrader(session))) grader = await startOwn(session);
      await Promise.race([wait(pauseMs), grader?.failed ?? never]);
    }
  } finally {
    await grader?.stop();
  }
}

/** Where this command runs the database itself, whoever is listed as a grader died with the last host. */
async function needsGrader({ ctx, database }: Session): Promise<boolean> {
  return database.lock !== null || (await countGraders(ctx.db, new Date())) === 0;
}

async function startOwn({ database, settings }: Session): Promise<Child> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  // Its log goes there; with a database of another machine, nobody has made the folder yet.
  await mkdir(settings.DATA_DIR, { recursive: true });
  return startGrader(database.urls.grader, settings.DATA_DIR, { say });
}
