import { describe, expect, it } from 'vitest';
import { type Manifest, testSchema } from '#lib/assignments/core/manifest.ts';
import { bitsOfCalls, bitsTold, mostAttempts, mostGain, whyCarriedAway } from '#lib/assignments/core/probing.ts';
import { mulberry32 } from '#lib/ml/random.ts';
import { type CallTest, type Verdict, verdicts } from './call-test.ts';
import { accuracy } from './checkers/classification.ts';
import { crossEntropy } from './checkers/likelihood.ts';
import type { Matrix } from './checkers/matrix.ts';
import { climb, type Rung } from './ladder.ts';
import { aboutHiddenData } from './notes.ts';
import { scoreTests, totalOf } from './score.ts';
import { scoreCalls } from './score-calls.ts';
import { judge, planTrials, rowsTried } from './trials.ts';

/**
 * Students who hand in a thousand submissions that learn nothing from the inputs: what they gain, they gain from our
 * answers. They see all that a student sees of a grade: shown score, improved or not, points, passed, messages.
 *
 * Bounds, for k submissions. Shown score: √(2 ln k / n) on the n public rows, half of which is what the luckiest of k
 * independent guesses reaches (Hoeffding's inequality and a union over k); the other half is for what an attacker
 * learns on the way. Points: a mark of the private split may be reached from a true accuracy that misses it by the same,
 * as long as no answer comes from a mark itself. There a fall of points tells that the one row that was changed had been
 * right: about a row a bit. That is why an assignment is published only with attempts up to the root of its private rows,
 * by the bits of each (`mostAttempts`), and what is gained at a mark a row at a time stays within 1 / (2√n). Whoever knows
 * many rows on which a model only guesses, and turns them over by the block, gains more, at most `mostGain`.
 *
 * Words of hidden runs (that outputs are no probabilities, that a change of inputs is borne) tell a bit about inputs,
 * which are worth something where the pool they come from is public: less than half a row a bit.
 */
const submissions = 1000;
const publicRows = 2000;
const privateRows = 3000;
const bound = (rows: number) => Math.sqrt((2 * Math.log(submissions)) / rows);

const marks = [0.55, 0.6, 0.7, 0.9, 0.92, 0.94];
const rules: Pick<Manifest, 'tests' | 'limits'> = {
  limits: { parameters: 100, trainSeconds: 1, predictSeconds: 1, memoryMiB: 1 },
  tests: (['public', 'private'] as const).map((split) => ({
    kind: 'metric',
    name: split,
    metric: 'accuracy',
    split,
    thresholds: marks.map((atLeast, i) => ({ atLeast, points: i + 1 })),
  })),
};

/** An answer, 0 or 1, for each public row and then each private one. */
type Answers = Uint8Array;
type Seen = { shown: number; improved: boolean; points: number; told: string };

/** Grades like the grader, with or without the Ladder. Only `truth` knows the labels. */
function openGrader(truth: Answers, withLadder: boolean) {
  let best: Rung | null = null;
  const labels = { open: oneHot(truth.subarray(0, publicRows)), secret: oneHot(truth.subarray(publicRows)) };
  const measure = (answers: Answers, from: number, to: number) => {
    const measured = accuracy(oneHot(answers.subarray(from, to)), from === 0 ? labels.open : labels.secret);
    if (!measured.ok || !measured.losses) throw new Error('Accuracy was not measured.');
    return { score: measured.value, losses: measured.losses };
  };
  return (answers: Answers): Seen => {
    const open = measure(answers, 0, publicRows);
    const secret = measure(answers, publicRows, truth.length).score;
    const metrics = { public: { accuracy: open.score }, private: { accuracy: secret } };
    const tests = scoreTests(rules, { parameters: 1, metrics, note: null });
    const step = withLadder ? climb(best, open) : { improved: open.score > (best?.score ?? 0), score: open.score };
    if (step.improved) best = open;
    const told = JSON.stringify(tests.map(({ passed, message }) => [passed, message]));
    return { shown: step.score, improved: step.improved, points: totalOf(tests), told };
  };
}

