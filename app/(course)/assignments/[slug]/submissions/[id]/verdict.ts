import { costsAttempt, describeNote } from '#lib/grading/core/notes.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import type { StatusTone } from '../../../../../_components/status.tsx';

export type Verdict = { tone: StatusTone; word: string; sentence: string };

/** What the page says first: the state in a word, the result in a sentence. */
export function verdictOf(view: SubmissionView): Verdict {
  if (view.outcome === null) return waiting(view);
  if (view.outcome === 'infra_error') {
    return {
      tone: 'warn',
      word: 'Not graded',
      sentence: 'The grader failed, through no fault of yours: no attempt is used, and staff have been told.',
    };
  }
  const points = `${pointsText(view.points ?? 0)} of ${pointsText(view.maxPoints)} points`;
  if (view.outcome !== 'graded') {
    const free = costsAttempt(view) ? '' : ' The code did not run: no attempt is used.';
    const why = view.note ? describeNote(view.note) : endings[view.outcome];
    return { tone: 'bad', word: words[view.outcome], sentence: `${points}. ${why}${free}` };
  }
  const missed = view.tests.filter((test) => !test.passed).length;
  if (view.points === view.maxPoints) {
    return { tone: 'good', word: 'Graded', sentence: `${points}: everything asked for is there.` };
  }
  const what =
    missed === 0 ? 'all tests passed, and higher marks are left to reach' : `${count(missed, 'test')} not passed`;
  return { tone: missed === 0 ? 'good' : 'warn', word: 'Graded', sentence: `${points}: ${what}.` };
}

function waiting({ running, queue, trainedByServer }: SubmissionView): Verdict {
  if (running) {
    const what = trainedByServer
      ? 'The server is training your model and will then test it'
      : 'Your work is being tested';
    return { tone: 'busy', word: 'Grading', sentence: `${what} on data that nobody outside the grader can read.` };
  }
  const place = queue
    ? queue.position === 1
      ? 'It is next in the queue'
      : `It is number ${queue.position} in the queue`
    : 'It waits for a grader';
  if (queue?.stalled) {
    const sentence = `Handed in. ${place}, but no grader is at work at the moment. It is kept, and its time of arrival counts.`;
    return { tone: 'busy', word: 'Waiting', sentence };
  }
  // A training stands still while others' grades go first.
  const eta = queue ? `; ${trainedByServer ? 'at least' : 'about'} ${secondsText(queue.etaSeconds)} to go` : '';
  return { tone: 'busy', word: 'Waiting', sentence: `Handed in. ${place}${eta}.` };
}

const words = { student_error: 'Failed', timeout: 'Out of time', out_of_memory: 'Out of memory' } as const;

const endings = {
  student_error: 'The code could not be graded.',
  timeout: 'The run took longer than the assignment allows.',
  out_of_memory: 'The run needed more memory than the assignment allows.',
} as const;

/** Points without needless decimals. */
export const pointsText = (points: number) => `${Math.round(points * 100) / 100}`;

export const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;

export function secondsText(seconds: number): string {
  return seconds < 90 ? count(Math.round(seconds), 'second') : count(Math.round(seconds / 60), 'minute');
}
