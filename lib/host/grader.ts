import { InvalidSetting, readSettings } from '#lib/env.ts';
import { runGrader } from '#lib/grading/worker.ts';
import { tellHost, untilStopped } from './as-child.ts';

/** The grader's process. It knows one address, that of the grader's role. */
const signal = untilStopped();
const databaseUrl = readSettings().GRADER_DATABASE_URL;
if (!databaseUrl) throw new InvalidSetting('GRADER_DATABASE_URL', 'is not set');

await runGrader({ databaseUrl, signal, onReady: (note?: string) => tellHost({ type: 'ready', note }) });
process.exit(0);
