import type { Concern, QueueState } from '#lib/grading/core/concerns.ts';
import type { Outcome, RunKind } from '#lib/grading/core/outcome.ts';

export const queueNames: Record<QueueState['queue'], string> = {
  grade: 'Grades',
  train: 'Trainings',
  regrade: 'Grades that can wait',
  verify: 'Verifications',
};

const outcomeNames: Record<Outcome, string> = {
  graded: 'Graded',
  student_error: "Student's error",
  timeout: 'Out of time',
  out_of_memory: 'Out of memory',
  infra_error: 'Our failure',
};

export const runName = (kind: RunKind, outcome: Outcome) =>
  kind === 'grade' ? outcomeNames[outcome] : `${outcomeNames[outcome]}, verifying`;

export const countOf = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** "0.4 s", "12 s", "3 min", "2 h 5 min": as exact as a person needs. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** What is the matter, and what helps. */
export function concernText(concern: Concern): { title: string; remedy: string } {
  switch (concern.kind) {
    case 'no_grader':
      return {
        title: 'No grader is running',
        remedy:
          concern.waiting === 0
            ? 'Nothing waits yet. What is handed in now waits until a grader starts: npm run grader.'
            : `${countOf(concern.waiting, 'submission')} will wait until one starts: npm run grader.`,
      };
    case 'unsafe':
      return {
        title: 'Student code is not isolated',
        remedy: `${countOf(concern.graders, 'grader')} run it under Node's permissions alone, as GRADER_ALLOW_UNSAFE asks. Results of such runs are marked.`,
      };
    case 'slow':
      return {
        title: `${queueNames[concern.queue]} are slow: the oldest has waited ${durationText(concern.oldestSeconds)}`,
        remedy: `A run usually takes ${durationText(concern.typicalSeconds)}, and ${concern.waiting} wait. One more grader helps, here or on another machine: npm run grader.`,
      };
    case 'behind':
      return {
        title: `${queueNames[concern.queue]} are behind: the oldest has waited ${durationText(concern.oldestSeconds)}`,
        remedy: `${concern.waiting} wait for a grader that has nothing more urgent to do. One more helps, here or on another machine: npm run grader.`,
      };
    case 'forgotten':
      return {
        title: `${countOf(concern.count, 'submission')} without a grade ${concern.count === 1 ? 'is' : 'are'} in no queue`,
        remedy:
          'A grader that runs notices and puts what it finds back within minutes. Where none does, start one: npm run grader.',
      };
    case 'ungraded':
      return {
        title: `${countOf(concern.count, 'submission')} could not be graded`,
        remedy: 'The fault is ours. Mend the cause that the notes below name, then have them graded again.',
      };
    case 'unverified':
      return {
        title: `${countOf(concern.count, 'grade')} could not be verified`,
        remedy: 'The fault is ours. Mend the cause that the notes below name, then have them verified again.',
      };
    case 'failures':
      return {
        title: `${countOf(concern.count, 'run')} failed within the last hour`,
        remedy: 'The fault is ours and not the students’. The notes below, or the log of the grader, say what broke.',
      };
  }
}
