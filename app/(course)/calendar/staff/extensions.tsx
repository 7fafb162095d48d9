'use client';
import { useActionState } from 'react';
import { Button } from '../../../_components/button.tsx';
import { Notice } from '../../../_components/notice.tsx';
import { Time } from '../../../_components/time.tsx';
import { withdrawAction } from '../item-actions.ts';

type Extension = { id: string; name: string; dueAt: Date; closesAt: Date; reason: string };

/** The extensions that count, each with its reason and a way to take it back. */
export function Extensions({ extensions, slug }: { extensions: Extension[]; slug: string }) {
  const [refused, action, busy] = useActionState(withdrawAction, null);
  if (extensions.length === 0) return <p className="text-sm text-ink-soft">Nobody has an extension.</p>;
  return (
    <>
      {refused && (
        <Notice tone="bad" urgent title="Nothing was withdrawn">
          {refused.problem}
        </Notice>
      )}
      <ul className="border-t border-rule">
        {extensions.map(({ id, name, dueAt, closesAt, reason }) => (
          <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-rule py-3">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-[550]">
                <bdi>{name}</bdi>
              </p>
              <p className="text-sm text-ink-soft">
                due <Time at={dueAt} show="absolute" />, closes <Time at={closesAt} show="absolute" />
              </p>
              <p className="text-sm break-words">
                <bdi>{reason}</bdi>
              </p>
            </div>
            <form action={action}>
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="slug" value={slug} />
              <Button type="submit" size="sm" tone="quiet" busy={busy}>
                Withdraw<span className="sr-only"> the extension of {name}</span>
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </>
  );
}
