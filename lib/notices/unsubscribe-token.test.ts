import { expect, it } from 'vitest';
import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe-token.ts';

const secret = 'a secret of this test, long enough';
const about = { userId: '6f1d2c9a-0000-4000-8000-000000000001', kinds: ['reply' as const, 'grade' as const] };

it('names what it names, and nothing that was changed on its way', () => {
  const token = unsubscribeToken(about, secret);
  expect(readUnsubscribeToken(token, secret)).toEqual(about);
  expect(readUnsubscribeToken(token, 'another secret')).toBeNull();
  const [payload = '', signed = ''] = token.split('.');
  const other = Buffer.from(JSON.stringify(['6f1d2c9a-0000-4000-8000-000000000002', ['reply']])).toString('base64url');
  for (const wrong of [
    `${other}.${signed}`,
    payload,
    `${payload}.`,
    `.${signed}`,
    `${payload}.${signed.slice(2)}`,
    '',
  ]) {
    expect(readUnsubscribeToken(wrong, secret)).toBeNull();
  }
});
