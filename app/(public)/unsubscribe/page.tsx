import type { Metadata } from 'next';
import { type NoticeKind, noticeNames } from '#lib/notices/core.ts';
import { unsubscribeKinds } from '#lib/notices/read.ts';
import { paths } from '#lib/paths.ts';
import { Button } from '../../_components/button.tsx';
import { signingSecret } from '../../session.ts';
import { unsubscribeAction } from './actions.ts';

// The address holds the token that stops mail: it must not travel on in a Referer.
export const metadata: Metadata = { title: 'Stop mail', referrer: 'no-referrer' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** A visit alone changes nothing: programs follow links in mails too. */
export default async function UnsubscribePage({ searchParams }: Props) {
  const { token, stopped } = await searchParams;
  const given = typeof token === 'string' ? token : '';
  const kinds = unsubscribeKinds(given, signingSecret());
  if (!kinds) return <BrokenLink />;
  return (
    <div className="w-full max-w-md">
      <h1 className="text-3xl">{stopped === undefined ? 'Stop this mail?' : 'Stopped'}</h1>
      {stopped === undefined ? (
        <form action={unsubscribeAction}>
          <p className="mt-3 mb-6 text-ink-soft">
            You get no more mail of the kind {named(kinds)}. In the course you still find it under Notices.
          </p>
          <input type="hidden" name="token" value={given} />
          <Button type="submit" tone="primary">
            Stop it
          </Button>
        </form>
      ) : (
        <p className="mt-3 text-ink-soft">
          You get no more mail of the kind {named(kinds)}. You can change that{' '}
          <a href={paths.noticeSettings()} className="link">
            under Notices
          </a>
          .
        </p>
      )}
    </div>
  );
}

function BrokenLink() {
  return (
    <div className="w-full max-w-md">
      <h1 className="text-3xl">This link is not whole</h1>
      <p className="mt-3 text-ink-soft">
        Copy it from the mail once more, or sign in and choose{' '}
        <a href={paths.noticeSettings()} className="link">
          what comes by mail
        </a>
        .
      </p>
    </div>
  );
}

const named = (kinds: NoticeKind[]) => kinds.map((kind) => `“${noticeNames[kind]}”`).join(' and ');
