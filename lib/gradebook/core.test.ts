import { describe, expect, it } from 'vitest';
import { type CellFacts, cellOf, totalOf } from './core.ts';
import { toCsv } from './csv.ts';

const assignment = { maxPoints: 10, dueAt: new Date('2026-03-01T12:00:00Z') };
const facts = (change: Partial<CellFacts>): CellFacts => ({
  submissionId: 's',
  createdAt: new Date('2026-02-28T12:00:00Z'),
  outcome: 'graded',
  points: 8,
  publicScore: 0.93,
  attempts: 2,
  waiting: 0,
  running: 0,
  ...change,
});

describe('a cell of the gradebook', () => {
  it.each([
    ['not_started', undefined],
    ['submitted', facts({ outcome: null, points: null, waiting: 1 })],
    ['submitted', facts({ outcome: 'infra_error', points: null })],
    ['grading', facts({ outcome: null, points: null, waiting: 1, running: 1 })],
    ['graded', facts({})],
    ['graded', facts({ points: 0, outcome: 'timeout' })],
    ['late', facts({ createdAt: assignment.dueAt })],
  ] as const)('is %s', (state, given) => {
    expect(cellOf(given, assignment).state).toBe(state);
  });

  it('keeps the grade while another submission waits', () => {
    expect(cellOf(facts({ waiting: 1 }), assignment)).toMatchObject({ state: 'graded', points: 8, pending: true });
  });

  it('adds up what there is', () => {
    const cells = [cellOf(undefined, assignment), cellOf(facts({}), assignment)];
    expect(totalOf(cells)).toEqual({ points: 8, maxPoints: 20 });
  });
});

describe('toCsv', () => {
  it('quotes what needs it and leaves a missing grade empty', () => {
    expect(toCsv([['Ada "A." L, x', 'a@b.c', null, 7.5]])).toBe('"Ada ""A."" L, x",a@b.c,,7.5\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('defuses %j', (formula) => {
    expect(toCsv([[formula]]).replace(/^"/, '')).toMatch(/^'/);
  });

  it('leaves numbers alone', () => {
    expect(toCsv([[-1, 0]])).toBe('-1,0\r\n');
  });
});
