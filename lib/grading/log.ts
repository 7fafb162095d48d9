import type { DestinationStream } from 'pino';
import type { LogLevel } from '#lib/env.ts';
import { openLogger, standardError, traceOf } from '#lib/log.ts';
import type { GraderTools } from './jobs.ts';

export type GraderLog = Pick<GraderTools, 'onRun' | 'onFailure'> & { onError: (error: unknown) => void };

/**
 * One line a run: which, what came of it and how long each step took, in milliseconds. Nothing of what the student
 * wrote or is called is in it.
 */
export function openGraderLog(level: LogLevel, destination: DestinationStream = standardError()): GraderLog {
  const log = openLogger(level, destination);
  return {
    onRun: ({ took, ...run }) => log.info({ ...run, took: rounded(took) }, 'run'),
    onFailure: ({ end, ...run }, error) => {
      const line = { ...run, outcome: end, error: traceOf(error) };
      // Given back on purpose, by a grader that stops: nothing is wrong.
      if (end === 'handed_back') log.info(line, 'run');
      else log.warn(line, 'run');
    },
    onError: (error) => log.error({ error: traceOf(error) }, 'grader'),
  };
}

const rounded = (took: Record<string, number>) =>
  Object.fromEntries(Object.entries(took).map(([step, ms]) => [step, Math.round(ms)]));
