import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '#db/client.ts';
import { sendJobs } from '#db/queue.ts';
import { submissions } from '#db/schema/grading.ts';
import { getAssignment } from '#lib/assignments/server.ts';
import { audit } from '#lib/course/audit.ts';
import { askAboutRun } from '#lib/discussion/run.ts';
import { reply } from '#lib/discussion/server.ts';
import { type Attempt, attempts, hands, inOwnWords, isTrained } from './attempts.ts';
import { holdThread } from './discussion.ts';
import type { Speak } from './people.ts';
import { assignmentThreads } from './threads.ts';

/** The assignment that the class has worked on. */
export const slug = '06-cnn-translation';

const hour = 3_600_000;

/**
 * Hands in what classmates wrote, and has it graded by whatever grader runs next, after everything that somebody waits
 * for: no grade is made up. Call it once the assignment is published; where it is not open yet, nothing was handed in.
 */
export async function seedSubmissions(db: Db, speak: Speak, now: Date): Promise<void> {
  const assignment = await getAssignment(speak('instructor', now), slug);
  const { opensAt, dueAt } = assignment.policy;
  // From a day after it opened until some hours ago, or a day before it was due.
  const first = opensAt.getTime() + 24 * hour;
  const last = Math.min(now.getTime() - 5 * hour, dueAt.getTime() - 24 * hour);
  if (last <= first) return;
  const when = (i: number) => new Date(first + ((last - first) * i) / (attempts.length - 1));
  const made = await Promise.all(
    attempts.map(async (attempt, i) => ({
      ...{ slug, versionId: assignment.versionId, userId: speak(attempt.by, now).user.id, createdAt: when(i) },
      ...{ ...(await workOf(attempt)), idempotencyKey: `demo-${i}` },
    })),
  );
  const rows = await db.insert(submissions).values(made).returning({ id: submissions.id, userId: submissions.userId });
  for (const [i, { by, base }] of attempts.entries()) {
    const after = { slug, versionId: assignment.versionId, trainedInBrowser: isTrained(base) };
    await audit(db, speak(by, when(i)), 'submission.create', rows[i]?.id ?? '', { after });
  }
  // Nobody waits for these: behind every regrade, in the order in which they were handed in.
  const jobs = rows.map(({ id, userId }, i) => {
    return { data: { submissionId: id }, priority: -1 - i, group: { id: userId } };
  });
  await sendJobs(db, 'regrade', jobs);
  await askStaff(speak, now, rows[attempts.findIndex(({ by }) => by === asked.by)]?.id ?? '');
  for (const thread of assignmentThreads) await holdThread(speak, now, thread);
}

/** About a run that fails in the browser, too: what is said of it is true before it is graded. */
const asked = {
  by: 'Kavya Subramaniam',
  body: 'It stops before the first epoch with an error about the shape. I took the first layer over from a tutorial on the same digits. What is different here?',
  answer: `The image: the tutorial's have 28 by 28 pixels, ours 20 by 20, and \`inputShape\` must say so: \`[20, 20, 1]\`. The other layers find their sizes by themselves.

A run that fails like this costs you no points: hand in again, and the best one counts.`,
};

async function askStaff(speak: Speak, now: Date, submissionId: string): Promise<void> {
  const at = (hours: number) => new Date(now.getTime() - hours * hour);
  const question = { submissionId, body: asked.body, idempotencyKey: 'demo-ask' };
  const threadId = await askAboutRun(speak(asked.by, at(26)), question);
  const answer = { threadId, body: asked.answer, anonymous: false, idempotencyKey: 'demo-ask-answer' };
  await reply(speak('assistant', at(22)), answer);
}

async function workOf({ base, by, label }: Attempt) {
  const file = path.join(import.meta.dirname, 'code', base);
  const code = inOwnWords(await readFile(`${file}.ts`, 'utf8'), hands[by]);
  return { code, label: label ?? null, weights: isTrained(base) ? await readFile(`${file}.safetensors`) : null };
}
