import { acceptAnswer, endorsePost, pinThread } from '#lib/discussion/moderate.ts';
import { reply, startThread } from '#lib/discussion/server.ts';
import type { Speak, Voice } from './people.ts';
import { questions } from './questions.ts';
import { threads } from './threads.ts';

export type Said = {
  by: Voice;
  body: string;
  anonymous?: boolean;
  /** By the instructor. */
  endorsed?: boolean;
  /** By who asked. */
  accepted?: boolean;
};

export type Thread = {
  by: Voice;
  title: string;
  topic: string;
  body: string;
  hoursAgo: number;
  announcement?: boolean;
  anonymous?: boolean;
  staffOnly?: boolean;
  replies: Said[];
};

const hour = 3_600_000;

/** What the class has talked about so far. Call it once the items are there, which some threads are about. */
export async function seedDiscussion(speak: Speak, now: Date): Promise<void> {
  for (const [number, question] of questions.entries()) {
    // The first question was put five days ago, the last one yesterday.
    const hoursAgo = 24 * (questions.length - number);
    await holdThread(speak, now, { ...question, by: 'instructor', hoursAgo });
  }
  for (const thread of threads) await holdThread(speak, now, thread);
}

/** Lets a thread happen: a reply every three hours, or sooner where it must be over by now. */
export async function holdThread(speak: Speak, now: Date, thread: Thread): Promise<void> {
  const { by, hoursAgo, announcement = false, anonymous = false, staffOnly = false, replies, ...said } = thread;
  const at = (hours: number) => new Date(now.getTime() - hours * hour);
  const what = { kind: announcement ? ('announcement' as const) : ('discussion' as const), ...said };
  const key = `demo: ${said.title}`.slice(0, 90);
  const asker = speak(by, at(hoursAgo));
  const threadId = await startThread(asker, { ...what, anonymous, staffOnly, idempotencyKey: key });
  if (announcement) await pinThread(asker, threadId, true);
  const pause = Math.min(3, hoursAgo / (replies.length + 1));
  for (const [i, answer] of replies.entries()) {
    const when = hoursAgo - pause * (i + 1);
    const post = { threadId, body: answer.body, anonymous: answer.anonymous ?? false };
    const id = await reply(speak(answer.by, at(when)), { ...post, idempotencyKey: `${key} ${i}` });
    const later = at(when - pause / 2);
    if (answer.endorsed) await endorsePost(speak('instructor', later), id, true);
    if (answer.accepted) await acceptAnswer(speak(by, later), id, true);
  }
}
