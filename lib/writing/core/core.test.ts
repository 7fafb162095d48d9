import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeProblem, definitionSchema, nameOf, proposalFields, reflectionFields, slugOf } from './definition.ts';
import { countWords, fieldProblems, pickFields } from './fields.ts';
import { gradingOrder, neighbours, nextWaiting } from './order.ts';
import { nextScore, pointsOfCriteria, stepsOf, verdictProblem } from './score.ts';
import { addRefusal, leaveRefusal, submitRefusal, type WritingFacts, writingState } from './state.ts';
import { latestDates } from './view.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));

describe('words', () => {
  test.each([
    ['', 0],
    ['  \n', 0],
    ['one', 1],
    ['state-of-the-art networks', 5],
    ['**bold** words, _here_.', 3],
    ['deux mots à côté', 4],
    ['שלום עולם', 2],
  ])('%j has %i', (text, count) => expect(countWords(text)).toBe(count));
});

describe('what can be handed in', () => {
  const topics = ['Convolutional networks', 'Transformers'];
  const words = (n: number) => Array.from({ length: n }, () => 'word').join(' ');
  const good = { category: 'Transformers', motivation: words(40), data_set: words(30), methods: words(250) };

  test('a proposal of the deck, whole', () => expect(fieldProblems(proposalFields, good, topics)).toEqual([]));

  test.each([
    ['category', '', /Choose one of the topics/],
    ['category', 'Cooking', /no longer a topic/],
    ['motivation', '', /still empty/],
    ['motivation', words(39), /39 words, 1 fewer than the 40/],
    ['methods', words(251), /251 words, 1 more than the 250/],
    ['methods', 'x'.repeat(100_001), /longer than 100,000 characters/],
    ['methods', `${words(50)}\0`, /null character/],
  ])('%s %.20j is named', (field, text, message) => {
    const [problem, ...others] = fieldProblems(proposalFields, { ...good, [field]: text }, topics);
    expect(problem).toEqual({ field, message: expect.stringMatching(message) });
    expect(others).toEqual([]);
  });

  test('only what is asked for is kept', () => {
    expect(pickFields(reflectionFields, { text: ' a\r\nb ', other: 'x' })).toEqual({ text: 'a\nb' });
    expect(pickFields(reflectionFields, {})).toEqual({ text: '' });
  });
});

describe('where a text stands', () => {
  const facts: WritingFacts = {
    scale: 'points',
    dueAt: day(10),
    releasedAt: null,
    hasDraft: false,
    firstSubmittedAt: day(8),
    submittedAt: day(9),
    number: 2,
    review: null,
  };
  const none = { number: null, firstSubmittedAt: null, submittedAt: null };
  const decided = (decision: 'accepted' | 'changes_asked', number = 2) => ({
    scale: 'decision' as const,
    review: { number, decision },
  });
  const graded = { review: { number: 2, decision: null } };

  test.each<[string, Partial<WritingFacts>, string, string]>([
    ['nothing', none, 'not_started', 'not_started'],
    ['a draft', { ...none, hasDraft: true }, 'draft', 'draft'],
    ['handed in', {}, 'submitted', 'submitted'],
    ['at the very instant it is due', { submittedAt: day(10) }, 'late', 'late'],
    ['a late proposal', { scale: 'decision', firstSubmittedAt: day(11), submittedAt: day(12) }, 'late', 'late'],
    ['a revision after the date', { scale: 'decision', submittedAt: day(12) }, 'submitted', 'submitted'],
    ['graded, not released', graded, 'submitted', 'graded'],
    ['graded and late', { ...graded, submittedAt: day(11) }, 'late', 'graded'],
    ['graded and released', { ...graded, releasedAt: day(12) }, 'released', 'released'],
    ['released, never graded', { releasedAt: day(12) }, 'submitted', 'submitted'],
    ['accepted', decided('accepted'), 'accepted', 'accepted'],
    ['to be changed', decided('changes_asked'), 'changes_asked', 'changes_asked'],
    ['revised since', decided('changes_asked', 1), 'submitted', 'submitted'],
  ])('%s', (_name, change, author, staff) => {
    expect(writingState({ ...facts, ...change }, 'author')).toBe(author);
    expect(writingState({ ...facts, ...change }, 'staff')).toBe(staff);
  });

  const dates = { opensAt: day(1), closesAt: day(20) };
  test.each([
    ['draft', day(0), 'not_open'],
    ['draft', day(1), null],
    ['draft', day(20), 'closed'],
    ['changes_asked', day(25), null],
    ['accepted', day(5), 'accepted'],
    ['released', day(5), 'released'],
  ] as const)('%s on %s: %s', (state, now, refusal) => expect(submitRefusal(dates, state, now)).toBe(refusal));

  test('authors are added before the first version, up to the limit', () => {
    expect(addRefusal({ versions: 0, authors: 1 }, 2)).toBeNull();
    expect(addRefusal({ versions: 0, authors: 2 }, 2)).toMatch(/At most 2/);
    expect(addRefusal({ versions: 0, authors: 1 }, 1)).toMatch(/alone/);
    expect(addRefusal({ versions: 1, authors: 1 }, 2)).toMatch(/before the first/);
  });

  test('who was added can leave until they handed in or it was reviewed', () => {
    const shared = { versions: 1, reviewed: false, authors: 2, handedInByLeaver: false };
    expect(leaveRefusal(shared, true)).toBeNull();
    expect(leaveRefusal(shared, false)).toMatch(/by themselves/);
    expect(leaveRefusal({ ...shared, versions: 0 }, false)).toBeNull();
    expect(leaveRefusal({ ...shared, authors: 1 }, true)).toMatch(/at least one/);
    expect(leaveRefusal({ ...shared, handedInByLeaver: true }, true)).toMatch(/handed in/);
    expect(leaveRefusal({ ...shared, reviewed: true }, true)).toMatch(/reviewed/);
  });

  test('the author with the most time lends it to the others', () => {
    const item = { ...dates, dueAt: day(10) };
    const given = [{ userId: 'b', dueAt: day(15), closesAt: day(18) }];
    expect(latestDates(item, given, [{ id: 'a' }])).toEqual(item);
    expect(latestDates(item, given, [{ id: 'a' }, { id: 'b' }])).toEqual({ ...item, dueAt: day(15) });
    expect(latestDates(item, given, [{ id: 'b' }])).toEqual({ ...item, dueAt: day(15), closesAt: day(18) });
    expect(latestDates(item, given, [])).toEqual(item);
  });
});

