import { InvalidSetting, readSettings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { tellHost, untilStopped } from './as-child.ts';

/** The grader's process. It knows one address, that of the grader's role. */
const signal = untilStopped();
const databaseUrl = readSettings().GRADER_DATABASE_URL;
if (!databaseUrl) throw new InvalidSetting('GRADER_DATABASE_URL', 'is not set');

try {
  await runGrader({ databaseUrl, signal, onReady: () => tellHost({ type: 'ready' }) });
} catch (error) {
  console.error(error);
  // 503: nothing on this machine isolates well enough. That is how it will be the next time too.
  if (error instanceof CourseError && error.status === 503) {
    tellHost({ type: 'failed', reason: [error.message, error.remedy].filter(Boolean).join(' ') });
  }
  process.exit(1);
}
process.exit(0);
