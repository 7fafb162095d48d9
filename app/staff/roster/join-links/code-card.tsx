import type { CodeState } from '#lib/roster/core/codes.ts';
import { Status } from '../../../_components/status.tsx';
import { Time } from '../../../_components/time.tsx';
import { RevokeCode } from './forms.tsx';

type Code = {
  code: string;
  text: string;
  link: string;
  state: CodeState;
  section: string | null;
  createdBy: string;
  expiresAt: Date;
  revokedAt: Date | null;
};

/** A code large enough to be read off a screen in class, while it works. */
export function CodeCard({ code, manages }: { code: Code; manages: boolean }) {
  const { text, link, state, section, createdBy, expiresAt, revokedAt } = code;
  if (state !== 'open') {
    return (
      <li className="text-sm text-ink-soft">
        <span className="font-mono">{text}</span>,{' '}
        <Status tone="neutral">{state === 'revoked' ? 'Revoked' : 'Expired'}</Status>{' '}
        <Time at={revokedAt ?? expiresAt} past />
      </li>
    );
  }
  return (
    <li className="border-l-2 border-accent pl-5">
      <p className="font-mono text-2xl font-semibold tracking-wide">{text}</p>
      <p className="mt-1 break-all font-mono text-sm">{link}</p>
      <p className="mt-2 text-sm text-ink-soft">
        {section ? (
          <>
            Into section <bdi>{section}</bdi>.{' '}
          </>
        ) : null}
        Works until <Time at={expiresAt} />. Made by <bdi>{createdBy}</bdi>.
      </p>
      {manages && <RevokeCode code={code.code} text={text} />}
    </li>
  );
}
