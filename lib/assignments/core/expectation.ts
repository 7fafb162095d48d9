import type { Outcome, RunNote } from '#lib/grading/core/outcome.ts';
import type { TestView } from '#lib/grading/core/view.ts';

/** What a file of an assignment's folder must get when it is graded. */
export type Expectation =
  | { kind: 'full points' }
  | { kind: 'less than half the points' }
  /** It is graded, and this test gives nothing. */
  | { kind: 'caught'; test: string }
  | { kind: 'ends'; outcome: string; note: string };

/**
 * The first line of a wrong submission says what catches it: `// Caught by: <name of a test>` or
 * `// Ends as: <outcome> <code of the note>`. Null where it says neither.
 */
export function readExpectation(code: string): Expectation | null {
  const firstLine = code.split('\n', 1)[0] ?? '';
  const test = /^\/\/ Caught by: (.+?)\s*$/.exec(firstLine)?.[1];
  if (test) return { kind: 'caught', test };
  const [, outcome, note] = /^\/\/ Ends as: (\w+) (\w+)\s*$/.exec(firstLine) ?? [];
  return outcome && note ? { kind: 'ends', outcome, note } : null;
}

export type Graded = {
  outcome: Outcome;
  note: RunNote | null;
  tests: TestView[];
  points: number;
  maxPoints: number;
};

export function meets(expected: Expectation, graded: Graded): boolean {
  if (expected.kind === 'full points') return graded.outcome === 'graded' && graded.points === graded.maxPoints;
  if (expected.kind === 'less than half the points') {
    return graded.outcome === 'graded' && graded.points < graded.maxPoints / 2;
  }
  if (expected.kind === 'ends') return graded.outcome === expected.outcome && graded.note?.code === expected.note;
  return graded.outcome === 'graded' && graded.tests.some(({ name, passed }) => name === expected.test && !passed);
}

/**
 * Why what came out is not what was asked for, as a sentence with a remedy; null where it is.
 * @param tests names of the assignment's tests
 */
export function whyNot(expected: Expectation, graded: Graded, tests: string[]): string | null {
  if (meets(expected, graded)) return null;
  if (expected.kind === 'caught' && !tests.includes(expected.test)) {
    return `It names the test "${expected.test}", which assignment.json does not have. Name one of ${tests.map((name) => `"${name}"`).join(', ')}.`;
  }
  return `Expected ${describeExpectation(expected)}, found ${describeGraded(graded)}. ${remedies[expected.kind]}`;
}

const remedies: Record<Expectation['kind'], string> = {
  'full points': 'Mend the solution or the data, or lower the thresholds.',
  'less than half the points': 'Make the starter run and do less of the work, or raise the thresholds.',
  caught: 'Make the test stricter, or name the test that catches it.',
  ends: 'Make it end so, or say in its first line how it ends.',
};

/** One line for a person: what was asked for or what came out. */
export function describeExpectation(expected: Expectation): string {
  if (expected.kind === 'caught') return `fails "${expected.test}"`;
  return expected.kind === 'ends' ? `${expected.outcome} (${expected.note})` : expected.kind;
}

export function describeGraded({ outcome, note, tests, points, maxPoints }: Graded): string {
  const failed = tests.filter(({ passed }) => !passed).map(({ name }) => `"${name}"`);
  const ending = note ? `${outcome} (${note.code}${note.detail ? `: ${note.detail}` : ''})` : outcome;
  return `${ending}, ${points} of ${maxPoints} points${failed.length ? `, fails ${failed.join(' and ')}` : ''}`;
}
