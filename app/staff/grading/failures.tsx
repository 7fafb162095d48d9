import { ChevronRight } from 'lucide-react';
import type { listFailures } from '#lib/grading/staff.ts';
import { Time } from '../../_components/time.tsx';
import { AgainButton } from './again-button.tsx';
import { Raised, SubmissionLink } from './raised.tsx';
import { countOf } from './words.ts';

type Failures = Awaited<ReturnType<typeof listFailures>>;

const heading = 'not-graded';

/** What our own failures left without a grade, with the way to mend it. */
export function NotGraded({ total, failures }: Failures) {
  const button = total > 0 && (
    <AgainButton focusAfter={heading}>{total === 1 ? 'Grade it again' : `Grade all ${total} again`}</AgainButton>
  );
  const lead =
    total === 0
      ? 'No submission is without a grade through a failure of ours. One that is would stand here.'
      : `${countOf(total, 'submission')} met a failure of ours each time ${total === 1 ? 'it was' : 'they were'} tried. No attempt is used. Once the cause is mended, have them graded again.`;
  return (
    <Raised id={heading} title="Not graded" button={button} lead={lead} total={total}>
      {failures.map((failure) => (
        <Failure key={failure.id} failure={failure} />
      ))}
    </Raised>
  );
}

function Failure({ failure }: { failure: Failures['failures'][number] }) {
  const { id, title, student, failedAt, note } = failure;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words">
          <SubmissionLink submission={failure} />
        </p>
        {failedAt && (
          <p className="text-sm text-ink-soft">
            failed <Time at={failedAt} past />
          </p>
        )}
        {note && (
          <details className="group mt-1 text-sm">
            <summary className="inline-flex min-h-6 cursor-pointer list-none items-center gap-1 rounded-md text-ink-soft hover:text-ink pointer-coarse:min-h-11">
              <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
              Note for staff
            </summary>
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
              tabIndex={0}
              className="mt-1 max-h-72 overflow-auto rounded-md bg-well px-4 py-3 font-mono text-sm whitespace-pre-wrap break-words"
            >
              {note}
            </pre>
          </details>
        )}
      </div>
      <AgainButton only={id} focusAfter={heading} name={`Grade again: ${student}, ${title}`}>
        Grade again
      </AgainButton>
    </li>
  );
}
