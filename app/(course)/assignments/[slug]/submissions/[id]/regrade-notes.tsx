import { type RegradeNote, tellRegrade } from '#lib/grading/core/regrade.ts';
import { Notice } from '../../../../../_components/notice.tsx';
import { Time } from '../../../../../_components/time.tsx';

/** What a published regrade changed, and why. */
export function RegradeNotes({ regrades }: { regrades: RegradeNote[] }) {
  return regrades.map((note) => (
    <Notice
      key={note.at.toISOString()}
      className="mb-8 max-w-measure"
      title={
        <>
          Regraded <Time at={note.at.toISOString()} show="absolute" withZone />
        </>
      }
    >
      {note.reason} {tellRegrade(note)}
    </Notice>
  ));
}
