import { randomUUID } from 'node:crypto';
import { MessageCircleQuestion } from 'lucide-react';
import type { Context } from '#lib/context.ts';
import { findRunThread } from '#lib/discussion/run.ts';
import { emptyDraft } from '#lib/drafts/core.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../../../../_components/button.tsx';
import { AskForm } from '../../../../../_discussion/ask-form.tsx';
import { CurvesField } from './curves-field.tsx';

type Props = { ctx: Context; slug: string; submissionId: string; code: string; isOwn: boolean };

/** A private word about this run, with everything attached that is known of it. */
export async function AskStaff({ ctx, slug, submissionId, code, isOwn }: Props) {
  const thread = await findRunThread(ctx, submissionId);
  const title = isOwn ? 'Ask staff about this run' : 'Write to the student about this run';
  return (
    <section aria-labelledby="ask" className="print:hidden">
      <h2 id="ask" className="text-xl">
        {title}
      </h2>
      <p className="mt-1 max-w-measure text-sm text-ink-soft">
        {isOwn ? 'Only you and staff see it.' : 'Only the student and staff see it.'} The code, how it ended
        {isOwn ? ' and the curves of this browser ' : ' '}
        are attached by themselves.
      </p>
      {thread ? (
        <ButtonLink href={paths.thread(thread)} className="mt-3">
          <MessageCircleQuestion aria-hidden /> Open what was written about it
        </ButtonLink>
      ) : (
        <details className="mt-3">
          <summary className="font-[550]">Write</summary>
          <AskForm
            submissionId={submissionId}
            idempotencyKey={randomUUID()}
            draft={(await findOwnDraft(ctx, `run:${submissionId}`)) ?? emptyDraft}
            label={isOwn ? 'Your question' : 'Your message'}
          >
            <CurvesField scope={isOwn ? `${ctx.user.id}:${slug}` : null} code={code} />
          </AskForm>
        </details>
      )}
    </section>
  );
}
