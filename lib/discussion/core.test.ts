import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from './core/attachment.ts';
import { parseTopic, writeTopic } from './core/topic.ts';
import {
  type Author,
  canBeAnonymous,
  isAnonymousReply,
  postBodySchema,
  readCursor,
  showAuthor,
  threadTitleSchema,
  writeCursor,
} from './core.ts';

const author = (change: Partial<Author>): Author => ({
  name: 'Ada',
  role: 'student',
  isOwn: false,
  isAnonymous: false,
  ...change,
});

describe('how a name is shown', () => {
  test.each([
    ['a classmate', {}, { name: 'Ada', mark: null }],
    ['staff', { role: 'assistant' as const }, { name: 'Ada', mark: 'staff' }],
    ['oneself', { isOwn: true }, { name: 'You', mark: null }],
    ['oneself, anonymously', { isOwn: true, isAnonymous: true }, { name: 'You', mark: 'anonymous to classmates' }],
    ['to staff', { isAnonymous: true }, { name: 'Ada', mark: 'anonymous to classmates' }],
    ['to classmates', { isAnonymous: true, name: null, role: null }, { name: 'Anonymous classmate', mark: null }],
    ['to graders', { name: null, role: null }, { name: 'A student', mark: null }],
  ])('%s', (_, change, shown) => expect(showAuthor(author(change))).toEqual(shown));
});

test('in their own anonymous thread nobody gives themselves away', () => {
  expect(isAnonymousReply(false, { anonymous: true, isOwn: true })).toBe(true);
  expect(isAnonymousReply(false, { anonymous: true, isOwn: false })).toBe(false);
  expect(isAnonymousReply(true, { anonymous: false, isOwn: true })).toBe(true);
  expect(canBeAnonymous({ kind: 'discussion', staffOnly: false })).toBe(true);
  for (const kind of ['run', 'review'] as const) expect(canBeAnonymous({ kind, staffOnly: false })).toBe(false);
  expect(canBeAnonymous({ kind: 'discussion', staffOnly: true })).toBe(false);
});

describe('a topic', () => {
  test('is written and read again', () => {
    const slug = fc.stringMatching(/^[0-9a-z][0-9a-z-]{0,63}$/);
    const topics = fc.oneof(
      fc.constant({ kind: 'general' as const }),
      fc.record({ kind: fc.constantFrom('module' as const, 'item' as const), slug }),
      fc.record({ kind: fc.constant('reading' as const), id: fc.uuid() }),
    );
    fc.assert(fc.property(topics, (topic) => void expect(parseTopic(writeTopic(topic))).toEqual(topic)));
  });

  test.each(['', 'nothing', 'item:', 'item:A', 'item:a:b', 'reading:x', 'general:x', 'module:../x'])(
    '%j is none',
    (text) => expect(parseTopic(text)).toBeNull(),
  );
});

test('a cursor is written and read again; anything else is none', () => {
  const cursor = fc.record({
    at: fc.date({ min: new Date(0), max: new Date('8999-12-31'), noInvalidDate: true }),
    id: fc.uuid(),
  });
  fc.assert(fc.property(cursor, (each) => void expect(readCursor(writeCursor(each))).toEqual(each)));
  for (const text of [undefined, '', '12', 'x.y', `1.${'z'.repeat(36)}`]) expect(readCursor(text)).toBeNull();
});

test('a text is not empty, not endless, and emoji count as what they weigh', () => {
  expect(postBodySchema.safeParse('  \n').success).toBe(false);
  expect(postBodySchema.safeParse('😀'.repeat(16_384)).success).toBe(true);
  expect(postBodySchema.safeParse('😀'.repeat(16_385)).success).toBe(false);
  expect(threadTitleSchema.parse('  سؤال  ')).toBe('سؤال');
});

test('curves become lines, without what is no number', () => {
  const curves = [
    { epoch: 0, logs: { loss: 2, acc: 0.5 } },
    { epoch: 1, logs: { loss: Number.NaN, acc: 0.75 } },
  ];
  expect(linesOf(curves)).toEqual([
    { name: 'loss', points: [{ epoch: 1, value: 2 }] },
    {
      name: 'acc',
      points: [
        { epoch: 1, value: 0.5 },
        { epoch: 2, value: 0.75 },
      ],
    },
  ]);
});
