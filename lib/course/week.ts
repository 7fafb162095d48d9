import type { NoticeRow } from '#db/queries/notices.ts';
import type { Context } from '#lib/context.ts';
import { listColumns, listOwnCells } from '#lib/gradebook/server.ts';
import { listItems } from '#lib/items/server.ts';
import { excerpt } from '#lib/markdown/core.ts';
import { listOwnNewest } from '#lib/notices/read.ts';
import { laterItems, nextItem, type WeekItem } from './core.ts';
import { type LeftOff, listLeftOff } from './left-off.ts';

export type OwnWeek = { next: WeekItem | null; later: WeekItem[]; news: NoticeRow[]; leftOff: LeftOff[] };

/** The caller's items with what they have reached, in order of due date. */
export async function listOwnItems(ctx: Context): Promise<WeekItem[]> {
  const [columns, items] = await Promise.all([listColumns(ctx), listItems(ctx)]);
  const cells = await listOwnCells(ctx, columns);
  return items.flatMap((item) => {
    const at = columns.findIndex((column) => column.item.slug === item.slug);
    const [column, cell] = [columns[at], cells[at]];
    if (!column || !cell) return [];
    const assignment = column.kind === 'code' ? column.item : null;
    const prompt = column.kind === 'written' ? column.item.prompt : '';
    const { slug, kind, title, opensAt, dueAt, closesAt } = item;
    return {
      ...{ slug, kind, title, opensAt, dueAt, closesAt, cell },
      summary: assignment?.manifest.summary ?? excerpt(prompt, 240),
      lecture: assignment?.manifest.lecture ?? null,
      attemptsLeft: assignment?.policy.attempts.left ?? null,
      maxPoints: cell.maxPoints,
    };
  });
}

const newsShown = 5;

/** What is due, what is new, where the caller was: their own, so nobody else can ask. */
export async function getOwnWeek(ctx: Context): Promise<OwnWeek> {
  const [items, news] = await Promise.all([listOwnItems(ctx), listOwnNewest(ctx, newsShown)]);
  const next = nextItem(items, ctx.now);
  return { next, later: laterItems(items, next, ctx.now), news, leftOff: await listLeftOff(ctx, items) };
}
