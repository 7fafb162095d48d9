import type { Stretch } from '#lib/writing/core/fields.ts';
import { Notice } from '../../_components/notice.tsx';
import { Difference } from '../../_writing/difference.tsx';

export type Conflict = { number: number; by: string | null; changes: { label: string; stretches: Stretch[] }[] };

/** A co-author was faster: what theirs says, what yours says, and what handing in now would do. */
export function Overlap({ conflict: { number, by, changes } }: { conflict: Conflict }) {
  return (
    <Notice tone="warn" urgent title={`${by ?? 'A co-author'} handed in version ${number} while you wrote`}>
      <p>
        Nothing is lost: yours is still in the fields above. Below, theirs is struck out and yours is underlined. Take
        over what you want to keep of theirs, then hand in: yours becomes version {number + 1}.
      </p>
      <div className="mt-4 space-y-4">
        {changes.map(({ label, stretches }) => (
          <section key={label} aria-label={`${label}, theirs and yours`}>
            <h3 className="eyebrow mb-1">{label}</h3>
            <Difference stretches={stretches} />
          </section>
        ))}
      </div>
    </Notice>
  );
}
