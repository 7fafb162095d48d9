import { randomUUID } from 'node:crypto';
import type { Db } from '#db/client.ts';
import { insertAuditRows } from '#db/queries/course.ts';
import { reviews, writingAuthors, writings, writingVersions } from '#db/schema/writing.ts';
import { fieldProblems } from '#lib/writing/core/fields.ts';
import type { Mark } from '#lib/writing/core/item.ts';
import { pointsOfCriteria, type Scores, verdictProblem } from '#lib/writing/core/score.ts';
import type { WrittenItem } from '#lib/writing/core/view.ts';
import type { Speak, Voice } from './people.ts';

/** What somebody handed in for an item with one field, and what staff gave for it, if they have come to it. */
export type Text = {
  by: Voice;
  text: string;
  at: Date;
  graded?: { by: 'instructor' | 'assistant'; at: Date; mark?: Mark; criteria?: Scores; comment: string };
};

/**
 * Texts and grades of a whole class, as `submitWriting` and `reviewWriting` would write them, in a few statements instead
 * of a few hundred: a first start is waited for. Nobody is told of a grade that is not released.
 * @throws where a text or a grade does not fit what the item asks for
 */
export async function handInTexts(tx: Db, speak: Speak, item: WrittenItem, texts: Text[]): Promise<void> {
  const rows = texts.map((text) => rowsOf(speak, item, text));
  await tx.insert(writings).values(rows.map(({ writing }) => writing));
  await tx.insert(writingAuthors).values(rows.map(({ author }) => author));
  await tx.insert(writingVersions).values(rows.map(({ version }) => version));
  await tx.insert(reviews).values(rows.flatMap(({ review }) => review));
  await insertAuditRows(
    tx,
    rows.flatMap(({ audits }) => audits),
  );
}

function rowsOf(speak: Speak, item: WrittenItem, { by, text, at, graded }: Text) {
  const { slug } = item;
  const writer = speak(by, at).user;
  const [id, versionId] = [randomUUID(), randomUUID()];
  const fields = { text };
  const [problem] = fieldProblems(item.fields, fields, []);
  if (problem) throw new Error(`${by}, ${slug}: ${problem.message}`);
  const review = graded && reviewOf(speak, item, versionId, graded);
  const handedIn = { at, actorId: writer.id, verb: 'writing.submit', subject: `item:${slug}`, after: { number: 1 } };
  return {
    writing: { id, slug, createdAt: at, createdBy: writer.id },
    author: { writingId: id, slug, userId: writer.id, addedAt: at, addedBy: writer.id },
    version: {
      ...{ id: versionId, writingId: id, number: 1, fields, idempotencyKey: `demo-${slug}` },
      ...{ submittedAt: at, submittedBy: writer.id },
    },
    review: review ? [review] : [],
    audits: review ? [handedIn, auditOf(review, id, slug)] : [handedIn],
  };
}

function reviewOf(speak: Speak, item: WrittenItem, versionId: string, graded: NonNullable<Text['graded']>) {
  const { by, at, mark = null, criteria = {}, comment } = graded;
  const verdict = { decision: null, mark, points: pointsOfCriteria(item.criteria, criteria) };
  const problem = verdictProblem(item, verdict, criteria, comment);
  if (problem) throw new Error(`${item.slug}: ${problem}`);
  return { ...verdict, versionId, criteria, comment, createdAt: at, createdBy: speak(by, at).user.id };
}

function auditOf(review: ReturnType<typeof reviewOf>, writingId: string, slug: string) {
  const { decision, mark, points, createdAt, createdBy } = review;
  const after = { slug, version: 1, decision, mark, points };
  return { at: createdAt, actorId: createdBy, verb: 'writing.review', subject: `writing:${writingId}`, after };
}
