'use client';
import { useActionState } from 'react';
import { Button } from '../../../../_components/button.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import { endRegradeAction } from './actions.ts';

type Props = { id: string; unfinished: number; failed: number };

const choices = [
  { end: 'never_lower', name: 'Never lower', what: 'A submission takes its new points only where they are not fewer.' },
  { end: 'as_is', name: 'As it is', what: 'Every submission takes its new points, also fewer.' },
];

/** What to do with the results. The choice comes first, so that publishing is one decision and not two buttons alike. */
export function EndForm({ id, unfinished, failed }: Props) {
  const [refused, action, busy] = useActionState(endRegradeAction, null);
  // A form is reset once its action is done: what was chosen must outlive a refusal.
  const chosen = refused?.typed.end === 'as_is' ? 'as_is' : 'never_lower';
  return (
    <section aria-labelledby="end" className="max-w-measure space-y-5">
      <h2 id="end" className="text-xl">
        Publish or discard
      </h2>
      {refused && (
        <Notice tone="bad" urgent title="Nothing was changed">
          {refused.problem}
        </Notice>
      )}
      {failed > 0 && (
        <Notice
          tone="warn"
          title={`${submissions(failed)} could not be regraded, through no fault of ${failed === 1 ? 'its student' : 'the students'}`}
          action={<Quick id={id} end="retry" action={action} busy={busy} name="Grade the failed ones again" />}
        >
          {failed === 1 ? 'It keeps the points it has' : 'They keep the points they have'} unless a later try succeeds.
        </Notice>
      )}
      <form action={action} className="space-y-4">
        <input type="hidden" name="id" value={id} />
        <fieldset className="space-y-3">
          <legend className="mb-1 text-sm font-[550]">When the new points are fewer</legend>
          {choices.map(({ end, name, what }) => (
            <label key={`${end} ${chosen}`} className="flex min-h-11 items-start gap-3">
              <input
                type="radio"
                name="end"
                value={end}
                defaultChecked={end === chosen}
                className="mt-1 size-5 shrink-0"
              />
              <span>
                <span className="font-[550]">{name}</span>
                <span className="block text-sm text-ink-soft">{what}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {failed > 0 && unfinished === 0 && (
          <label className="flex min-h-11 items-start gap-3">
            <input type="checkbox" name="leaving" value={failed} required className="mt-1 size-5 shrink-0" />
            <span>
              Publish without {failed === 1 ? 'the one' : `the ${failed}`} that could not be regraded:{' '}
              {failed === 1 ? 'it keeps its old points' : 'they keep their old points'}
            </span>
          </label>
        )}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" tone="primary" busy={busy} disabled={unfinished > 0}>
            Publish to students
          </Button>
          <p className="text-sm text-ink-soft">
            {unfinished > 0
              ? `Possible once the other ${unfinished === 1 ? 'one is' : `${unfinished} are`} regraded.`
              : 'Students whose points change are told, and read your reason. It cannot be taken back.'}
          </p>
        </div>
      </form>
      <Quick id={id} end="discard" action={action} busy={busy} name="Discard the results" />
    </section>
  );
}

const submissions = (n: number) => (n === 1 ? '1 submission' : `${n} submissions`);

type QuickProps = { id: string; end: string; name: string; busy: boolean; action: (form: FormData) => void };

function Quick({ id, end, name, busy, action }: QuickProps) {
  return (
    <form action={action}>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="end" value={end} />
      <Button type="submit" busy={busy}>
        {name}
      </Button>
    </form>
  );
}
