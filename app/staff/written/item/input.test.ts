import { describe, expect, test } from 'vitest';
import { definitionSchema } from '#lib/writing/core/definition.ts';
import { datesIn, definitionIn } from './input.ts';

function form(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

const row = (label: string, name = '', least = '', most = ''): [string, string][] => [
  ['fieldName', name],
  ['fieldLabel', label],
  ['fieldGuidance', ''],
  ['fieldKind', 'text'],
  ['fieldLeast', least],
  ['fieldMost', most],
];

const base: [string, string][] = [
  ['kind', 'written'],
  ['title', ' Report '],
  ['prompt', 'Write.'],
  ['scale', 'points'],
  ['maxPoints', '10'],
  ['maxAuthors', '2'],
  ['hideNames', 'on'],
];

describe('the form of an item', () => {
  test('becomes a definition, its empty rows left out', () => {
    const given = form([...base, ...row('Text', 'text', '100', '200'), ...row('Own words'), ...row('')]);
    const definition = definitionIn(given);
    expect(definitionSchema.parse(definition)).toMatchObject({
      title: 'Report',
      maxPoints: 10,
      hideNames: true,
      allowPdf: false,
      fields: [
        { name: 'text', words: { least: 100, most: 200 } },
        { name: 'own_words', words: null },
      ],
    });
  });

  test('two new rows with one label get two names, and are refused by nothing but it', () => {
    const definition = definitionIn(form([...base, ...row('Same'), ...row('Same')]));
    expect(definition.fields.map(({ name }) => name)).toEqual(['same', 'same_2']);
  });

  test('a proposal is decided, whatever else the form says', () => {
    const definition = definitionIn(form([['kind', 'proposal'], ...base.slice(1), ...row('Text')]));
    expect(definition).toMatchObject({ kind: 'proposal', scale: 'decision', maxPoints: null, hideNames: false });
  });

  test('nonsense in a number is refused by the schema', () => {
    const wrong = base.map(([name, value]): [string, string] => [name, name === 'maxPoints' ? 'many' : value]);
    expect(definitionSchema.safeParse(definitionIn(form([...wrong, ...row('Text')]))).success).toBe(false);
  });

  test('dates are read in the zone of the course', () => {
    const dates = form([
      ['opensAt', '2026-03-28T08:00'],
      ['dueAt', '2026-03-29T23:59'], // summer time began that night
      ['closesAt', '2026-02-29T00:00'],
    ]);
    const { opensAt, dueAt, closesAt } = datesIn(dates, 'Europe/Oslo');
    expect([opensAt.toISOString(), dueAt.toISOString()]).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T21:59:00.000Z',
    ]);
    expect(closesAt.getTime()).toBeNaN();
  });
});
