import type { Context } from '#lib/context.ts';
import { correctionsOf } from '#lib/writing/corrections.ts';
import { Notice } from '../_components/notice.tsx';
import { Time } from '../_components/time.tsx';
import { Prose } from './prose.tsx';

/** What is to be read differently in the prompt below, newest first; nothing where there is nothing. */
export async function Corrections({ ctx, slug }: { ctx: Context; slug: string }) {
  const corrections = await correctionsOf(ctx, slug);
  if (corrections.length === 0) return null;
  return (
    <section aria-label="Corrections" className="mb-6 space-y-3">
      {corrections.map(({ id, body, createdAt }) => (
        <Notice
          key={id}
          tone="warn"
          title={
            <>
              Correction of <Time at={createdAt.toISOString()} show="absolute" past />
            </>
          }
        >
          <Prose markdown={body} headingLevel={4} compact />
        </Notice>
      ))}
    </section>
  );
}
