import type { ReactNode } from 'react';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { paths } from '#lib/paths.ts';
import { namesHidden, type OwnWriting, type WrittenItem } from '#lib/writing/core/view.ts';
import { findItemReading, listProposalTopics } from '#lib/writing/items.ts';
import { getOwnWriting, pageOf } from '#lib/writing/server.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { Notice } from '../../_components/notice.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { Time } from '../../_components/time.tsx';
import { ReviewThread } from '../../_discussion/review-thread.tsx';
import { Corrections } from '../../_writing/corrections.tsx';
import { Prose } from '../../_writing/prose.tsx';
import { Reviews } from '../../_writing/reviews.tsx';
import { Versions } from '../../_writing/versions.tsx';
import { WritingStatus } from '../../_writing/writing-status.tsx';
import { Authors } from './authors.tsx';
import { OwnText } from './own-text.tsx';
import { Reading } from './reading.tsx';

type Props = {
  ctx: Context;
  item: WrittenItem;
  /** What the reader just did. */
  done: string | undefined;
  eyebrow: string;
  /** Beside the title's other actions: the way to other items. */
  others?: ReactNode;
};

/** An item to read, write, hand in, and see what came of it: the same for a proposal and a reflection. */
export async function WritingPage({ ctx, item, done, eyebrow, others }: Props) {
  const isWriter = can.write(ctx.user);
  const [own, reading, topics] = await Promise.all([
    getOwnWriting(ctx, item),
    findItemReading(ctx, item.slug),
    item.fields.some(({ kind }) => kind === 'topic') ? listProposalTopics(ctx) : [],
  ]);
  return (
    <PageBody>
      <PageHeader
        eyebrow={eyebrow}
        title={item.title}
        lead={<Deadline own={own} now={ctx.now} />}
        actions={isWriter ? <WritingStatus state={own.state} filled /> : <StaffLink item={item} />}
      />
      {others}
      <Done done={done} own={own} />
      <div className="grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="min-w-0 space-y-12">
          <section aria-label="Prompt">
            <Corrections ctx={ctx} slug={item.slug} />
            <Prose markdown={item.prompt} headingLevel={3} />
            {reading && <Reading reading={reading} />}
          </section>
          {isWriter && <OwnText item={item} own={own} topics={topics} now={ctx.now} />}
          {own.versions.length > 1 && <Versions specs={item.fields} versions={own.versions} />}
          {own.id && own.versions.length > 0 && !namesHidden(item) && (
            <ReviewThread
              ctx={ctx}
              writingId={own.id}
              back={pageOf(item)}
              fields={Object.fromEntries(item.fields.map(({ name, label }) => [name, label]))}
            />
          )}
        </div>
        {isWriter && (
          <aside
            // On a phone an answer is read before the text it is about.
            className={`space-y-10 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:self-start lg:overflow-y-auto ${own.reviews.length > 0 ? 'max-lg:order-first' : ''}`}
          >
            <Reviews reviews={own.reviews} criteria={item.criteria} maxPoints={item.maxPoints} />
            {item.maxAuthors > 1 && (
              <Authors
                slug={item.slug}
                authors={own.authors}
                self={ctx.user.id}
                maxAuthors={item.maxAuthors}
                mayAdd={own.addRefusal === null && own.refusal === null}
                mayLeave={own.leaveRefusal === null}
                mayRemove={own.versions.length === 0}
              />
            )}
            <Facts item={item} />
          </aside>
        )}
      </div>
    </PageBody>
  );
}

function Deadline({ own: { dates }, now }: { own: OwnWriting; now: Date }) {
  if (now < dates.opensAt) return <>Opens {<Time at={dates.opensAt.toISOString()} withZone />}.</>;
  const isPast = now >= dates.dueAt;
  return (
    <>
      {isPast ? 'Was due' : 'Due'} <Time at={dates.dueAt.toISOString()} withZone />
      {isPast && now < dates.closesAt && (
        <>
          , taken late until <Time at={dates.closesAt.toISOString()} show="absolute" />
        </>
      )}
      .
    </>
  );
}

function StaffLink({ item }: { item: WrittenItem }) {
  const href = item.kind === 'proposal' ? paths.staff.proposals() : paths.staff.gradeWritten(item.slug);
  return <ButtonLink href={href}>{item.kind === 'proposal' ? 'Read the proposals' : 'Grade'}</ButtonLink>;
}

function Done({ done, own: { versions, late } }: { done: string | undefined; own: OwnWriting }) {
  const [newest] = versions;
  if (done === 'draft') return <Notice tone="good" title="Draft saved" className="mb-8" urgent />;
  if (done !== 'submit' || !newest) return null;
  return (
    <Notice tone="good" title={`Version ${newest.number} is handed in${late ? ', late' : ''}`} className="mb-8" urgent>
      It arrived <Time at={newest.submittedAt.toISOString()} show="absolute" withZone past />.
    </Notice>
  );
}

const scaleText = { check: 'It is marked ✓−, ✓ or ✓+.', decision: 'Staff accept it or ask for changes.' };

function Facts({ item }: { item: WrittenItem }) {
  return (
    <p className="text-sm text-ink-soft">
      {item.scale === 'points' ? `It is worth ${item.maxPoints} points.` : scaleText[item.scale]}{' '}
      {item.hideNames && 'Whoever grades it does not see your name until grades are released.'}
    </p>
  );
}
