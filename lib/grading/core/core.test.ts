import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permutation } from '#lib/ml/random.ts';
import { countingOf } from './counting.ts';
import { aboutHiddenData, aboutVisibleData, costsAttempt, describeNote, outcomeOf } from './notes.ts';
import { type RunNote, runNoteSchema } from './outcome.ts';
import { putRowsBack, queueFor, takeRows } from './plan.ts';
import { type QueueFacts, queueView } from './queue.ts';
import { describeVerification, verificationOf } from './verification.ts';

describe('the submission that counts', () => {
  const submission = (id: string, points: number | null, day: number) => ({
    id,
    points,
    createdAt: new Date(Date.UTC(2026, 0, day)),
  });

  it('has most points, and of those it is the newest', () => {
    const all = [submission('a', 7, 1), submission('b', 9, 2), submission('c', 9, 3), submission('d', 4, 4)];
    expect(countingOf(all)?.id).toBe('c');
    expect(countingOf(all.toReversed())?.id).toBe('c');
  });

  it('is never one without a result; a zero is a result', () => {
    expect(countingOf([submission('a', null, 1)])).toBeNull();
    expect(countingOf([submission('a', null, 2), submission('b', 0, 1)])?.id).toBe('b');
  });
});

describe('notes', () => {
  const codes = runNoteSchema.shape.code.options;

  it('say what happened and how to mend it, for every code and phase', () => {
    for (const code of codes) {
      for (const phase of ['build', 'train', 'predict'] as const) {
        expect(describeNote({ code, phase })).toMatch(/^([A-Z]|createModel).*\. [A-Z].*\.$/);
      }
    }
  });

  it('cost an attempt where code ran, and not where the failure is ours', () => {
    const of = (code: RunNote['code']) => ({
      outcome: 'student_error' as const,
      note: { code, phase: 'build' as const },
    });
    expect(codes.filter((code) => !costsAttempt(of(code)))).toEqual(['syntax_error', 'forbidden_import']);
    expect(costsAttempt({ outcome: null, note: null })).toBe(true);
    expect(costsAttempt({ outcome: 'graded', note: null })).toBe(true);
    expect(costsAttempt({ outcome: 'infra_error', note: null })).toBe(false);
  });

  it('say nothing about hidden data but their code', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.string({ minLength: 1 }), fc.nat(), (code, detail, line) => {
        const forged: RunNote = { code, phase: 'predict', detail, line: line + 1 };
        expect(describeNote(forged)).toBe(describeNote(aboutHiddenData(code)));
        expect(aboutHiddenData(forged.code)).toEqual({ code, phase: 'predict' });
      }),
    );
  });

  it('of a process with student code are about the phase that ran', () => {
    const forged: RunNote = { code: 'threw', phase: 'predict', detail: 'x' };
    expect(aboutVisibleData(forged, 'train')).toEqual({ code: 'threw', phase: 'train', detail: 'x' });
  });

  it('stand for typed outcomes', () => {
    expect(outcomeOf('timeout')).toBe('timeout');
    expect(outcomeOf('never_settled')).toBe('timeout');
    expect(outcomeOf('out_of_memory')).toBe('out_of_memory');
    expect(outcomeOf('too_many_parameters')).toBe('graded');
    expect(outcomeOf('layers_over_limit')).toBe('graded');
    expect(outcomeOf('syntax_error')).toBe('student_error');
  });
});

