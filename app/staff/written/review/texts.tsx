import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Context } from '#lib/context.ts';
import { findOwnDraft } from '#lib/drafts/server.ts';
import { verdictPlace } from '#lib/writing/core/fields.ts';
import { namesHidden } from '#lib/writing/core/view.ts';
import type { ForReview } from '#lib/writing/review.ts';
import type { Snippet } from '#lib/writing/snippets.ts';
import { ReviewThread } from '../../../_discussion/review-thread.tsx';
import { Answers } from '../../../_writing/answers.tsx';
import { Reviews } from '../../../_writing/reviews.tsx';
import { PdfLink, Versions } from '../../../_writing/versions.tsx';
import { ReviewForm } from './review-form.tsx';
import { SnippetList } from './snippet-list.tsx';

type Props = {
  ctx: Context;
  shown: ForReview;
  snippets: Snippet[];
  way: { previous: string | null; next: string | null };
  /** Where saving leads, and this page itself. */
  onward: string;
  back: string;
  place: ReactNode;
};

/** A text large, and beside it what is said of it: for proposals and for written items. */
export async function TextUnderReview({ ctx, shown, snippets, way, onward, back, place }: Props) {
  const { item, versions, reviews } = shown;
  const [newest] = versions;
  const [spoken] = reviews;
  if (!newest) return null;
  const writingId = shown.id;
  const draft = await findOwnDraft(ctx, verdictPlace(writingId));
  // A revision is judged anew, with what was given before at hand.
  const comment = draft ?? { text: spoken?.number === newest.number ? spoken.comment : '', revision: 0, savedAt: null };
  const isRevised = spoken !== undefined && spoken.number < newest.number;
  // What was asked for is read before the revision, what was answered after it.
  const said = <Reviews reviews={reviews} criteria={item.criteria} maxPoints={item.maxPoints} />;
  return (
    <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0 space-y-12">
        <section aria-labelledby="text">
          <h2 id="text" className="sr-only">
            Text
          </h2>
          <PdfLink id={newest.pdfId} />
          <Answers specs={item.fields} fields={newest.fields} large />
        </section>
        {versions.length > 1 && <Versions specs={item.fields} versions={versions} open={isRevised} />}
        {!namesHidden(item) && (
          <ReviewThread
            ctx={ctx}
            writingId={writingId}
            back={back}
            fields={Object.fromEntries(item.fields.map(({ name, label }) => [name, label]))}
          />
        )}
      </div>
      <aside className="space-y-8 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:self-start lg:overflow-y-auto lg:px-1">
        <Way way={way} place={place} />
        {isRevised && said}
        <ReviewForm
          key={`${newest.id}:${spoken?.id}`}
          writingId={writingId}
          versionId={newest.id}
          baseReviewId={spoken?.id ?? null}
          rubric={{ scale: item.scale, maxPoints: item.maxPoints, criteria: item.criteria }}
          begun={{
            scores: spoken?.criteria ?? {},
            mark: spoken?.mark ?? null,
            points: spoken?.points ?? undefined,
            comment,
          }}
          snippets={snippets}
          way={way}
          onward={onward}
        />
        {!isRevised && said}
        <SnippetList snippets={snippets} back={back} />
      </aside>
    </div>
  );
}

function Way({ way: { previous, next }, place }: Pick<Props, 'way' | 'place'>) {
  return (
    <nav aria-label="Texts" className="flex items-baseline justify-between gap-4 text-sm">
      {previous ? (
        <Link href={previous} className="link" rel="prev">
          Previous
        </Link>
      ) : (
        <span className="text-ink-soft">First</span>
      )}
      <span className="font-[550] tabular-nums">{place}</span>
      {next ? (
        <Link href={next} className="link" rel="next">
          Next
        </Link>
      ) : (
        <span className="text-ink-soft">Last</span>
      )}
    </nav>
  );
}