function oneHot(answers: Answers): Matrix {
  const data = new Float32Array(answers.length * 2);
  answers.forEach((answer, row) => {
    data[row * 2 + answer] = 1;
  });
  return { shape: [answers.length, 2], data };
}

const draw = (random: () => number, rows = publicRows + privateRows): Answers =>
  Uint8Array.from({ length: rows }, () => (random() < 0.5 ? 1 : 0));

/** Right for this share of rows, by chance. */
const rightFor = (share: number, truth: Answers, random: () => number): Answers =>
  truth.map((label) => (random() < share ? label : 1 - label));

/** Answers turned over on about this share of the rows. */
const turned = (answers: Answers, share: number, random: () => number): Answers =>
  answers.map((answer) => (random() < share ? 1 - answer : answer));

const shareRight = (answers: Answers, truth: Answers, from: number, to: number) =>
  answers.subarray(from, to).reduce((sum, answer, i) => sum + (answer === truth[from + i] ? 1 : 0), 0) / (to - from);

type Attack = (submit: (answers: Answers) => Seen, random: () => number, start: Answers) => Answers;

/** Guesses, and lets those vote that were told to be better than chance or better than before. */
const boosting: Attack = (submit, random) => {
  const votes = new Int32Array(publicRows + privateRows);
  for (let i = 1; i < submissions; i++) {
    const guess = draw(random);
    const { shown, improved } = submit(guess);
    const weight = improved || shown > 0.5 ? (improved || shown > 0.51 ? 1 : 0) : -1;
    for (const [row, answer] of guess.entries()) votes[row] = (votes[row] ?? 0) + weight * (answer ? 1 : -1);
  }
  return Uint8Array.from(votes, (vote) => (vote > 0 ? 1 : 0));
};

/** Changes a share of the rows and keeps what any channel called better: score, points or words. */
const climbing =
  (share: number): Attack =>
  (submit, random, start) => {
    let best = start;
    let seen = submit(best);
    for (let i = 2; i < submissions; i++) {
      const next = turned(best, share, random);
      const answer = submit(next);
      if (answer.points < seen.points || !(answer.improved || answer.points > seen.points)) continue;
      [best, seen] = [next, answer];
    }
    return best;
  };

/** What an attack on guesses ends with: its shown score, and its accuracy on private rows, both above one half. */
function gainOf(attack: Attack, withLadder: boolean, seed: number) {
  const random = mulberry32(seed);
  const truth = draw(random);
  const submit = openGrader(truth, withLadder);
  const last = attack(submit, random, draw(random));
  const { shown } = submit(last);
  return {
    shown: shown - 0.5,
    private: shareRight(last, truth, publicRows, truth.length) - 0.5,
  };
}

/** A model that is right for this share of the rows, and what its points are when answers are turned over. */
function openEdge(shares: number[], rows: number, seed: number) {
  const random = mulberry32(seed);
  // Whether the model is right for each row: what the labels are does not matter to an attack that turns answers over.
  const part = rows / shares.length;
  const sums = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    sums[row + 1] = (sums[row] ?? 0) + (random() < (shares[Math.floor(row / part)] ?? 0) ? 1 : 0);
  }
  /** How many more are right with these rows turned over. */
  const gainOf = (from: number, to: number) => to - from - 2 * ((sums[to] ?? 0) - (sums[from] ?? 0));
  const pointsWith = (gain: number) => {
    const metrics = { private: { accuracy: ((sums[rows] ?? 0) + gain) / rows } };
    return totalOf(scoreTests(rules, { parameters: 1, metrics, note: null }));
  };
  const honest = pointsWith(0);
  // Rows turned over from the first on, until the points fall: then it stands exactly at a mark.
  let [stays, falls, used] = [0, rows >> 1, 1];
  for (; falls - stays > 1; used++) {
    const middle = (stays + falls) >> 1;
    if (pointsWith(gainOf(0, middle)) >= honest) stays = middle;
    else falls = middle;
  }
  /** Whether turning these over as well, at the mark, keeps the points. */
  const keeps = (from: number, to: number) => pointsWith(gainOf(0, stays) + gainOf(from, to)) >= honest;
  return { keeps, gainOf, first: falls, used };
}

