import type { TestView } from '#lib/grading/core/view.ts';
import { Status } from '../../../../../_components/status.tsx';
import { pointsText } from './verdict.ts';

type Props = { tests: TestView[]; points: number | null; maxPoints: number };

/** Every test: passed or not, what it measured, what it gave. */
export function Points({ tests, points, maxPoints }: Props) {
  return (
    <section aria-labelledby="points">
      <h2 id="points" className="text-xl">
        Points
      </h2>
      <ul className="mt-3 max-w-3xl divide-y divide-rule border-y border-rule">
        {tests.map((test) => (
          <li key={test.name} className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 py-3 sm:grid-cols-[8rem_1fr_auto]">
            <Status tone={test.passed ? 'good' : 'bad'} className="self-start">
              {test.passed ? 'Passed' : 'Not passed'}
            </Status>
            <div className="col-span-2 row-start-2 min-w-0 sm:col-span-1 sm:row-start-auto">
              <p className="font-[550] break-words">{test.name}</p>
              <p className="mt-0.5 text-sm break-words text-ink-soft">{test.message}</p>
            </div>
            <p className="text-end tabular-nums">
              {pointsText(test.points)} <span className="text-ink-soft">of {pointsText(test.maxPoints)}</span>
            </p>
          </li>
        ))}
      </ul>
      {points !== null && (
        <p className="mt-2 max-w-3xl text-end font-semibold tabular-nums">
          Total {pointsText(points)} <span className="font-normal text-ink-soft">of {pointsText(maxPoints)}</span>
        </p>
      )}
    </section>
  );
}
