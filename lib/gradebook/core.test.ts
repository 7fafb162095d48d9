import { describe, expect, it } from 'vitest';
import {
  type CellFacts,
  cellOf,
  overrideProblem,
  totalOf,
  type WrittenColumn,
  type WrittenFacts,
  withOverride,
  writtenCellOf,
} from './core.ts';
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
  ] as const)('is %s', (state, given) => {
    expect(cellOf(given, assignment).state).toBe(state);
  });

  it('is late from the due instant on', () => {
    const at = (ms: number) => cellOf(facts({ createdAt: new Date(assignment.dueAt.getTime() + ms) }), assignment);
    expect([at(-1), at(0)].map(({ state, late }) => [state, late])).toEqual([
      ['graded', false],
      ['graded', true],
    ]);
  });

  it('keeps the grade while another submission waits', () => {
    expect(cellOf(facts({ waiting: 1 }), assignment)).toMatchObject({ state: 'graded', points: 8, pending: true });
  });

  it('adds up what there is', () => {
    const cells = [cellOf(undefined, assignment), cellOf(facts({}), assignment)];
    expect(totalOf(cells)).toEqual({ points: 8, maxPoints: 20 });
  });
});

const item: WrittenColumn = {
  ...{ scale: 'points', maxPoints: 10, dueAt: new Date('2026-03-01T12:00:00Z'), releasedAt: null, hideNames: false },
};
const written = (change: Partial<WrittenFacts> = {}): WrittenFacts => ({
  writingId: 'w',
  number: 1,
  submittedAt: new Date('2026-02-28T12:00:00Z'),
  firstSubmittedAt: new Date('2026-02-28T12:00:00Z'),
  dueAt: item.dueAt,
  review: { number: 1, decision: null, mark: null, points: 7 },
  ...change,
});

describe('a cell of written work', () => {
  it('tells its author nothing of points before the release, and staff all', () => {
    expect(writtenCellOf(written(), item, 'author')).toMatchObject({ state: 'submitted', points: null });
    expect(writtenCellOf(written(), item, 'staff')).toMatchObject({ state: 'graded', points: 7, writingId: 'w' });
    const released = { ...item, releasedAt: item.dueAt };
    expect(writtenCellOf(written(), released, 'author')).toMatchObject({ state: 'released', points: 7 });
  });

  it('tells graders neither points nor text where names are hidden', () => {
    const hidden = writtenCellOf(written(), { ...item, hideNames: true }, 'staff');
    expect(hidden).toMatchObject({ state: 'graded', points: null, earned: null, writingId: null });
    const own = writtenCellOf(written(), { ...item, hideNames: true }, 'author');
    expect(own.writingId).toBe('w');
  });

  it('tells a decision at once', () => {
    const proposal: WrittenColumn = { ...item, scale: 'decision', maxPoints: null };
    const asked = written({ review: { number: 1, decision: 'changes_asked', mark: null, points: null } });
    expect(writtenCellOf(asked, proposal, 'author').state).toBe('changes_asked');
    expect(writtenCellOf({ ...asked, number: 2 }, proposal, 'author').state).toBe('submitted');
  });

  it('is a draft before the first version, and late after the date of its authors', () => {
    expect(writtenCellOf(undefined, item, 'author', true).state).toBe('draft');
    expect(writtenCellOf(undefined, item, 'author').state).toBe('not_started');
    const late = writtenCellOf(written({ submittedAt: item.dueAt, review: null }), item, 'author');
    expect(late).toMatchObject({ state: 'submitted', late: true });
  });
});

describe('a grade that staff set', () => {
  const override = { points: 9, reason: 'r', at: '', by: 'b' };

  it('takes the place of the one that was earned, which stays to be seen', () => {
    const cell = withOverride(cellOf(facts({}), assignment), override);
    expect(cell).toMatchObject({ points: 9, earned: 8, override });
    expect(totalOf([cell])).toEqual({ points: 9, maxPoints: 10 });
    expect(withOverride(cellOf(facts({}), assignment), undefined)).toMatchObject({ points: 8, override: null });
  });

  it.each([
    [9, 10, 'Illness', null],
    [0, 10, 'Copied', null],
    [10.5, 10, 'Bonus', /0 to 10/],
    [-1, 10, 'r', /0 to 10/],
    [Number.NaN, 10, 'r', /0 to 10/],
    [9, 10, ' ', /reason is needed/],
    [9, 10, 'x'.repeat(2001), /at most/],
    [9, null, 'r', /no points/],
  ] as const)('%f of %s because of %j', (points, maxPoints, reason, problem) => {
    const said = overrideProblem(points, maxPoints, reason);
    if (problem) expect(said).toMatch(problem);
    else expect(said).toBeNull();
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