/**
 * From a mark, turns single rows that it has not touched: where the points stay, the model had been wrong, and is mended.
 * @returns the accuracy that the model won
 */
function gainByRows(share: number, rows: number, seed: number): number {
  const { keeps, gainOf, first, used } = openEdge([share], rows, seed);
  let mended = 0;
  for (let row = first, k = used; k < submissions && row < rows; row++, k++) {
    if (keeps(row, row + 1)) mended += gainOf(row, row + 1);
  }
  return mended / rows;
}

/** The same, by blocks of the half of the rows on which the model only guesses, and knows it. */
function gainByBlocks(share: number, rows: number, seed: number): number {
  const { keeps, gainOf, used } = openEdge([2 * share - 0.5, 0.5], rows, seed);
  const size = Math.floor(rows / 2 / (submissions - used));
  let mended = 0;
  for (let from = rows / 2; from + size <= rows; from += size) {
    if (keeps(from, from + size)) mended += gainOf(from, from + size);
  }
  return mended / rows;
}

/** Items of a pool that everybody knows, some of which are hidden inputs. */
const pool = 2 ** 16;

/**
 * Halves the pool again and again, asking by one submission each whether a hidden input is in a part of it.
 * @returns how many items it found
 */
function itemsFound(isAnyIn: (from: number, to: number) => boolean): number {
  let found = 0;
  const parts: [number, number][] = [[0, pool]];
  for (let used = 0; used < submissions; used++) {
    const [from, to] = parts.pop() ?? [0, 0];
    if (to === from || !isAnyIn(from, to)) continue;
    const middle = (from + to) >> 1;
    if (to - from === 1) found++;
    else parts.push([middle, to], [from, middle]);
  }
  return found;
}

const hiddenItems = (random: () => number) => Array.from({ length: privateRows }, () => Math.floor(random() * pool));

/** By the note: outputs that are no probabilities for the items of the part. */
function askedByNote(items: number[]) {
  const labels = oneHot(new Uint8Array(items.length));
  const tests: Manifest['tests'] = [
    { kind: 'metric', name: 'm', metric: 'cross_entropy', split: 'private', thresholds: [{ atMost: 0.1, points: 1 }] },
  ];
  return (from: number, to: number) => {
    const data = Float32Array.from(items.flatMap((item) => (item >= from && item < to ? [0.7, 0.7] : [0.5, 0.5])));
    const measured = crossEntropy({ shape: [items.length, 2], data }, labels);
    const note = measured.ok ? null : aboutHiddenData('not_probabilities');
    const metrics = measured.ok ? { private: { cross_entropy: measured.value } } : {};
    const [seen] = scoreTests({ ...rules, tests }, { parameters: 1, metrics, note });
    return seen?.message.includes('not probabilities') ?? false;
  };
}

const changeTests = ['shift', 'permutation', 'causality'] as const;

/** By a test of changed inputs: other outputs for the items of the part once they are changed. */
function askedByChange(kind: (typeof changeTests)[number], items: number[]) {
  const more = { shift: { pixels: 1, outputs: 'same', fill: -1 }, permutation: { outputs: 'same' }, causality: {} }[
    kind
  ];
  const test = testSchema.parse({ kind, name: 'changed', points: 1, ...more });
  // The item stands first; behind it a number that no item has, other in each row.
  const shape = kind === 'shift' ? [2, 2] : [2];
  const width = 2 ** shape.length;
  const data = new Float32Array(items.length * width).fill(-1);
  items.forEach((item, row) => {
    data.set([item, -2 - row], row * width);
  });
  const [set] = planTrials([test], { shape: [items.length, ...shape], data });
  if (!set) throw new Error('Nothing is tried.');
  return (from: number, to: number) => {
    const answer = ({ data }: Matrix): Matrix => {
      const outputs = Float32Array.from({ length: (2 * data.length) / width }, (_, i) => {
        const [first = 0, second = 0] = data.subarray((i >> 1) * width, (i >> 1) * width + 2);
        return i % 2 === 0 && first >= from && first < to ? second : 0;
      });
      return { shape: [outputs.length / 2, 2], data: outputs };
    };
    const x: Matrix = { shape: [items.length, ...shape], data };
    const found = judge(set, answer(x), set.inputs.map(answer));
    if (!found) throw new Error('Nothing was compared.');
    const facts = { parameters: 1, metrics: {}, note: null, agreements: { changed: found } };
    return scoreTests({ ...rules, tests: [test] }, facts)[0]?.passed === false;
  };
}