describe('scores', () => {
  const criteria = [
    { name: 'a', label: 'A', maxPoints: 4 },
    { name: 'b', label: 'B', maxPoints: 6.5 },
    { name: 'c', label: 'C', maxPoints: null },
  ];

  test('add up, what is met does not count', () => {
    expect(pointsOfCriteria(criteria, { a: 3, b: 1.625, c: 1 })).toBe(4.625);
    expect(pointsOfCriteria(criteria, {})).toBe(0);
    expect(pointsOfCriteria([], {})).toBeNull();
    expect(pointsOfCriteria(criteria.slice(2), { c: 1 })).toBeNull();
  });

  test('a key steps from everything to nothing and around', () => {
    expect(stepsOf({ maxPoints: 3 })).toEqual([3, 2, 1, 0]);
    expect(stepsOf({ maxPoints: 6.5 })).toEqual([6.5, 4.875, 3.25, 1.625, 0]);
    expect(nextScore({ maxPoints: 3 }, undefined)).toBe(3);
    expect(nextScore({ maxPoints: 3 }, 3)).toBe(2);
    expect(nextScore({ maxPoints: 3 }, 2.5)).toBe(2);
    expect(nextScore({ maxPoints: 3 }, 0)).toBe(3);
    expect(nextScore({ maxPoints: null }, 1)).toBe(0);
  });

  const rubric = { scale: 'points' as const, maxPoints: 10.5, criteria };
  const nothing = { decision: null, mark: null, points: null };
  test.each([
    [rubric, { ...nothing, points: 4 }, { a: 4 }, '', null],
    [rubric, { ...nothing, points: 4 }, { a: 4.5 }, '', /“A” takes 0 to 4/],
    [rubric, { ...nothing, points: 4 }, { c: Number.NaN }, '', /“C” takes 0 to 1/],
    [rubric, { ...nothing, points: 11 }, {}, '', /0 to 10.5/],
    [rubric, nothing, {}, '', /Give points/],
    [{ ...rubric, scale: 'check' as const, criteria: [] }, nothing, {}, '', /Choose a mark/],
    [{ ...rubric, scale: 'decision' as const, criteria: [] }, nothing, {}, '', /accepted or changes/],
    [
      { ...rubric, scale: 'decision' as const, criteria: [] },
      { ...nothing, decision: 'changes_asked' as const },
      {},
      ' ',
      /what is to be changed/,
    ],
  ])('%#', (given, verdict, scores, comment, message) => {
    const problem = verdictProblem(given, verdict, scores as Record<string, number>, comment);
    if (message === null) expect(problem).toBeNull();
    else expect(problem).toMatch(message);
  });
});

