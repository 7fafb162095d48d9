import type { Db } from '#db/client.ts';
import { findOwnWritingId, listReviews, listVersions } from '#db/queries/writings.ts';
import type { Context } from '#lib/context.ts';
import { commentOnWriting } from '#lib/discussion/review.ts';
import { saveDraft } from '#lib/drafts/server.ts';
import { grantExtension } from '#lib/items/extensions.ts';
import { releaseItem } from '#lib/items/release.ts';
import { addAuthor } from '#lib/writing/authors.ts';
import { draftPlace, type Fields } from '#lib/writing/core/fields.ts';
import type { Decision } from '#lib/writing/core/item.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import { addCorrection } from '#lib/writing/corrections.ts';
import { getItem } from '#lib/writing/items.ts';
import { reviewWriting } from '#lib/writing/review.ts';
import { submitWriting } from '#lib/writing/server.ts';
import type { Clock, Moment } from './clock.ts';
import { slugs } from './items.ts';
import { notes } from './networks.ts';
import type { Speak } from './people.ts';
import { drafts, type Proposal, proposals } from './proposals.ts';
import { reflections } from './reflections.ts';
import { handInTexts } from './texts.ts';

type Stage = { tx: Db; speak: Speak; at: Clock };

/** What the class has written by today, and what staff said of it. */
export async function seedWriting(stage: Stage): Promise<void> {
  await writeNotes(stage);
  await writeReflections(stage);
  await writeProposals(stage);
}

const later = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000);

/** The first text: two came late, one within an extension, one never; graded by the assistant, and released. */
async function writeNotes({ tx, speak, at }: Stage): Promise<void> {
  const item = await getItem(speak('instructor', at(-9, '09:00')), slugs.network);
  const sick = { slug: item.slug, userId: speak('Elif Yıldız', item.dueAt).user.id, dueAt: at(-4, '23:59') };
  const granted = speak('assistant', at(-7, '16:00'));
  await grantExtension(granted, { ...sick, closesAt: null, reason: 'Ill for three days.', seenAt: granted.now });
  const texts = notes.map(({ by, text, at: when, mark, comment = '' }, i) => ({
    ...{ by, text, at: when ? at(...when) : later(at(-8, '12:00'), 23 * i) },
    graded: { by: 'assistant' as const, at: later(at(-4, '14:00'), 4 * i), mark, comment },
  }));
  await handInTexts(tx, speak, item, texts);
  await releaseItem(speak('instructor', at(-3, '08:30')), item.slug);
}

/** The second: half of it graded, nothing released; one person has until tomorrow. */
async function writeReflections({ tx, speak, at }: Stage): Promise<void> {
  const item = await getItem(speak('instructor', at(-6, '09:00')), slugs.convolution);
  const examined = { slug: item.slug, userId: speak('Oluwaseun Bankole-Hughes', item.dueAt).user.id };
  const reason = 'An examination in another course on the same day.';
  const granted = speak('assistant', at(-3, '11:00'));
  await grantExtension(granted, { ...examined, dueAt: at(1, '23:59'), closesAt: null, reason, seenAt: granted.now });
  const texts = reflections.map(({ by, text, at: when, graded }, i) => ({
    ...{ by, text, at: at(...when) },
    ...(graded ? { graded: { ...graded, at: later(at(-1, '15:00'), 6 * i) } } : {}),
  }));
  await handInTexts(tx, speak, item, texts);
}

async function writeProposals(stage: Stage): Promise<void> {
  const { speak, at } = stage;
  const item = await getItem(speak('instructor', at(-5, '09:00')), slugs.proposal);
  for (const proposal of proposals) await propose(stage, item, proposal);
  for (const { by, savedAt, parts } of drafts) {
    const author = speak(by, at(...savedAt));
    for (const [field, text] of Object.entries(parts)) {
      await saveDraft(author, { place: draftPlace(item.slug, field), text, baseRevision: 0 });
    }
  }
  const body =
    'A data set that you will collect yourself is welcome. Say then **how many** examples you expect, and on which of them you will test.';
  await addCorrection(speak('instructor', at(-2, '12:00')), { slug: item.slug, body });
}

async function propose({ speak, at }: Stage, item: WrittenItem, proposal: Proposal): Promise<void> {
  const { by, with: others = [], parts, submitted, review, beside, revised } = proposal;
  const author = (when: Moment) => speak(by, at(...when));
  for (const other of others) await addAuthor(author(submitted), item, speak(other, item.opensAt).user.email);
  const writing = await handIn(author(submitted), item, parts);
  if (!review) return;
  await decide(speak(review.by, at(...review.at)), writing, review);
  if (beside) {
    const place = { writingId: writing, anchor: beside.field };
    const key = (part: string) => `demo-${part}-${writing}`;
    const about = { ...place, body: beside.body, idempotencyKey: key('beside') };
    await commentOnWriting(speak(review.by, at(...review.at)), about);
    // Whoever has revised says so afterwards.
    const answeredAt = revised ? later(at(...revised.at), 5) : later(at(...review.at), 90);
    const answer = { ...place, body: beside.answer ?? '', idempotencyKey: key('answer') };
    if (beside.answer) await commentOnWriting(speak(by, answeredAt), answer);
  }
  if (!revised) return;
  await handIn(author(revised.at), item, { ...parts, ...revised.parts }, 1);
  const { accepted } = revised;
  if (accepted) await decide(speak(review.by, at(...accepted.at)), writing, { ...accepted, decision: 'accepted' });
}

/** @returns the id of the writing. @throws where a text does not fit what the item asks for */
async function handIn(ctx: Context, item: WrittenItem, fields: Fields, baseNumber = 0): Promise<string> {
  const key = `demo-${item.slug}-${baseNumber}`;
  const result = await submitWriting(ctx, item, { fields, pdfId: null, baseNumber, idempotencyKey: key });
  if (result.status !== 'submitted') throw new Error(`${ctx.user.name}, ${item.slug}: ${JSON.stringify(result)}`);
  const id = await findOwnWritingId(ctx.db, item.slug, ctx.user.id);
  if (!id) throw new Error(`What ${ctx.user.name} handed in is not there.`);
  return id;
}

type Said = { decision: Decision; comment: string };

async function decide(staff: Context, writingId: string, { decision, comment }: Said): Promise<void> {
  const [versions, reviews] = [await listVersions(staff.db, writingId), await listReviews(staff.db, writingId)];
  const basis = { versionId: versions[0]?.id ?? '', baseReviewId: reviews[0]?.id ?? null };
  await reviewWriting(staff, { ...basis, decision, comment, mark: null, points: null, criteria: {} });
}
