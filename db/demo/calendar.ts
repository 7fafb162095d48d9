import { eq, inArray } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { insertSessions } from '#db/queries/calendar.ts';
import { classSessions, readings, sessionLinks } from '#db/schema/calendar.ts';
import { course } from '#db/schema/course.ts';
import { items } from '#db/schema/items.ts';
import { meetingsOf } from '#lib/calendar/core/series.ts';
import { addDays, dayOf, startOfDay } from '#lib/calendar/core/zone.ts';
import { paths } from '#lib/paths.ts';

/** The demo course's term: fifteen weeks with a class on Mondays and Wednesdays, of which the third week is about now. */

/** What the classes are about, and so what a proposal can choose from. */
const topics = [
  'Overview and proposal topics',
  'The perceptron and activation functions',
  'Dense neural networks for tabular data',
  'Backpropagation',
  'Convolutional neural networks',
  'Translational invariance',
  'CNNs in medicine: skin cancer detection',
  'Recurrent neural networks',
  'Long short-term memory networks',
  'Sentiment analysis with CNNs and LSTMs',
  'Action recognition with CNNs and RNNs',
  'Attention',
  'Transformer models',
  'Uses of transformers',
  'Foundation models',
  'Computational requirements of training',
  'Graph neural networks',
  'Transfer learning',
  'Transfer learning from ImageNet',
  'Ethics of transfer learning',
  'Representation learning',
  'Autoencoders',
  'Generative adversarial networks',
  'Generative networks and their uses',
  'Deep learning in Python: TensorFlow and Keras',
  'Deep learning in Python: PyTorch',
  'Sequence-to-sequence problems',
  'Designing a new architecture',
  'Project presentations, first part',
  'Project presentations, second part',
];

const links: Record<string, { label: string; url: string }[]> = {
  'The perceptron and activation functions': [
    { label: 'TensorFlow Playground', url: 'https://playground.tensorflow.org/' },
  ],
  'Convolutional neural networks': [{ label: 'Lecture', url: paths.lecture('convolutional-networks') }],
  'Translational invariance': [{ label: 'Lecture', url: paths.lecture('convolutional-networks') }],
  'Foundation models': [
    {
      label: 'What is a transformer model?',
      url: 'https://blogs.nvidia.com/blog/2022/03/25/what-is-a-transformer-model/',
    },
  ],
  'Deep learning in Python: TensorFlow and Keras': [
    {
      label: 'Notebook: TensorFlow for beginners',
      url: 'https://colab.research.google.com/github/tensorflow/docs/blob/master/site/en/tutorials/quickstart/beginner.ipynb',
    },
  ],
};

/** A reading is discussed in the class of its topic, and reflected upon where the item is there. */
const texts = [
  { title: 'Haber', topic: 'Convolutional neural networks', slug: 'haber-reflection' },
  { title: 'Akalin', topic: 'Translational invariance', slug: 'akalin-reflection' },
];

const cancelled = 'Computational requirements of training';

/** Fills the calendar of a new demo course. Call it once the written items are there, so that readings can name them. */
export async function seedCalendar(tx: Db, now: Date): Promise<void> {
  const [row] = await tx.select().from(course);
  if (!row) throw new Error('There is no course yet.');
  const { timeZone, termStart } = row;
  const firstDay = dayOf(termStart, timeZone);
  const series = {
    weekdays: [1, 3],
    from: '14:00',
    to: '15:15',
    firstDay,
    lastDay: addDays(firstDay, 104),
    without: [],
  };
  const meetings = meetingsOf(series, timeZone);
  await tx.update(course).set({ termEnd: startOfDay(addDays(firstDay, 105), timeZone) });
  const held = topics.slice(0, meetings.length);
  const ids = await insertSessions(
    tx,
    meetings
      .slice(0, held.length)
      .map((meeting, i) => ({ ...meeting, topic: topics[i] ?? '', place: 'Lecture hall 2' })),
  );
  const idOf = new Map(held.map((topic, i) => [topic, ids[i] ?? '']));
  await tx.insert(sessionLinks).values(linkRows(idOf));
  await tx.insert(readings).values(await readingRows(tx, idOf));
  await tx.update(classSessions).set({ cancelledAt: now, revision: 1 }).where(eq(classSessions.topic, cancelled));
}

function linkRows(idOf: Map<string, string>) {
  return [...idOf].flatMap(([topic, sessionId]) =>
    (links[topic] ?? []).map((link, position) => ({ ...link, sessionId, position })),
  );
}

async function readingRows(tx: Db, idOf: Map<string, string>) {
  const slugs = texts.map(({ slug }) => slug);
  const rows = await tx.select({ slug: items.slug }).from(items).where(inArray(items.slug, slugs));
  const known = new Set(rows.map(({ slug }) => slug));
  return texts.map(({ title, topic, slug }, position) => ({
    title,
    sessionId: idOf.get(topic) ?? null,
    slug: known.has(slug) ? slug : null,
    position,
  }));
}
