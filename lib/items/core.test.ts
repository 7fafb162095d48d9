import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectOfMove, ownDates, type StudentFacts, sameDates, stillOpen, wrongDates } from './core.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const dates = { opensAt: at(2), dueAt: at(10), closesAt: at(12) };
const extension = (due: number, closes: number) => ({ dueAt: at(due), closesAt: at(closes), reason: 'Ill' });

describe('ownDates', () => {
  test('are the class’s without an extension', () => {
    expect(ownDates(dates, null)).toEqual({ ...dates, classDueAt: at(10), extension: null });
  });

  test('are the extension’s while it is the later', () => {
    expect(ownDates(dates, extension(15, 16))).toEqual({
      opensAt: at(2),
      dueAt: at(15),
      closesAt: at(16),
      classDueAt: at(10),
      extension: extension(15, 16),
    });
  });

  test('are the class’s again once it has moved past the extension', () => {
    const moved = { opensAt: at(2), dueAt: at(20), closesAt: at(22) };
    expect(ownDates(moved, extension(15, 16))).toEqual({ ...moved, classDueAt: at(20), extension: null });
  });

  test('never come before the class’s, and stay in order', () => {
    const day = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(day, day, day, day, day, (opens, due, closes, own, last) => {
        const given = { opensAt: at(opens), dueAt: at(opens + 1 + due), closesAt: at(opens + 1 + due + closes) };
        const result = ownDates(given, extension(own, own + last));
        expect(result.dueAt >= given.dueAt && result.closesAt >= given.closesAt).toBe(true);
        expect(wrongDates(result)).toBeNull();
      }),
    );
  });
});

test('who may still hand in: the class until it closes, then those with more time, last first', () => {
  const extensions = [
    { ...extension(14, 15), name: 'Ada' },
    { ...extension(15, 16), name: 'Bo' },
    { ...extension(11, 12), name: 'no longer than the class' },
  ];
  const names = (day: number) => stillOpen(dates, extensions, at(day)).map(({ name }) => name);
  expect(names(11)).toEqual(['Bo', 'Ada', null]);
  expect(names(12)).toEqual(['Bo', 'Ada']);
  expect(names(15)).toEqual(['Bo']);
  expect(names(16)).toEqual([]);
});

test.each([
  [dates, null],
  [{ ...dates, closesAt: at(10) }, null],
  [{ ...dates, opensAt: at(10) }, /due before it opens/],
  [{ ...dates, closesAt: at(9) }, /closes before it is due/],
  [{ ...dates, dueAt: new Date(Number.NaN) }, /missing/],
] as const)('of %o it is said: %s', (given, said) => {
  const found = wrongDates(given);
  if (said) expect(found).toMatch(said);
  else expect(found).toBeNull();
});

describe('effectOfMove', () => {
  const student = (name: string, handedIn: number | null, own: StudentFacts['extension'] = null): StudentFacts => ({
    id: name,
    name,
    handedInAt: handedIn === null ? null : at(handedIn),
    extension: own,
  });
  const students = [
    student('idle', null),
    student('early', 5),
    student('between', 8),
    student('late', 11),
    student('excused', 11, extension(13, 14)),
    student('long', null, extension(30, 31)),
  ];
  const names = (people: { name: string }[]) => people.map(({ name }) => name);

  test('earlier: says who becomes late', () => {
    const effect = effectOfMove(students, dates, { opensAt: at(2), dueAt: at(7), closesAt: at(12) });
    expect(names(effect.becomeLate)).toEqual(['between']);
    expect(effect.noLongerLate).toEqual([]);
    expect(names(effect.submitted)).toEqual(['early', 'between', 'late', 'excused']);
    expect(effect.extended).toEqual([
      { id: 'excused', name: 'excused', dueAt: at(13) },
      { id: 'long', name: 'long', dueAt: at(30) },
    ]);
    expect(names(effect.affected)).toEqual(['idle', 'early', 'between', 'late']);
    expect(effect.students).toBe(6);
  });

  test('later: says who is late no longer, and whose extension is overtaken', () => {
    const effect = effectOfMove(students, dates, { opensAt: at(2), dueAt: at(14), closesAt: at(15) });
    expect(names(effect.noLongerLate)).toEqual(['late']);
    expect(effect.becomeLate).toEqual([]);
    expect(effect.extended[0]).toEqual({ id: 'excused', name: 'excused', dueAt: at(14) });
    expect(names(effect.affected)).toEqual(['idle', 'early', 'between', 'late', 'excused']);
  });

  test('to the same dates touches nobody', () => {
    const effect = effectOfMove(students, dates, { ...dates });
    expect(sameDates(dates, { ...dates })).toBe(true);
    expect([effect.affected, effect.becomeLate, effect.noLongerLate]).toEqual([[], [], []]);
  });

  test('the due instant itself is late', () => {
    const onTime = [student('on the dot', 8)];
    expect(names(effectOfMove(onTime, dates, { ...dates, dueAt: at(8) }).becomeLate)).toEqual(['on the dot']);
  });
});