describe('the order of grading', () => {
  const ids = fc.uniqueArray(fc.uuid(), { maxLength: 60 });
  const rows = (all: string[]) => all.map((id) => ({ id }));

  test('holds everybody once, however they come, and differs by grader', () => {
    fc.assert(
      fc.property(ids, (all) => {
        const order = gradingOrder(rows(all), 'seed');
        expect(gradingOrder(rows(all.toReversed()), 'seed')).toEqual(order);
        expect(order.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
      }),
    );
    const many = rows(Array.from({ length: 40 }, (_, i) => `id-${i}`));
    expect(gradingOrder(many, 'one')).not.toEqual(gradingOrder(many, 'two'));
    expect(gradingOrder(many, 'one')).not.toEqual(many);
  });

  test('a newcomer moves nobody past another', () => {
    fc.assert(
      fc.property(ids, fc.uuid(), (all, late) => {
        const before = gradingOrder(rows(all.filter((id) => id !== late)), 's');
        const after = gradingOrder(rows([...all.filter((id) => id !== late), late]), 's');
        expect(after.filter(({ id }) => id !== late)).toEqual(before);
      }),
    );
  });

  test('the first places fall to all alike', () => {
    const first = new Map<string, number>();
    const many = rows(Array.from({ length: 10 }, (_, i) => `id-${i}`));
    for (let seed = 0; seed < 2000; seed++) {
      const id = gradingOrder(many, `seed-${seed}`)[0]?.id ?? '';
      first.set(id, (first.get(id) ?? 0) + 1);
    }
    // 200 each are expected; a fair draw stays within six standard deviations.
    for (const { id } of many) expect(Math.abs((first.get(id) ?? 0) - 200)).toBeLessThan(81);
  });

  test('next and previous, and the next that waits', () => {
    const order = ['a', 'b', 'c'].map((id) => ({ id, waits: id !== 'b' }));
    expect(neighbours(order, 'b')).toMatchObject({ previous: { id: 'a' }, next: { id: 'c' }, position: 2, count: 3 });
    expect(neighbours(order, 'c').next).toBeNull();
    expect(neighbours(order, 'x')).toMatchObject({ previous: null, position: 0 });
    expect(nextWaiting(order, 'a')?.id).toBe('c');
    expect(nextWaiting(order, 'c')?.id).toBe('a');
    expect(nextWaiting(order, null)?.id).toBe('a');
    expect(nextWaiting(order.slice(0, 1), 'a')).toBeNull();
  });
});

describe('a definition', () => {
  const item = {
    kind: 'written' as const,
    title: 'Reflection',
    prompt: 'Reflect.',
    fields: reflectionFields,
    scale: 'points' as const,
    maxPoints: 10,
    criteria: [],
    allowPdf: false,
    maxAuthors: 1,
    hideNames: true,
    reading: null,
  };
  const problems = (change: object) =>
    definitionSchema.safeParse({ ...item, ...change }).error?.issues.map(({ message }) => message) ?? [];

  test('is accepted whole', () => expect(problems({})).toEqual([]));

  test.each([
    [{ maxPoints: null }, /Points belong/],
    [{ scale: 'check' }, /Points belong/],
    [{ kind: 'proposal' }, /accepted or changes/],
    [{ scale: 'decision', maxPoints: null }, /Names are hidden/],
    [{ criteria: [{ name: 'a', label: 'A', maxPoints: 4 }] }, /add up to 4/],
    [{ fields: [] }, /at least one field/],
    [{ title: ' ' }, /title is missing/],
    [{ fields: [reflectionFields[0], reflectionFields[0]] }, /same label/],
    [{ reading: { title: 'T', authors: '', source: '', url: 'javascript:alert(1)' } }, /./],
  ])('%j is named', (change, message) => expect(problems(change).join(' ')).toMatch(message));

  test('keeps what was handed in readable', () => {
    const other = { ...item, fields: [{ ...reflectionFields[0], name: 'essay', label: 'Essay' }] } as typeof item;
    expect(changeProblem(item, other, { versions: 0, reviews: 0 })).toBeNull();
    expect(changeProblem(item, other, { versions: 1, reviews: 0 })).toMatch(/“Your text” stays/);
    expect(changeProblem(item, { ...item, scale: 'check' }, { versions: 1, reviews: 1 })).toMatch(/scale stays/);
    expect(changeProblem(item, { ...item, kind: 'proposal' }, { versions: 0, reviews: 0 })).toMatch(/proposal/);
  });

  test('names are made of labels, each once', () => {
    expect(nameOf('Data set (size)', [])).toBe('data_set_size');
    expect(nameOf('Métodos', ['metodos'])).toBe('metodos_2');
    expect(nameOf('字', [])).toBe('part');
    expect(slugOf('Haber reflection', ['haber-reflection'])).toBe('haber-reflection-2');
    fc.assert(fc.property(fc.string(), (label) => /^[a-z][a-z0-9_]{0,39}$/.test(nameOf(label, []))));
    fc.assert(fc.property(fc.string(), (label) => /^[0-9a-z][0-9a-z-]{0,63}$/.test(slugOf(label, []))));
  });
});
