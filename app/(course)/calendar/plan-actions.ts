'use server';
import { revalidatePath } from 'next/cache';
import { setTerm } from '#lib/calendar/server.ts';
import {
  addSeries,
  addSession,
  cancelSession,
  changeSession,
  holdSession,
  removeSession,
  undoSeries,
} from '#lib/calendar/sessions.ts';
import type { Context } from '#lib/context.ts';
import { paths } from '#lib/paths.ts';
import { currentCourse, staffContext } from '../../session.ts';
import { leaveTo } from './leave.ts';
import { anchorOf } from './query.ts';
import { type Refused, refusalOf, seriesInput, sessionInput, termInput, type Values, valuesOf } from './read-form.ts';

/** Saves, cancels, holds or deletes one class: the button that was pressed says which. */
export async function sessionAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  const done = await carryOut(ctx, values).then(
    (anchor) => ({ anchor }),
    (error: unknown) => refusalOf(error, values),
  );
  if ('problem' in done) return done;
  leaveTo(paths.calendar() + done.anchor);
}

async function carryOut(ctx: Context, values: Values): Promise<string> {
  const { id = '', intent } = values;
  const revision = Number(values.revision);
  if (intent === 'delete') {
    await removeSession(ctx, id, revision);
    return '';
  }
  if (intent === 'cancel') await cancelSession(ctx, id, revision);
  else if (intent === 'hold') await holdSession(ctx, id, revision);
  else {
    const input = sessionInput(values, (await currentCourse()).timeZone);
    if (id === '') return `#${anchorOf('session', await addSession(ctx, input))}`;
    await changeSession(ctx, id, input, revision);
  }
  return `#${anchorOf('session', id)}`;
}

/** `added`: ids of the classes that were just made, while they can still be taken back. */
export type SeriesState = Refused | { added: string[] };

export async function seriesAction(_earlier: SeriesState, form: FormData): Promise<SeriesState> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  try {
    const added = await addSeries(ctx, seriesInput(values));
    revalidatePath(paths.calendar());
    return { added };
  } catch (error) {
    return refusalOf(error, values);
  }
}

/** Takes back a series: all its classes are gone, but for those that somebody has changed. */
export async function undoSeriesAction(form: FormData): Promise<void> {
  const ctx = await staffContext(paths.calendar());
  const ids = form.getAll('session').filter((id) => typeof id === 'string');
  await undoSeries(ctx, ids);
  leaveTo(paths.calendar({ edit: 'series' }));
}

export async function termAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await staffContext(paths.calendar());
  const values = valuesOf(form);
  const base = {
    start: new Date(values.baseStart ?? ''),
    end: values.baseEnd ? new Date(values.baseEnd) : null,
    timeZone: values.baseZone ?? '',
  };
  const refused = await setTerm(ctx, termInput(values), base).then(
    () => null,
    (error: unknown) => refusalOf(error, values),
  );
  if (refused) return refused;
  leaveTo(paths.calendar());
}
