/** The lectures of the course, in the order they are read. Their text lies beside the pages; here is what is known of it. */

export type Section = { id: string; title: string };

export type Lecture = {
  slug: string;
  title: string;
  /** One sentence: what a reader can do afterwards. */
  summary: string;
  /** Reading time with the demos, about. */
  minutes: number;
  /** Slug of the assignment that practises it. */
  assignment: string | null;
  sections: readonly Section[];
};

const sectionsOf = (...titles: string[]): Section[] => titles.map((title) => ({ id: headingId(title), title }));

export const lectures: readonly Lecture[] = [
  {
    slug: 'convolutional-networks',
    title: 'Convolutional networks',
    summary: 'How a network can look for the same small pattern everywhere in an image, and what that saves.',
    minutes: 35,
    assignment: '06-cnn-translation',
    sections: sectionsOf(
      'An image is numbers',
      'Colour is three grids',
      'The value of a node',
      'What is wrong with a dense layer',
      'The same picture, somewhere else',
      'The sliding sum, by hand',
      'Slide it yourself',
      'Stride, padding and the size of the map',
      'Channels, and counting parameters',
      'Pooling',
      'Find the bugs',
      'Where this leads',
    ),
  },
];

export function findLecture(slug: string): Lecture | null {
  return lectures.find((lecture) => lecture.slug === slug) ?? null;
}

/** What comes before and after, in reading order. */
export function neighboursOf(slug: string, all: readonly Lecture[] = lectures) {
  const place = all.findIndex((lecture) => lecture.slug === slug);
  return {
    previous: place > 0 ? (all[place - 1] ?? null) : null,
    next: place >= 0 ? (all[place + 1] ?? null) : null,
  };
}

/** The address of a heading inside its page: lower case, words joined by hyphens. */
export function headingId(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** What of a lecture a reader has seen, as kept between visits. Ids of sections that are gone are dropped. */
export function readProgress(stored: string | null, sections: readonly Section[]): ReadonlySet<string> {
  const ids = stored?.split(' ') ?? [];
  return new Set(ids.filter((id) => sections.some((section) => section.id === id)));
}

export const writeProgress = (read: ReadonlySet<string>) => [...read].join(' ');

/** Where a reader's progress is kept, in their own browser: machines are shared, so the person is part of the name. */
export const progressKey = (slug: string, userId: string) => `lecture:${slug}:${userId}`;

/**
 * Which sections are read once the reader has come this far: all that ended above the middle of the screen.
 * @param tops distance of each heading from the top of the screen, in pixels, in reading order
 * @param end distance of the text's end
 */
export function sectionsPassed(sections: readonly Section[], tops: readonly number[], end: number, middle: number) {
  return sections.filter((_, i) => (tops[i + 1] ?? end) <= middle).map((section) => section.id);
}
