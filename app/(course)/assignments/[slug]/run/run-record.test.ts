import { expect, test } from 'vitest';
import { afterReload, newRecord, recordOf, stateOf } from './run-record.ts';
import { idle, reduceRun } from './run-state.ts';
import { runSentence } from './words.ts';

const record = newRecord({ scope: 'me:06', number: 3, code: 'x', quick: false });
const begun = reduceRun(idle, { type: 'start', at: 0, quick: false });

test('a run that the page left in its middle was interrupted, not stopped', () => {
  const weights = Uint8Array.of(1);
  const heard = reduceRun(begun, {
    type: 'event',
    event: { type: 'weights', epoch: 0, final: false, bytes: weights },
    at: 0,
  });
  const stored = recordOf(record, heard, null, null);
  expect(stored.status).toBe('running');
  const found = afterReload(stored);
  expect(found.status).toBe('interrupted');
  expect(stateOf(found)).toMatchObject({ status: 'interrupted', weights });
  expect(runSentence(stateOf(found), 'Run 3', null, 'model')).toBe('Run 3 was interrupted. Its last weights are kept.');
});

test('a run that the student stopped stays stopped', () => {
  const ended = reduceRun(begun, { type: 'event', event: { type: 'done', stopped: true }, at: 0 });
  expect(afterReload(recordOf(record, ended, null, null)).status).toBe('stopped');
});
