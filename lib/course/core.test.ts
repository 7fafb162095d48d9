import { describe, expect, it } from 'vitest';
import { laterItems, nextItem, placeSchema, readPlace, stageOf, type WeekItem } from './core.ts';

const now = new Date('2026-11-23T12:00:00Z');
const days = (n: number) => new Date(now.getTime() + n * 86_400_000);

function item(slug: string, dueIn: number, change: Partial<WeekItem> = {}): WeekItem {
  return {
    slug,
    kind: 'code',
    title: slug,
    summary: '',
    lecture: null,
    opensAt: days(dueIn - 14),
    dueAt: days(dueIn),
    closesAt: days(dueIn + 7),
    attemptsLeft: 5,
    maxPoints: 10,
    cell: {
      state: 'not_started',
      late: false,
      points: null,
      mark: null,
      attempts: 0,
      publicScore: null,
      pending: false,
    },
    ...change,
  };
}
const graded = (points: number): Partial<WeekItem> => ({
  cell: { state: 'graded', late: false, points, mark: null, attempts: 1, publicScore: 0.9, pending: false },
});

const written = (slug: string, dueIn: number, cell: Partial<WeekItem['cell']>) =>
  item(slug, dueIn, {
    kind: 'written',
    attemptsLeft: null,
    cell: {
      state: 'not_started',
      late: false,
      points: null,
      mark: null,
      attempts: 0,
      publicScore: null,
      pending: false,
      ...cell,
    },
  });

describe('of written work, the next thing', () => {
  it('is what was not handed in, open or overdue', () => {
    const done = written('a', 1, { state: 'submitted', attempts: 1 });
    expect(nextItem([done, written('b', 2, { state: 'draft' })], now)?.slug).toBe('b');
    expect(nextItem([written('c', -1, {}), item('d', 3)], now)?.slug).toBe('c');
  });
  it('is what staff asked to be changed, also after it closed', () => {
    const asked = written('a', -30, { state: 'changes_asked', attempts: 1 });
    expect(nextItem([asked, item('b', 3)], now)?.slug).toBe('a');
  });
});

describe('nextItem', () => {
  it('is the one due first', () => {
    expect(nextItem([item('b', 5), item('a', 2)], now)?.slug).toBe('a');
  });
  it('passes over full points, closed, unopened and used up', () => {
    const items = [
      item('full', 1, graded(10)),
      item('closed', -8),
      item('unopened', 20),
      item('spent', 2, { attemptsLeft: 0 }),
    ];
    expect(nextItem(items, now)).toBeNull();
  });
  it('keeps a partly solved one until it is due, and an untouched one until it closes', () => {
    expect(nextItem([item('partly', 1, graded(5))], now)?.slug).toBe('partly');
    expect(nextItem([item('partly', -1, graded(5))], now)).toBeNull();
    expect(nextItem([item('untouched', -1)], now)?.slug).toBe('untouched');
  });
});

it('lists what comes later, soonest first', () => {
  const first = item('first', 1);
  expect(
    laterItems([item('third', 30), first, item('second', 9), item('past', -1)], first, now).map((i) => i.slug),
  ).toEqual(['second', 'third']);
});

it('names the stage at each boundary', () => {
  const dates = { opensAt: days(0), dueAt: days(1), closesAt: days(2) };
  expect([days(-0.1), days(0), days(1), days(2)].map((at) => stageOf(dates, at))).toEqual([
    'upcoming',
    'open',
    'overdue',
    'closed',
  ]);
});

it('accepts only known kinds of places', () => {
  expect(readPlace('lecture:convolutional-networks')).toEqual({ kind: 'lecture', slug: 'convolutional-networks' });
  expect(readPlace('home')).toBeNull();
  expect(placeSchema.safeParse('home').success).toBe(false);
  expect(placeSchema.safeParse('assignment:../../x').success).toBe(false);
});
