import type { listUnverified } from '#lib/grading/staff.ts';
import { Time } from '../../_components/time.tsx';
import { AgainButton } from './again-button.tsx';
import { Raised, SubmissionLink } from './raised.tsx';

type Props = Awaited<ReturnType<typeof listUnverified>>;

const heading = 'unverified';
const lead =
  "These have their grades, but a failure of ours ended the server's own training each time. Once the cause is mended, have them verified again: until then a false claim would not be noticed.";

/** Grades of which nobody knows yet whether the server's own training reaches them: our failures kept it from its end. */
export function Unverified({ total, unverified }: Props) {
  if (total === 0) return null;
  const button = (
    <AgainButton what="verify" focusAfter={heading}>
      {total === 1 ? 'Verify it again' : `Verify all ${total} again`}
    </AgainButton>
  );
  return (
    <Raised id={heading} title="Verification interrupted" button={button} lead={lead} total={total}>
      {unverified.map((submission) => (
        <li key={submission.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5">
          <div className="min-w-0 flex-1 basis-64">
            <SubmissionLink submission={submission} />
            <p className="text-sm break-words text-ink-soft">
              <Time at={submission.failedAt} past />. {submission.note.split('\n', 1)[0]}
            </p>
          </div>
          <AgainButton
            what="verify"
            only={submission.id}
            focusAfter={heading}
            name={`Verify again: ${submission.student}, ${submission.title}`}
          >
            Verify again
          </AgainButton>
        </li>
      ))}
    </Raised>
  );
}
