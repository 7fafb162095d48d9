import { checkers } from '#lib/grading/core/checkers/registry.ts';
import type { Releasable } from '#lib/items/release.ts';

/** What a release does to whom, and its button. */
export type ReleaseWords = { what: string; button: string };

type Facts = Pick<Releasable, 'ready' | 'waiting'> & { keeps: NonNullable<Releasable['keeps']> };

const final = 'This cannot be taken back.';
const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export function releaseWords({ keeps, ready, waiting }: Facts): ReleaseWords {
  if (keeps.what === 'scores') {
    const what = [
      `${plural(ready, 'student sees what each submission of theirs', 'students see what each submission of theirs')} reached on the private test data, and ${ready === 1 ? 'is' : 'are'} told.`,
      checkers[keeps.metric].says,
      ...(waiting > 0 ? [waitingText(waiting)] : []),
      final,
    ];
    return { what: what.join(' '), button: `Release to ${plural(ready, 'student', 'students')}` };
  }
  const all = ready + waiting;
  const what = [
    `${ready} of ${plural(all, 'text is', 'texts are')} graded. ${ready === 1 ? 'Its' : 'Their'} authors see grade and comment at once, and are told.`,
    ...(waiting > 0
      ? [`The other ${waiting === 1 ? 'one sees its' : `${waiting} see theirs`} when you grade them.`]
      : []),
    ...(keeps.hidesNames ? ['From then on graders see who wrote.'] : []),
    final,
  ];
  return { what: what.join(' '), button: `Release ${plural(ready, 'grade', 'grades')}` };
}

const waitingText = (waiting: number) =>
  waiting === 1
    ? '1 submission still waits for its grade: its score comes with it.'
    : `${waiting} submissions still wait for their grades: their scores come with them.`;
