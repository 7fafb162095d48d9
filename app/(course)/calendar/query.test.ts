import { expect, test } from 'vitest';
import { readQuery } from './query.ts';

test('the list is what is shown unless the address says otherwise', () => {
  const list = { view: 'list', month: null, dueForMe: false, edit: null };
  expect(readQuery({})).toEqual(list);
  expect(readQuery({ view: 'week', month: '2026-99', show: 'all', edit: 'nothing:x' })).toEqual(list);
  expect(readQuery({ view: ['month', 'month'] })).toEqual(list);
});

test('a month and what is due are read', () => {
  expect(readQuery({ view: 'month', month: '2028-02', show: 'due' })).toEqual({
    view: 'month',
    month: '2028-02',
    dueForMe: true,
    edit: null,
  });
});

test('what is edited is edited in the list, whole', () => {
  const found = readQuery({ view: 'month', show: 'due', edit: 'item:a-b' });
  expect(found).toMatchObject({ view: 'list', dueForMe: false, edit: { what: 'item', slug: 'a-b' } });
  expect(readQuery({ edit: 'session:1' }).edit).toEqual({ what: 'session', id: '1' });
  expect(readQuery({ edit: 'series' }).edit).toEqual({ what: 'series' });
});
