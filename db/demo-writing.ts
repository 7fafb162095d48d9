import type { Db } from '#db/client.ts';
import { systemUser } from '#lib/auth/core.ts';
import { type Definition, proposalFields, reflectionFields } from '#lib/writing/core/definition.ts';
import { createItem } from '#lib/writing/items.ts';

/** The written work of the demo course, in the deck's order: the proposal, then two reflections on readings. */

const proposal: Definition = {
  kind: 'proposal',
  title: 'Project proposal',
  prompt: `Choose a topic of the course calendar that interests you and propose a project on it, a paragraph in all. It is
a plan, not a promise: what counts is that the question, the data and the method fit together.

Write it alone or with up to two others. Staff accept it or ask for changes; you can revise it until it is accepted.`,
  fields: proposalFields,
  scale: 'decision',
  maxPoints: null,
  criteria: [],
  allowPdf: false,
  maxAuthors: 3,
  hideNames: false,
  reading: null,
};

const reflection = {
  kind: 'written' as const,
  fields: reflectionFields,
  allowPdf: true,
  maxAuthors: 1,
  hideNames: true,
  reading: null,
};

const haber: Definition = {
  ...reflection,
  title: 'Haber reflection',
  prompt: `Read the text by Haber and reflect on it. Three questions to begin with; you need not answer them in this order:

1. What does it ask, and what does it find? Two or three sentences are enough.
2. Which decisions about the network, the data or the training carry the finding? What else could have been chosen?
3. Where would you expect it to fail, and how would you notice?

A summary is not enough. Say what you think, and why.`,
  scale: 'points',
  maxPoints: 10,
  criteria: [
    { name: 'reading', label: 'Says truly what the text claims', maxPoints: 4 },
    { name: 'lectures', label: 'Connects it to what we saw in class', maxPoints: 3 },
    { name: 'thought', label: 'Has a thought of its own, with a reason', maxPoints: 3 },
  ],
};

const akalin: Definition = {
  ...reflection,
  title: 'Akalin reflection',
  prompt: `Read the text by Akalin and reflect on it. You may think of these:

- Which kind of network would suit its data: dense, convolutional, recurrent, or a transformer? Why?
- What could be learned on one data set and carried over to another, and what could not?
- Who would be affected if a model like this were wrong?

Write for a classmate who has not read it.`,
  scale: 'check',
  maxPoints: null,
  criteria: [
    { name: 'reading', label: 'Says truly what the text claims', maxPoints: null },
    { name: 'thought', label: 'Has a thought of its own, with a reason', maxPoints: null },
  ],
};

/** As in the deck: the proposal is due two days after the first class, a week before Haber, Akalin five days later. */
const plan = [
  { definition: proposal, dueIn: 2, opensIn: -5 },
  { definition: haber, dueIn: 9, opensIn: -1 },
  { definition: akalin, dueIn: 14, opensIn: 2 },
];

const graceDays = 7;

/** Writes them into a demo course that has just been made. */
export async function createDemoWriting(tx: Db, timeZone: string, now: Date): Promise<void> {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const at = (days: number, plainTime: string) =>
    new Date(today.add({ days }).toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
  for (const { definition, dueIn, opensIn } of plan) {
    await createItem({ user: systemUser, db: tx, now }, definition, {
      opensAt: at(opensIn, '08:00'),
      dueAt: at(dueIn, '23:59'),
      closesAt: at(dueIn + graceDays, '23:59'),
    });
  }
}
