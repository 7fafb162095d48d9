import { expect, it } from 'vitest';
import { tracesOf } from './left-off.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));

it('is the newest of what was opened and what was begun, each once', () => {
  const visits = [
    { place: 'lecture:convolutional-networks', at: at(9) },
    { place: 'assignment:06-cnn-translation', at: at(8) },
  ];
  const drafts = [
    { place: 'assignment:06-cnn-translation', at: at(10) },
    { place: 'writing:proposal:data-set', at: at(7) },
    { place: 'writing:proposal:methods', at: at(11) },
    { place: 'post:11111111-1111-4111-8111-111111111111', at: at(6) },
    { place: 'thread:new', at: at(5) },
  ];
  expect(tracesOf(visits, drafts).map(({ kind, about, isDraft }) => [kind, about, isDraft])).toEqual([
    ['writing', 'proposal', true],
    ['assignment', '06-cnn-translation', false],
    ['lecture', 'convolutional-networks', false],
    ['reply', '11111111-1111-4111-8111-111111111111', true],
    ['thread', '', true],
  ]);
});

it('leaves out what has no page of its own', () => {
  expect(tracesOf([{ place: 'home', at: at(1) }], [{ place: 'edit:x', at: at(2) }])).toEqual([]);
});
