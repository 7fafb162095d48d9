'use server';
import { randomUUID } from 'node:crypto';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Context } from '#lib/context.ts';
import { saveDraft } from '#lib/drafts/server.ts';
import { CourseError } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { addAuthor, removeAuthor } from '#lib/writing/authors.ts';
import { draftPlace, type Fields, type Problem, pickFields } from '#lib/writing/core/fields.ts';
import type { VersionView, WrittenItem } from '#lib/writing/core/view.ts';
import { differenceOf } from '#lib/writing/difference.ts';
import { getItem } from '#lib/writing/items.ts';
import { getOwnWriting, pageOf, submitWriting } from '#lib/writing/server.ts';
import { pageContext } from '../../../session.ts';
import type { Conflict } from '../overlap.tsx';

/** What came of handing in where it did not work, with all that was typed. */
export type Answer = {
  id: string;
  problems: Problem[];
  conflict: Conflict | null;
  fields: Fields;
  pdf: string | null;
} | null;

const slugSchema = z.string().regex(/^[0-9a-z][0-9a-z-]{0,63}$/);
const formSchema = z.object({
  slug: slugSchema,
  base: z.coerce.number().int().min(0),
  key: z.uuid(),
  pdf: z.uuid().nullable().catch(null),
  intent: z.enum(['submit', 'draft']).catch('submit'),
});

/** Hands in a version, or keeps what was typed as a draft. */
export async function handInAction(_earlier: Answer, form: FormData): Promise<Answer> {
  const ctx = await pageContext(paths.home());
  const given = formSchema.safeParse({ ...Object.fromEntries(form), pdf: form.get('pdf') || null });
  if (!given.success) throw new Error('The form did not arrive whole.');
  const { slug, base, key, pdf, intent } = given.data;
  const item = await getItem(ctx, slug);
  const fields = pickFields(item.fields, typedFields(form));
  const stays = { id: randomUUID(), problems: [], conflict: null, fields, pdf };
  try {
    if (intent === 'draft') await keepDrafts(ctx, item, fields);
    else {
      const result = await submitWriting(ctx, item, { fields, pdfId: pdf, baseNumber: base, idempotencyKey: key });
      if (result.status === 'invalid') return { ...stays, problems: result.problems };
      if (result.status === 'conflict') return { ...stays, conflict: conflictOf(item, result.newest, fields) };
    }
  } catch (error) {
    return { ...stays, problems: [{ field: null, message: refusal(error) }] };
  }
  const page = pageOf(item);
  redirect(`${page}${page.includes('?') ? '&' : '?'}done=${intent}`);
}

function typedFields(form: FormData): Fields {
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith('field:') && typeof value === 'string' ? [[name.slice('field:'.length), value]] : [],
    ),
  );
}

/** Without JavaScript nothing is saved while one types; this saves all at once, on top of whatever is there. */
async function keepDrafts(ctx: Context, item: WrittenItem, fields: Fields): Promise<void> {
  const { drafts } = await getOwnWriting(ctx, item);
  for (const { name } of item.fields) {
    const baseRevision = drafts[name]?.revision ?? 0;
    await saveDraft(ctx, { place: draftPlace(item.slug, name), text: fields[name] ?? '', baseRevision });
  }
}

function conflictOf(item: WrittenItem, newest: VersionView, typed: Fields): Conflict {
  const changed = item.fields.filter(({ name }) => newest.fields[name] !== typed[name]);
  return {
    number: newest.number,
    by: newest.by,
    changes: changed.map(({ name, label }) => ({
      label,
      stretches: differenceOf(newest.fields[name] ?? '', typed[name] ?? ''),
    })),
  };
}

export type Refused = { id: string; problem: string; typed: string } | null;

const addSchema = z.object({ slug: slugSchema, email: z.string().max(300) });

export async function addAuthorAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.home());
  const { slug, email } = addSchema.parse(Object.fromEntries(form));
  const item = await getItem(ctx, slug);
  try {
    await addAuthor(ctx, item, email);
  } catch (error) {
    return { id: randomUUID(), problem: refusal(error), typed: email };
  }
  redirect(pageOf(item));
}

const removeSchema = z.object({ slug: slugSchema, userId: z.uuid() });

export async function removeAuthorAction(_earlier: Refused, form: FormData): Promise<Refused> {
  const ctx = await pageContext(paths.home());
  const { slug, userId } = removeSchema.parse(Object.fromEntries(form));
  const item = await getItem(ctx, slug);
  try {
    await removeAuthor(ctx, item, userId);
  } catch (error) {
    return { id: randomUUID(), problem: refusal(error), typed: '' };
  }
  redirect(pageOf(item));
}

/** An expected refusal in words; anything else goes on. */
function refusal(error: unknown): string {
  if (error instanceof CourseError) return [error.message, error.remedy].filter(Boolean).join(' ');
  throw error;
}
