import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolve, sumOf, termsAt } from '#lib/ml/convolution.ts';
import { presets } from './presets.ts';
import { type Action, type Demo, isAtEnd, next, positions, start } from './state.ts';
import { readNumber, say, sayProduct, saySum } from './words.ts';

describe('the demo', () => {
  it('opens on the sum of the lecture, with one cell written', () => {
    const demo = start();
    const terms = termsAt(demo.image, demo.kernel, demo.slide, { row: 0, column: 0 });
    expect(terms.map(sayProduct)).toEqual(['1 × 4', '(−5) × 5', '(−3) × 9', '7 × 2']);
    expect(`${saySum(terms)} = ${say(sumOf(terms))}`).toBe('4 − 25 − 27 + 14 = −34');
    expect(demo.written).toBe(1);
  });

  it('plays to the last position, stops there, and plays again from the first', () => {
    let demo = next(start(), { type: 'play' });
    for (let i = 0; i < 20 && demo.playing; i++) demo = next(demo, { type: 'step' });
    expect(demo).toMatchObject({ playing: false, position: 8, written: 9 });
    expect(next(demo, { type: 'play' })).toMatchObject({ playing: true, position: 0, written: 1 });
  });

  it('keeps what is written when the kernel goes back', () => {
    const there = next(start(), { type: 'goTo', position: 4 });
    expect(next(there, { type: 'back' })).toMatchObject({ position: 3, written: 5 });
  });

  it('starts over when stride or padding change, for the map is another', () => {
    const there = next(start(), { type: 'goTo', position: 8 });
    const strided = next(there, { type: 'setSlide', slide: { stride: 2 } });
    expect(strided).toMatchObject({ position: 0, written: 1 });
    expect(positions(strided)).toBe(4);
  });

  it('restores the preset on reset', () => {
    const changed = next(start(), { type: 'setPixel', cell: { row: 0, column: 0 }, value: 7 });
    expect(changed.image.values[0]).toBe(7);
    expect(next(changed, { type: 'reset' })).toEqual(start());
  });

  it('moves the map with the picture', () => {
    const outlined = start(presets[3]);
    const moved = next(outlined, { type: 'shiftRight' });
    const [before, after] = [outlined, moved].map(({ image, kernel, slide }) => convolve(image, kernel, slide));
    expect(after?.values[0 * 5 + 2]).toBe(before?.values[0 * 5 + 1]);
  });

  it('never leaves the map, whatever is pressed', () => {
    const action: fc.Arbitrary<Action> = fc.oneof(
      fc.constantFrom<Action>(
        { type: 'step' },
        { type: 'back' },
        { type: 'fill' },
        { type: 'play' },
        { type: 'pause' },
        { type: 'reset' },
        { type: 'shiftRight' },
      ),
      fc.integer({ min: -5, max: 200 }).map((position): Action => ({ type: 'goTo', position })),
      fc.integer({ min: 1, max: 3 }).map((stride): Action => ({ type: 'setSlide', slide: { stride } })),
      fc.constantFrom(...presets).map(({ id }): Action => ({ type: 'choose', preset: id })),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const demo = actions.reduce<Demo>(next, start());
        expect(demo.position).toBeGreaterThanOrEqual(0);
        expect(demo.position).toBeLessThan(positions(demo));
        expect(demo.written).toBeGreaterThan(demo.position);
        expect(demo.written).toBeLessThanOrEqual(positions(demo));
        if (demo.playing) expect(isAtEnd(demo)).toBe(false);
      }),
    );
  });
});

describe('the words', () => {
  it.each([
    ['-3', -3],
    ['−3', -3],
    ['0,25', 0.25],
    [' 12 ', 12],
    ['.5', 0.5],
    ['', null],
    ['-', null],
    ['1e9', null],
    ['99999', null],
  ])('reads %j', (typed, value) => {
    expect(readNumber(typed)).toBe(value);
  });

  it('writes a true minus and no negative zero', () => {
    expect([say(-34), say(-0), say(0.1 + 0.2), say(-0.001)]).toEqual(['−34', '0', '0.3', '0']);
  });
});
