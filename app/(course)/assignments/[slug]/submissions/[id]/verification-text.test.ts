import { expect, test } from 'vitest';
import type { Outcome } from '#lib/grading/core/outcome.ts';
import { describeVerification, type OwnTraining } from '#lib/grading/core/verification.ts';
import { verificationText } from './verification-text.ts';

const training: OwnTraining = { outcome: 'graded', own: 0.93, claimed: 0.93, tolerance: 0.02, better: 'higher' };
const grade = { kind: 'grade', outcome: 'graded', staffNote: null } as const;
const failure = { kind: 'verify', outcome: 'infra_error', staffNote: 'The disk was full.' } as const;
const ended = (change: Partial<OwnTraining>) => {
  const own = { ...training, ...change };
  return { kind: 'verify', outcome: own.outcome, staffNote: describeVerification(own) } as const;
};

type Runs = Parameters<typeof verificationText>[0];

test.each<[string, Runs, RegExp]>([
  ['none yet', [grade], /not run/],
  ['one that runs', [{ kind: 'verify', outcome: null, staffNote: null }, grade], /is training the same code now/],
  ['one that agrees', [ended({}), grade], /the server trained the same code and agrees/],
  ['one that came out better', [ended({ own: 0.99 }), grade], /agrees/],
  ['one that came out worse', [ended({ own: 0.5 }), grade], /could not confirm.*the note says why/],
  ...(['timeout', 'student_error', 'out_of_memory'] satisfies Outcome[]).map((outcome): [string, Runs, RegExp] => [
    outcome,
    [ended({ outcome, own: null }), grade],
    /could not confirm/,
  ]),
  ['one that was interrupted', [failure, failure, grade], /interrupted by a failure of ours, so nothing is known/],
  ['one that agreed at the second try', [ended({}), failure, grade], /agrees/],
  ['one that was interrupted after it had agreed', [failure, ended({}), grade], /agrees/],
])('%s', (_, runs, says) => {
  expect(verificationText(runs)).toMatch(says);
});
