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
      <form action={action} className="space-y-4">
        <input type="hidden" name="id" value={id} />
        <fieldset className="space-y-3">
          <legend className="mb-1 text-sm font-[550]">When the new points are fewer</legend>
          {choices.map(({ end, name, what }, i) => (
            <label key={end} className="flex min-h-11 items-start gap-3">
              <input type="radio" name="end" value={end} defaultChecked={i === 0} className="mt-1 size-5 shrink-0" />
              <span>
                <span className="font-[550]">{name}</span>
                <span className="block text-sm text-ink-soft">{what}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Button type="submit" tone="primary" busy={busy} disabled={unfinished > 0}>
          Publish to students
        </Button>
        {unfinished > 0 && <p className="text-sm text-ink-soft">Possible once all are regraded.</p>}
      </form>
      <div className="flex flex-wrap gap-3">
        <Quick id={id} end="discard" action={action} busy={busy} name="Discard the results" />
        {failed > 0 && <Quick id={id} end="retry" action={action} busy={busy} name="Grade the failed ones again" />}
      </div>
    </section>
  );
}

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
