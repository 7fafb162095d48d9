'use client';
import { useActionState } from 'react';
import { Button } from '../../_components/button.tsx';
import { controlClass, Field } from '../../_components/field.tsx';
import { Notice } from '../../_components/notice.tsx';
import { Time } from '../../_components/time.tsx';
import { feedAction } from './feed-actions.ts';

/** The secret address for calendar programs: shown once, replaced by a new one, switched off. */
export function Subscribe({ madeAt }: { madeAt: Date | null }) {
  const [state, action, busy] = useActionState(feedAction, null);
  const hasOne = state ? state.address !== null : madeAt !== null;
  return (
    <section aria-labelledby="subscribe" className="max-w-measure border-t border-rule pt-8 print:hidden">
      <h2 id="subscribe" className="text-xl">
        In your own calendar
      </h2>
      <p className="mt-2 text-ink-soft">
        Google Calendar, Outlook, Apple Calendar and others read the course from an address of your own. Whoever has it
        sees your dates, extensions included, so keep it to yourself.
      </p>
      <div role="status" className="mt-4">
        {state?.address && <Address address={state.address} />}
        {state && !state.address && <p className="text-sm">The address no longer works.</p>}
      </div>
      <form action={action} className="mt-4 flex flex-wrap items-center gap-3">
        <Button type="submit" name="want" value="make" busy={busy}>
          {hasOne ? 'Make a new address' : 'Make my address'}
        </Button>
        {hasOne && (
          <Button type="submit" name="want" value="revoke" tone="quiet" busy={busy}>
            Switch it off
          </Button>
        )}
        {hasOne && !state && madeAt && (
          <p className="text-sm text-ink-soft">
            You have one, made <Time at={madeAt} show="absolute" />. A new one makes it useless.
          </p>
        )}
      </form>
    </section>
  );
}

function Address({ address }: { address: string }) {
  return (
    <Notice tone="good" title="Copy it now: it is shown once">
      <Field label="Your address" hint="In the calendar program: add a calendar from a URL, or subscribe to one.">
        {(ids) => (
          <input
            {...ids}
            readOnly
            value={address}
            onFocus={(event) => event.target.select()}
            className={controlClass}
          />
        )}
      </Field>
    </Notice>
  );
}
