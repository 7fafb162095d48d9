import type { listDisagreements } from '#lib/grading/staff.ts';
import { Time } from '../../_components/time.tsx';
import { Raised, SubmissionLink } from './raised.tsx';

type Props = Awaited<ReturnType<typeof listDisagreements>>;

const lead =
  'Weights that were handed in did better than the same code did when it was trained here, or could not be checked. Students see nothing of this. Set the grade in the gradebook, with a reason, and it is settled.';

/** Grades that the server's own training does not reach: whether that means anything, a person decides. */
export function Differing({ total, disagreements }: Props) {
  if (total === 0) return null;
  return (
    <Raised id="differing" title="Not reproduced" lead={lead} total={total}>
      {disagreements.map((submission) => (
        <li key={submission.id} className="py-2.5">
          <SubmissionLink submission={submission} />
          <p className="text-sm break-words text-ink-soft">
            <Time at={submission.verifiedAt} past />. {submission.note}
          </p>
        </li>
      ))}
    </Raised>
  );
}
