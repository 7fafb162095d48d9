import { describe, expect, it } from 'vitest';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { mostAttempts } from '#lib/assignments/core/probing.ts';
import { mulberry32 } from '#lib/ml/random.ts';
import { accuracy } from './checkers/classification.ts';
import type { Matrix } from './checkers/matrix.ts';
import { climb, type Rung } from './ladder.ts';
import { scoreTests, totalOf } from './score.ts';

/**
 * Students who hand in a thousand submissions that learn nothing from the inputs: what they gain, they gain from our
 * answers. They see all that a student sees of a grade: shown score, improved or not, points, passed, messages.
 *
 * Bounds, for k submissions. Shown score: √(2 ln k / n) on the n public rows, half of which is what the luckiest of k
 * independent guesses reaches (Hoeffding's inequality and a union over k); the other half is for what an attacker
 * learns on the way. Points: a mark of the private split may be reached from a true accuracy that misses it by the same,
 * as long as no answer comes from a mark itself. There a fall of points tells that the one row that was changed had been
 * right: about a row a submission. That is why an assignment is published only with attempts up to the root of its
 * private rows (`mostAttempts`), and what is gained at a mark stays within 1 / (2√n).
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

/**
 * Turns over the answers of a model, one row after another, until the points fall: then it stands exactly at a mark. From
 * there it turns single rows that it has not touched: where the points stay, the model had been wrong, and is mended.
 * @returns the accuracy that the model won
 */
function gainAtEdge(share: number, rows: number, seed: number): number {
  const random = mulberry32(seed);
  // Whether the model is right for each row: what the labels are does not matter to an attack that turns answers over.
  const isRight = Uint8Array.from({ length: rows }, () => (random() < share ? 1 : 0));
  const sums = new Uint32Array(rows + 1);
  isRight.forEach((right, row) => {
    sums[row + 1] = (sums[row] ?? 0) + right;
  });
  const all = sums[rows] ?? 0;
  /** Points with the first so many rows turned over, and perhaps one more. */
  const pointsOf = (turned: number, one?: number) => {
    const right = all + turned - 2 * (sums[turned] ?? 0) + (one === undefined ? 0 : 1 - 2 * (isRight[one] ?? 0));
    const metrics = { private: { accuracy: right / rows } };
    return totalOf(scoreTests(rules, { parameters: 1, metrics, note: null }));
  };
  const honest = pointsOf(0);
  let [stays, falls, used] = [0, rows >> 1, 1];
  for (; falls - stays > 1; used++) {
    const middle = (stays + falls) >> 1;
    if (pointsOf(middle) >= honest) stays = middle;
    else falls = middle;
  }
  let mended = 0;
  for (let row = falls; used < submissions && row < rows; row++, used++) {
    if (pointsOf(stays, row) >= honest) mended += isRight[row] ? -1 : 1;
  }
  return mended / rows;
}

const attacks: [string, Attack][] = [
  ['a vote of lucky guesses', boosting],
  ['climbing by a row at a time', climbing(1 / publicRows)],
  ['climbing by twenty rows', climbing(20 / publicRows)],
  ['climbing by a twentieth', climbing(0.05)],
  ['climbing by a fifth', climbing(0.2)],
];

describe('a thousand probing submissions', () => {
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
      const rows = submissions ** 2;
      expect(mostAttempts(rows)).toBe(submissions);
      const gained = [1, 2, 3].map((seed) => gainAtEdge(share, rows, seed));
      for (const gain of gained) expect(gain).toBeLessThan(1 / (2 * Math.sqrt(rows)));
      // The attack does work: with rows enough to read it finds some.
      expect(Math.max(...gained)).toBeGreaterThan(0);
    },
  );

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
