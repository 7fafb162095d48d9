import type { Criterion } from '#lib/writing/core/item.ts';
import { verdictText } from '#lib/writing/core/score.ts';
import type { ReviewView } from '#lib/writing/core/view.ts';
import { Time } from '../_components/time.tsx';
import { Prose } from './prose.tsx';

type Props = { reviews: ReviewView[]; criteria: Criterion[]; maxPoints: number | null };

/** What staff said, the newest first and in full; what they said earlier can be opened. */
export function Reviews({ reviews, criteria, maxPoints }: Props) {
  const [newest, ...earlier] = reviews;
  if (!newest) return null;
  return (
    <section aria-labelledby="reviews" className="space-y-4">
      <h2 id="reviews" className="text-xl">
        What staff say
      </h2>
      <Review review={newest} criteria={criteria} maxPoints={maxPoints} />
      {earlier.length > 0 && (
        <details>
          <summary className="min-h-8 text-sm text-ink-soft">Earlier ({earlier.length})</summary>
          <ol className="mt-3 space-y-6">
            {earlier.map((review) => (
              <li key={review.id}>
                <Review review={review} criteria={criteria} maxPoints={maxPoints} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function Review({ review, criteria, maxPoints }: Omit<Props, 'reviews'> & { review: ReviewView }) {
  return (
    <article className="border-l-2 border-accent pl-4" aria-label={`Review of version ${review.number}`}>
      <p className="font-serif text-lg font-semibold">{verdictText(review, maxPoints)}</p>
      <p className="mt-0.5 text-sm text-ink-soft">
        <bdi>{review.by}</bdi> on version {review.number},{' '}
        <Time at={review.createdAt.toISOString()} show="absolute" past />
      </p>
      {criteria.length > 0 && (
        <ul className="mt-3 space-y-1 text-sm">
          {criteria.map((criterion) => (
            <li key={criterion.name} className="flex justify-between gap-4">
              <span>{criterion.label}</span>
              <span className="shrink-0 tabular-nums">{scoreText(criterion, review.criteria[criterion.name])}</span>
            </li>
          ))}
        </ul>
      )}
      {review.comment && (
        <div className="mt-3" dir="auto">
          <Prose markdown={review.comment} headingLevel={4} compact />
        </div>
      )}
    </article>
  );
}

function scoreText({ maxPoints }: Criterion, score: number | undefined): string {
  if (maxPoints === null) return score ? 'met' : 'not met';
  return `${score ?? 0} of ${maxPoints}`;
}
