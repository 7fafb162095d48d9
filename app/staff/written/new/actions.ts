'use server';
import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { endDraft } from '#lib/drafts/server.ts';
import { CourseError } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import type { Definition } from '#lib/writing/core/definition.ts';
import { createItem, editItem } from '#lib/writing/items.ts';
import { currentCourse, staffContext } from '../../../session.ts';
import { datesIn, definitionIn } from '../item/input.ts';

/** Why an item was not saved, with all that was typed. */
export type ItemAnswer = {
  id: string;
  problem: string;
  definition: Definition;
  dates: { opensAt: string; dueAt: string; closesAt: string } | null;
} | null;

/** Makes a new item, or changes the one that `slug` names. */
export async function saveItemAction(_earlier: ItemAnswer, form: FormData): Promise<ItemAnswer> {
  const ctx = await staffContext(paths.staff.written());
  const slug = String(form.get('slug') ?? '');
  const definition = definitionIn(form);
  try {
    if (slug) await editItem(ctx, { slug, revision: Number(form.get('revision')), definition });
    else await createItem(ctx, definition, datesIn(form, (await currentCourse()).timeZone));
  } catch (error) {
    return { id: randomUUID(), problem: refusal(error), definition, dates: slug ? null : typedDates(form) };
  }
  await endDraft(ctx, slug ? `item:${slug}` : `item:new-${definition.kind}`);
  redirect(paths.staff.written());
}

function typedDates(form: FormData) {
  const typed = (name: string) => String(form.get(name) ?? '');
  return { opensAt: typed('opensAt'), dueAt: typed('dueAt'), closesAt: typed('closesAt') };
}

/** An expected refusal in words; anything else goes on. */
function refusal(error: unknown): string {
  if (error instanceof CourseError) return [error.message, error.remedy].filter(Boolean).join(' ');
  throw error;
}
