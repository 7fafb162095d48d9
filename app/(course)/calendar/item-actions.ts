'use server';
import type { ItemDates, MoveEffect } from '#lib/items/core.ts';
import { grantExtension, withdrawExtension } from '#lib/items/extensions.ts';
import { moveItem, previewMove } from '#lib/items/server.ts';
import { paths } from '#lib/paths.ts';
import { currentCourse, staffContext } from '../../session.ts';
import { leaveTo } from './leave.ts';
import { anchorOf } from './query.ts';
import { instantIn, instantKept, type Refused, refusalOf, type Values, valuesOf } from './read-form.ts';

/** `effect`: whom the dates in `values` would touch, and that staff have seen it. */
export type MoveState = Refused | { effect: MoveEffect; values: Values };

/**
 * Moves an item, but only to dates whose effect was shown before: the first press, and one after other dates were typed,
 * shows it.
 */
export async function moveAction(_earlier: MoveState, form: FormData): Promise<MoveState> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  const { slug = '' } = values;
  try {
    const dates = await datesOf(values);
    if (values.intent !== 'move' || values.seen !== seenOf(values)) {
      return { effect: await previewMove(ctx, slug, dates), values };
    }
    await moveItem(ctx, slug, dates, baseOf(values));
  } catch (error) {
    return refusalOf(error, values);
  }
  leaveTo(`${paths.calendar()}#${anchorOf('item', slug)}`);
}

const seenOf = ({ opens, due, closes }: Values) => `${opens} ${due} ${closes}`;

async function datesOf({ opens, due, closes, ...base }: Values): Promise<ItemDates> {
  const zone = (await currentCourse()).timeZone;
  const { opensAt, dueAt, closesAt } = baseOf(base);
  return {
    opensAt: instantKept(opens, opensAt, zone),
    dueAt: instantKept(due, dueAt, zone),
    closesAt: instantKept(closes, closesAt, zone),
  };
}

const baseOf = ({ baseOpens = '', baseDue = '', baseCloses = '' }: Values): ItemDates => ({
  opensAt: new Date(baseOpens),
  dueAt: new Date(baseDue),
  closesAt: new Date(baseCloses),
});

export async function grantAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  const { slug = '', userId = '', reason = '', due, closes, seenAt = '' } = values;
  const zone = (await currentCourse()).timeZone;
  const closesAt = closes ? instantIn(closes, zone) : null;
  const input = { slug, userId, dueAt: instantIn(due, zone), closesAt, reason, seenAt: new Date(seenAt) };
  const refused = await grantExtension(ctx, input).then(
    () => null,
    (error: unknown) => refusalOf(error, values),
  );
  if (refused) return refused;
  leaveTo(backTo(slug));
}

export async function withdrawAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  const refused = await withdrawExtension(ctx, values.id ?? '').then(
    () => null,
    (error: unknown) => refusalOf(error, values),
  );
  if (refused) return refused;
  leaveTo(backTo(values.slug ?? ''));
}

const backTo = (slug: string) => `${paths.calendar({ edit: `item:${slug}` })}#${anchorOf('item', slug)}`;
