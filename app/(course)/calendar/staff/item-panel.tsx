import { can } from '#lib/auth/core.ts';
import type { CalendarItem } from '#lib/calendar/core/entries.ts';
import { wallClockOf } from '#lib/calendar/core/zone.ts';
import type { Context } from '#lib/context.ts';
import { listExtendable, listExtensions } from '#lib/items/extensions.ts';
import { Notice } from '../../../_components/notice.tsx';
import { anchorOf } from '../query.ts';
import { Extensions } from './extensions.tsx';
import { GrantForm } from './grant-form.tsx';
import { MoveForm } from './move-form.tsx';
import { Panel } from './panel.tsx';

type Props = { ctx: Context; item: CalendarItem; timeZone: string };

/** The dates of an item: for everybody, and for single students. */
export async function ItemPanel({ ctx, item, timeZone }: Props) {
  const [extensions, students] = await Promise.all([listExtensions(ctx, item.slug), listExtendable(ctx)]);
  const { slug, opensAt, dueAt, closesAt } = item;
  const wall = (at: Date) => wallClockOf(at, timeZone);
  return (
    <Panel title={`Dates of ${item.title || slug}`} anchor={`#${anchorOf('item', slug)}`}>
      <div className="space-y-10">
        {item.kind === 'code' && item.releasedAt && (
          <Notice className="max-w-measure" title="Its private scores are released">
            Whoever gets more time no longer sees theirs until it is over. What they have read, they know.
          </Notice>
        )}
        {can.moveDates(ctx.user) && (
          <MoveForm
            slug={slug}
            zone={timeZone}
            base={{
              baseOpens: opensAt.toISOString(),
              baseDue: dueAt.toISOString(),
              baseCloses: closesAt.toISOString(),
            }}
            values={{ opens: wall(opensAt), due: wall(dueAt), closes: wall(closesAt) }}
          />
        )}
        <section aria-labelledby="extensions" className="max-w-measure space-y-5">
          <h6 id="extensions" className="font-serif text-lg font-semibold">
            Extensions
          </h6>
          <Extensions extensions={extensions} slug={slug} />
          <GrantForm slug={slug} students={students} zone={timeZone} seenAt={ctx.now.toISOString()} />
        </section>
      </div>
    </Panel>
  );
}
