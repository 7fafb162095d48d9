import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findLecture,
  headingId,
  type Lecture,
  lectures,
  neighboursOf,
  readProgress,
  sectionsPassed,
  writeProgress,
} from './core.ts';

const textOf = ({ slug }: Lecture) =>
  readFileSync(new URL(`../../app/(course)/lectures/_content/${slug}/lecture.mdx`, import.meta.url), 'utf8');

describe('the catalogue', () => {
  it.each(lectures.map((lecture) => [lecture.slug, lecture] as const))('lists the headings of %s', (_, lecture) => {
    const headings = [...textOf(lecture).matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(lecture.sections.map((section) => section.title));
  });

  it('has no two of one address', () => {
    expect(new Set(lectures.map(({ slug }) => slug)).size).toBe(lectures.length);
    for (const { sections } of lectures) expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
  });

  it('finds by slug, or says that there is none', () => {
    expect(findLecture('convolutional-networks')?.title).toBe('Convolutional networks');
    expect(findLecture('../etc')).toBeNull();
  });
});

describe('headingId', () => {
  it.each([
    ['The sliding sum, by hand', 'the-sliding-sum-by-hand'],
    ['Größe & Maß', 'gro-ße-maß'],
    ['  What now?', 'what-now'],
  ])('%s', (title, id) => {
    expect(headingId(title)).toBe(id);
  });
});

describe('neighboursOf', () => {
  const all = ['a', 'b', 'c'].map((slug) => ({ ...(lectures[0] as Lecture), slug }));
  it('ends at both ends', () => {
    expect(neighboursOf('a', all)).toMatchObject({ previous: null, next: { slug: 'b' } });
    expect(neighboursOf('b', all)).toMatchObject({ previous: { slug: 'a' }, next: { slug: 'c' } });
    expect(neighboursOf('c', all)).toMatchObject({ next: null });
    expect(neighboursOf('unknown', all)).toEqual({ previous: null, next: null });
  });
});

describe('progress', () => {
  const sections = [
    { id: 'one', title: 'One' },
    { id: 'two', title: 'Two' },
    { id: 'three', title: 'Three' },
  ];

  it('survives being kept', () => {
    expect(readProgress(writeProgress(new Set(['two', 'one'])), sections)).toEqual(new Set(['one', 'two']));
  });

  it('forgets sections that are gone', () => {
    expect(readProgress('one removed', sections)).toEqual(new Set(['one']));
    expect(readProgress(null, sections)).toEqual(new Set());
  });

  it('counts a section once its end has passed the middle', () => {
    expect(sectionsPassed(sections, [-900, -100, 700], 1500, 400)).toEqual(['one']);
    expect(sectionsPassed(sections, [-2000, -1100, -500], 390, 400)).toEqual(['one', 'two', 'three']);
    expect(sectionsPassed(sections, [100, 900, 1800], 2500, 400)).toEqual([]);
  });
});