const told = (verdict: Verdict): string => {
  const test: CallTest = { kind: 'call', name: 'a', function: 'a', points: 1, compare: { kind: 'exact' } };
  return sentenceIn(scoreCalls([test], new Map([['a', verdict]]), null)[0]?.message ?? '');
};
const sentenceIn = (message: string) => message.replace(/^.*With hidden arguments: /, '');

/** Rows that bear a thousand attempts under these rules. */
const bits = bitsTold(rules);
const enoughRows = 2 * Math.ceil((submissions * bits) ** 2 / 2);

const attacks: [string, Attack][] = [
  ['a vote of lucky guesses', boosting],
  ['climbing by a row at a time', climbing(1 / publicRows)],
  ['climbing by twenty rows', climbing(20 / publicRows)],
  ['climbing by a twentieth', climbing(0.05)],
  ['climbing by a fifth', climbing(0.2)],
];

describe('a thousand probing submissions', () => {
  it('are allowed on so many rows', () => {
    expect(mostAttempts(enoughRows, bits)).toBe(submissions);
    expect(mostAttempts(enoughRows - 4 * submissions, bits)).toBeLessThan(submissions);
  });

  it.each(attacks)('%s: stays within the bounds with the Ladder, and gets further without', (_name, attack) => {
    const held = gainOf(attack, true, 1);
    expect(held.shown).toBeLessThan(bound(publicRows));
    expect(held.private).toBeLessThan(bound(privateRows));
    expect(gainOf(attack, false, 1).shown).toBeGreaterThan(held.shown);
  });

  it('exceeds the bound by far where exact scores are told', () => {
    const most = attacks.slice(0, 3).map(([, attack]) => gainOf(attack, false, 2).shown);
    expect(Math.max(...most)).toBeGreaterThan(2 * bound(publicRows));
  });

  it.each(marks.slice(3))(
    'points: the mark %f is not reached from a true accuracy that misses it by the bound',
    (mark) => {
      const random = mulberry32(mark * 1000);
      const truth = draw(random);
      const start = rightFor(mark - bound(privateRows), truth, random);
      const submit = openGrader(truth, true);
      const missed = submit(start).points;
      let most = missed;
      const watched = (answers: Answers) => {
        const seen = submit(answers);
        most = Math.max(most, seen.points);
        return seen;
      };
      for (const share of [1 / privateRows, 0.01]) climbing(share)(watched, random, start);
      // Public and private split give the same points for a mark: neither may give those of this one.
      expect(missed).toBeLessThan(2 * (marks.indexOf(mark) + 1));
      expect(most).toBeLessThan(2 * (marks.indexOf(mark) + 1));
    },
  );

  it.each([0.57, 0.71, 0.905])(
    'points: at the edge of a mark, a model of accuracy %f reads off less than chance gives',
    (share) => {
      const gained = [1, 2, 3].map((seed) => gainByRows(share, enoughRows, seed));
      for (const gain of gained) expect(gain).toBeLessThan(1 / (2 * Math.sqrt(enoughRows)));
      // The attack does work: with rows enough to read it finds some.
      expect(Math.max(...gained)).toBeGreaterThan(0);
    },
  );

  it('points: a second private metric, at worst one of other rows, reads off no more on the rows that it needs', () => {
    const [first] = rules.tests.filter((test) => test.kind === 'metric' && test.split === 'private');
    if (first?.kind !== 'metric') throw new Error('There is no private metric.');
    const two: Manifest['tests'] = [first, { ...first, metric: 'macro_f1', name: 'second' }];
    const rows = 2 * Math.ceil((submissions * bitsTold({ tests: two })) ** 2 / 2);
    expect(rows).toBeGreaterThan(3 * enoughRows);
    // Each grade tells of both halves.
    const gained = [1, 2].map((seed) => gainByRows(0.57, rows / 2, seed));
    expect(Math.max(...gained)).toBeGreaterThan(0);
    expect((gained[0] ?? 0) / 2 + (gained[1] ?? 0) / 2).toBeLessThan(1 / (2 * Math.sqrt(rows)));
  });

  it.each([0.57, 0.71])(
    'points: at the edge of a mark, blocks of guesses lift %f by no more than the bits tell',
    (share) => {
      const gain = gainByBlocks(share, enoughRows, 1);
      expect(gain).toBeLessThan(mostGain(submissions * bits, enoughRows));
      // More than row by row: the bound above does not hold for them.
      expect(gain).toBeGreaterThan(2 / Math.sqrt(enoughRows));
    },
  );

  it('a note on outputs finds less than half a row a submission in a public pool', () => {
    const found = itemsFound(askedByNote(hiddenItems(mulberry32(3))));
    expect(found).toBeGreaterThan(submissions / 50); // it does work
    expect(found).toBeLessThan(submissions / 2);
    // Each item takes as many bits as tell it from the others of the pool.
    expect(found * Math.log2(pool / privateRows)).toBeLessThan(submissions);
  });

  it.each(changeTests)('a test of changed inputs (%s) finds no more, and of no other rows than are tried', (kind) => {
    const found = itemsFound(askedByChange(kind, hiddenItems(mulberry32(4))));
    expect(found).toBeGreaterThan(submissions / 50);
    expect(found).toBeLessThanOrEqual(rowsTried);
    expect(found * Math.log2(pool / rowsTried)).toBeLessThan(submissions);
  });

  it('functions carry away a word a test, which the gate holds below what the hidden arguments hold', () => {
    const tests = ['a', 'b', 'c'].map(
      (name): CallTest => ({ kind: 'call', name, function: name, points: 1, compare: { kind: 'exact' } }),
    );
    const random = mulberry32(5);
    const secret = Array.from({ length: submissions * tests.length }, () => Math.floor(random() * verdicts.length));
    const worded = new Map(verdicts.map((verdict, digit) => [told(verdict), digit]));
    expect(worded.size).toBe(verdicts.length);
    const read: number[] = [];
    for (let i = 0; i < submissions; i++) {
      const chosen = secret.slice(i * tests.length, (i + 1) * tests.length);
      const found = new Map(tests.map(({ name }, k) => [name, verdicts[chosen[k] ?? 0] ?? 'error']));
      for (const { message } of scoreCalls(tests, found, null)) read.push(worded.get(sentenceIn(message)) ?? -1);
    }
    expect(read).toEqual(secret);
    const carried = read.length * Math.log2(verdicts.length);
    expect(carried).toBeLessThanOrEqual(submissions * bitsOfCalls(tests));
    // Had the arguments no more than was read, so many attempts would not be published.
    expect(whyCarriedAway({ attempts: submissions, tests }, () => carried)).not.toBeNull();
  });

  it('the words of a grade tell no more than its points and the Ladder do', () => {
    const random = mulberry32(7);
    const truth = draw(random);
    const submit = openGrader(truth, true);
    const told = new Map<number, Set<string>>();
    for (let i = 0; i < 200; i++) {
      const { points, told: words } = submit(rightFor(0.5 + i / 400, truth, random));
      told.set(points, (told.get(points) ?? new Set()).add(words));
    }
    // Points are a sum over two splits: as many wordings as there are pairs of marks with that sum.
    for (const [points, wordings] of told)
      expect(wordings.size).toBeLessThanOrEqual(Math.min(points + 1, marks.length + 1));
  });
});
