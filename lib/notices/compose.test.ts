import { expect, it } from 'vitest';
import { composeNews, composePasswordLink } from './compose.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

const secret = 'a secret of this test, long enough';
const frame = { course: { title: 'Deep Learning' }, address: 'https://course.example.edu', secret };
const user = { id: '6f1d2c9a-0000-4000-8000-000000000001', name: 'Ada' };
const accepted = { eventId: 'e1', kind: 'proposal' as const, title: 'Your proposal was accepted' };
const reply = { eventId: 'e2', kind: 'reply' as const, title: 'A reply\r\nBcc: everybody@example.edu' };

it('says one piece of news in its subject, several in its text', () => {
  expect(composeNews(frame, user, [accepted]).subject).toBe('Your proposal was accepted');
  const { subject, text } = composeNews(frame, user, [accepted, reply]);
  expect(subject).toBe('2 news from Deep Learning');
  expect(text).toContain('https://course.example.edu/notices/e1');
  expect(text).toContain('https://course.example.edu/notices/e2');
});

it('lets nothing that people typed begin a line', () => {
  const { subject, text } = composeNews(frame, user, [reply]);
  expect(subject).toBe('A reply Bcc: everybody@example.edu');
  expect(text).not.toMatch(/^Bcc/m);
});

it('stops each kind by a link of its own, and all that it holds by its header', () => {
  const { text, headers } = composeNews(frame, user, [accepted, reply]);
  const tokens = [...text.matchAll(/\/unsubscribe\?token=(\S+)/g)].map((found) => decodeURIComponent(found[1] ?? ''));
  expect(tokens.map((token) => readUnsubscribeToken(token, secret)?.kinds)).toEqual([['proposal'], ['reply']]);
  const url = new URL((headers['List-Unsubscribe'] ?? '').slice(1, -1));
  expect(readUnsubscribeToken(url.searchParams.get('token') ?? '', secret)).toEqual({
    userId: user.id,
    kinds: ['proposal', 'reply'],
  });
});

it('sends a password link that nobody can switch off', () => {
  const { text, headers } = composePasswordLink(frame, user, 'link_abc');
  expect(text).toContain('https://course.example.edu/set-password?token=link_abc');
  expect(headers).not.toHaveProperty('List-Unsubscribe');
});
