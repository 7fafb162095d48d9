import Link from 'next/link';
import type { listDisagreements } from '#lib/grading/staff.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';

type Props = Awaited<ReturnType<typeof listDisagreements>>;

/** Grades that the server's own training does not reach: whether that means anything, a person decides. */
export function Differing({ total, disagreements }: Props) {
  if (total === 0) return null;
  return (
    <section aria-labelledby="differing">
      <h2 id="differing" tabIndex={-1} className="text-xl">
        Not reproduced
      </h2>
      <p className="mt-1 max-w-measure text-sm text-ink-soft">
        Weights that were handed in did better than the same code did when it was trained here, or could not be checked.
        Students see nothing of this. Set the grade in the gradebook, with a reason, and it is settled.
      </p>
      <ul className="mt-3 divide-y divide-rule border-y border-rule">
        {disagreements.map(({ id, slug, title, student, verifiedAt, note }) => (
          <li key={id} className="py-2.5">
            <Link href={paths.submission(slug, id)} className="link break-words">
              <bdi>{student}</bdi>, {title}
            </Link>
            <p className="text-sm break-words text-ink-soft">
              <Time at={verifiedAt} past />. {note}
            </p>
          </li>
        ))}
      </ul>
      {total > disagreements.length && (
        <p className="mt-2 text-sm text-ink-soft">
          These are the newest {disagreements.length} of {total}.
        </p>
      )}
    </section>
  );
}
