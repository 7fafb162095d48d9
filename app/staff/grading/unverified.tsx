import Link from 'next/link';
import type { listUnverified } from '#lib/grading/staff.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';
import { AgainButton } from './again-button.tsx';

type Props = Awaited<ReturnType<typeof listUnverified>>;

const heading = 'unverified';

/** Grades of which nobody knows yet whether the server's own training reaches them: our failures kept it from its end. */
export function Unverified({ total, unverified }: Props) {
  if (total === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 id={heading} tabIndex={-1} className="text-xl">
          Verification interrupted
        </h2>
        <AgainButton what="verify" focusAfter={heading}>
          {total === 1 ? 'Verify it again' : `Verify all ${total} again`}
        </AgainButton>
      </div>
      <p className="mt-1 max-w-measure text-sm text-ink-soft">
        These have their grades, but a failure of ours ended the server's own training each time. Once the cause is
        mended, have them verified again: until then a false claim would not be noticed.
      </p>
      <ul className="mt-3 divide-y divide-rule border-y border-rule">
        {unverified.map(({ id, slug, title, student, failedAt, note }) => (
          <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5">
            <div className="min-w-0 flex-1 basis-64">
              <Link href={paths.submission(slug, id)} className="link break-words">
                <bdi>{student}</bdi>, {title}
              </Link>
              <p className="text-sm break-words text-ink-soft">
                <Time at={failedAt} past />. {note.split('\n', 1)[0]}
              </p>
            </div>
            <AgainButton what="verify" only={id} focusAfter={heading} name={`Verify again: ${student}, ${title}`}>
              Verify again
            </AgainButton>
          </li>
        ))}
      </ul>
      {total > unverified.length && (
        <p className="mt-2 text-sm text-ink-soft">
          These are the newest {unverified.length} of {total}.
        </p>
      )}
    </section>
  );
}
