import { InvalidSetting, readSettings } from '#lib/env.ts';
import { openGraderLog } from '#lib/grading/log.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { checkServer } from '#lib/host/database.ts';

/** `npm run grader`: one more grader, here or on another machine, until Ctrl-C. */
export async function main(): Promise<void> {
  const { GRADER_DATABASE_URL: databaseUrl, LOG_LEVEL = 'warn' } = readSettings();
  if (!databaseUrl)
    throw new InvalidSetting('GRADER_DATABASE_URL', 'is not set', 'It is the only setting a grader needs.');
  await checkServer('GRADER_DATABASE_URL', databaseUrl);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  await runGrader({
    databaseUrl,
    signal: stop.signal,
    onReady: () => console.log('Waiting for submissions. Ctrl-C stops.'),
    ...openGraderLog(LOG_LEVEL),
  });
  process.exit(0);
}