describe('the plan', () => {
  it('trains on the server without weights, or where the assignment says so', () => {
    expect(queueFor({ train: 'browser' }, true)).toBe('grade');
    expect(queueFor({ train: 'browser' }, false)).toBe('train');
    expect(queueFor({ train: 'server' }, true)).toBe('train');
  });

  it('shuffles rows and puts them back', () => {
    const random = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
      minLength: 64,
      maxLength: 64,
    });
    fc.assert(
      fc.property(random, fc.integer({ min: 0, max: 64 }), fc.integer({ min: 1, max: 3 }), (draws, n, width) => {
        let drawn = 0;
        const order = permutation(n, () => draws[drawn++] ?? 0);
        expect([...order].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
        const rows = Float32Array.from({ length: n * width }, (_, i) => i);
        const cut = Math.floor(n / 3) * width;
        const parts = [rows.subarray(0, cut), rows.subarray(cut, 2 * cut), rows.subarray(2 * cut)];
        expect(putRowsBack(takeRows(parts, width, order), width, order)).toEqual(rows);
      }),
    );
  });

  it('draws each order of three equally often', () => {
    const seen = new Map<string, number>();
    for (let a = 0; a < 3; a++) {
      for (let b = 0; b < 2; b++) {
        const draws = [(a + 0.5) / 3, (b + 0.5) / 2];
        const order = permutation(3, () => draws.shift() ?? 0).join();
        seen.set(order, (seen.get(order) ?? 0) + 1);
      }
    }
    expect([...seen.values()]).toEqual([1, 1, 1, 1, 1, 1]);
  });
});

describe('the queue', () => {
  const facts = (change: Partial<QueueFacts> = {}): QueueFacts => ({
    graders: 1,
    recentSeconds: { grade: 3, train: 100 },
    live: { grade: 0, train: 0 },
    background: 0,
    ...change,
  });
  const place = (ahead: number, own = 0, held = false) => ({ ahead, own, held });

  it('counts from one and shares the wait between graders', () => {
    const recentSeconds = { grade: 1.4, train: null };
    expect(queueView('grade', place(0), facts({ recentSeconds }))).toEqual({
      position: 1,
      etaSeconds: 2,
      stalled: false,
    });
    expect(queueView('grade', place(9), facts({ graders: 5 }))).toEqual({
      position: 10,
      etaSeconds: 6,
      stalled: false,
    });
    const unknown = facts({ graders: 0, recentSeconds: { grade: null, train: null } });
    expect(queueView('train', place(1), unknown)).toEqual({ position: 2, etaSeconds: 120, stalled: true });
  });

  it("gives a student's own submissions one after the other, however many graders there are", () => {
    expect(queueView('grade', place(4, 4), facts({ graders: 5 }))).toEqual({
      position: 5,
      etaSeconds: 15,
      stalled: false,
    });
    expect(queueView('grade', place(0, 0, true), facts({ graders: 5 }))).toEqual({
      position: 1,
      etaSeconds: 103,
      stalled: false,
    });
  });

  it('lets trainings wait for what has their place, and for grades', () => {
    expect(queueView('train', place(0), facts({ background: 1 }))).toEqual({
      position: 1,
      etaSeconds: 200,
      stalled: false,
    });
    expect(queueView('train', place(0), facts({ background: 1, graders: 2 })).etaSeconds).toBe(100);
    expect(queueView('train', place(0), facts({ live: { grade: 20, train: 1 } })).etaSeconds).toBe(160);
    expect(queueView('grade', place(0), facts({ background: 1, live: { grade: 20, train: 1 } })).etaSeconds).toBe(3);
  });
});

describe('verification', () => {
  const training = (own: number | null, outcome: 'graded' | 'timeout' | 'student_error' = 'graded') => ({
    outcome,
    own,
    claimed: 0.93,
    tolerance: 0.02,
    better: 'higher' as const,
  });

  it('agrees within the tolerance, and above', () => {
    expect(verificationOf(training(0.91))).toBe('verified');
    expect(verificationOf(training(0.99))).toBe('verified');
    expect(verificationOf(training(0.909))).toBe('disagrees');
    expect(verificationOf(training(null, 'timeout'))).toBe('over_budget');
    expect(verificationOf(training(null, 'student_error'))).toBe('failed');
  });

  it('takes a lower loss for better', () => {
    expect(verificationOf({ ...training(0.95), better: 'lower' })).toBe('verified');
    expect(verificationOf({ ...training(0.1), better: 'lower' })).toBe('verified');
    expect(verificationOf({ ...training(0.951), better: 'lower' })).toBe('disagrees');
    expect(describeVerification({ ...training(1.5), better: 'lower' })).toContain('at most 0.02 more is expected');
  });

  it('is one sentence for staff', () => {
    expect(describeVerification(training(0.5))).toBe(
      "Not reproduced: the server's own training reached 0.500, the uploaded weights 0.930; at most 0.02 less is expected.",
    );
  });
});
