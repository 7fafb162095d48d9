import { describe, expect, test } from 'vitest';
import { filtered, filterQuery, readFilter } from './filter.ts';

const row = (state: 'submitted' | 'late' | 'changes_asked' | 'accepted', topic: string, ...names: string[]) => ({
  state,
  fields: { category: topic },
  authors: names.map((name) => ({ id: name, name })),
});
const rows = [
  row('submitted', 'Attention', 'Ada'),
  row('late', 'Autoencoders', 'Grace', 'Alan'),
  row('changes_asked', 'Attention', 'Edsger'),
  row('accepted', 'Attention', 'Barbara'),
];
const names = (params: Record<string, string>) =>
  filtered(rows, readFilter(params), 'category').map(({ authors }) => authors[0]?.name);

describe('the filter of proposals', () => {
  test('shows what waits, unless asked otherwise', () => {
    expect(names({})).toEqual(['Ada', 'Grace']);
    expect(names({ show: 'nonsense' })).toEqual(['Ada', 'Grace']);
    expect(names({ show: 'accepted' })).toEqual(['Barbara']);
    expect(names({ show: 'all' })).toHaveLength(4);
  });

  test('by topic and by any of the authors', () => {
    expect(names({ show: 'all', topic: 'Attention' })).toEqual(['Ada', 'Edsger', 'Barbara']);
    expect(names({ name: ' ALAN ' })).toEqual(['Grace']);
    expect(filtered(rows, readFilter({ topic: 'Attention' }), null)).toEqual([]);
  });

  test('is the same after a way through an address', () => {
    for (const params of [{}, { show: 'all' }, { topic: 'Ärzte & Co', name: 'x' }]) {
      const filter = readFilter(params);
      const query = new URLSearchParams(filterQuery(filter));
      expect(readFilter(Object.fromEntries(query))).toEqual(filter);
    }
    expect(filterQuery(readFilter({}))).toBe('');
  });
});
