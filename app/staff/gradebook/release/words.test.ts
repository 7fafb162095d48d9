import { expect, test } from 'vitest';
import { releaseWords } from './words.ts';

test('a release of scores says who sees what, and what follows', () => {
  const of = (ready: number, waiting: number) =>
    releaseWords({ keeps: { what: 'scores', metric: 'accuracy' }, ready, waiting });
  expect(of(2, 1)).toEqual({
    what: '2 students see what each submission of theirs reached on the private test data, and are told. Accuracy is the share of examples that are given their class. 1 submission still waits for its grade: its score comes with it. This cannot be taken back.',
    button: 'Release to 2 students',
  });
  expect(of(1, 0)).toEqual({
    what: '1 student sees what each submission of theirs reached on the private test data, and is told. Accuracy is the share of examples that are given their class. This cannot be taken back.',
    button: 'Release to 1 student',
  });
});

test('a release of grades says which texts follow, and that names are shown', () => {
  const of = (ready: number, waiting: number, hidesNames = false) =>
    releaseWords({ keeps: { what: 'grades', hidesNames }, ready, waiting });
  expect(of(3, 2)).toEqual({
    what: '3 of 5 texts are graded. Their authors see grade and comment at once, and are told. The other 2 see theirs when you grade them. This cannot be taken back.',
    button: 'Release 3 grades',
  });
  expect(of(1, 0, true)).toEqual({
    what: '1 of 1 text is graded. Its authors see grade and comment at once, and are told. From then on graders see who wrote. This cannot be taken back.',
    button: 'Release 1 grade',
  });
});
