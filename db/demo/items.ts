import { type Definition, proposalFields, reflectionFields } from '#lib/writing/core/definition.ts';
import { createItem } from '#lib/writing/items.ts';
import type { Clock } from './clock.ts';
import type { Speak } from './people.ts';

/** The written work of the demo course: two short texts of its first days, then the deck's proposal and reflections. */

const short = {
  kind: 'written' as const,
  allowPdf: false,
  maxAuthors: 1,
  hideNames: true,
  reading: null,
};

const network: Definition = {
  ...short,
  title: 'A network you already use',
  prompt: `Name one neural network that you use without thinking of it. What goes into it, what comes out, and where have you seen it fail? A few sentences, no research.`,
  fields: [{ name: 'text', label: 'Your text', guidance: '', kind: 'text', words: { least: 20, most: 150 } }],
  scale: 'check',
  maxPoints: null,
  criteria: [],
};

const convolution: Definition = {
  ...short,
  title: 'Reflection on convolution',
  prompt: `After the class on convolution and its lecture: explain to a friend why a convolutional network can recognise a digit that has moved, and say where the explanation stops being true. An example of your own is worth more than a formula.`,
  fields: [{ name: 'text', label: 'Your text', guidance: '', kind: 'text', words: { least: 80, most: 250 } }],
  scale: 'points',
  maxPoints: 10,
  criteria: [
    { name: 'sharing', label: 'Explains what is shared, and why that helps', maxPoints: 4 },
    { name: 'limit', label: 'Says where it stops being true', maxPoints: 3 },
    { name: 'example', label: 'Has an example of its own', maxPoints: 3 },
  ],
};

const proposal: Definition = {
  kind: 'proposal',
  title: 'Project proposal',
  prompt: `Choose a topic of the course calendar that interests you and propose a project on it, a paragraph in all. It is a plan, not a promise: what counts is that the question, the data and the method fit together.

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

/**
 * In days from today. As in the deck: the proposal is due two days after the first class, a week before Haber, Akalin
 * five days later.
 */
const plan = [
  { definition: network, opensIn: -9, dueIn: -6 },
  { definition: convolution, opensIn: -6, dueIn: -2 },
  { definition: proposal, opensIn: -5, dueIn: 2 },
  { definition: haber, opensIn: -1, dueIn: 9 },
  { definition: akalin, opensIn: 2, dueIn: 14 },
];

const graceDays = 7;

/** What the titles become in addresses. */
export const slugs = {
  network: 'a-network-you-already-use',
  convolution: 'reflection-on-convolution',
  proposal: 'project-proposal',
};

/** Writes them into a demo course that has just been made, on the day before the first of them opens. */
export async function createDemoItems(speak: Speak, at: Clock): Promise<void> {
  for (const { definition, dueIn, opensIn } of plan) {
    await createItem(speak('instructor', at(-10, '12:00')), definition, {
      opensAt: at(opensIn, '08:00'),
      dueAt: at(dueIn, '23:59'),
      closesAt: at(dueIn + graceDays, '23:59'),
    });
  }
}
