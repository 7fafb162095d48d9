import { InvalidSetting, readSettings } from '#lib/env.ts';
import { CourseError } from '#lib/errors.ts';
import { openGraderLog } from '#lib/grading/log.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { standardOutput } from '#lib/log.ts';
import { tellHost, untilStopped } from './as-child.ts';

/** The grader's process. It knows one address, that of the grader's role. */
const signal = untilStopped();
const { GRADER_DATABASE_URL: databaseUrl, LOG_LEVEL = 'info' } = readSettings();
if (!databaseUrl) throw new InvalidSetting('GRADER_DATABASE_URL', 'is not set');

try {
  // The host keeps what is written here in grader.log.
  const log = openGraderLog(LOG_LEVEL, standardOutput());
  await runGrader({ databaseUrl, signal, onReady: () => tellHost({ type: 'ready' }), ...log });
} catch (error) {
  console.error(error);
  // 503: nothing on this machine isolates well enough. That is how it will be the next time too.
  if (error instanceof CourseError && error.status === 503) {
    tellHost({ type: 'failed', reason: [error.message, error.remedy].filter(Boolean).join(' ') });
  }
  process.exit(1);
}
process.exit(0);
