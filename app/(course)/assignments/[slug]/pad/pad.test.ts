import { describe, expect, test } from 'vitest';
import { blank, clampOffset, crop, isBlank, offsets, place, stroke } from './pad.ts';

const dot = () => stroke(blank(3, 3), { x: 1.5, y: 1.5 }, { x: 1.5, y: 1.5 }, 0.2);

describe('drawing', () => {
  test('a dot inks its pixel and fades beside it', () => {
    const { pixels } = dot();
    expect(pixels[4]).toBe(1);
    expect(pixels[1]).toBeCloseTo(0.2);
    expect(pixels[0]).toBe(0);
  });

  test('strokes leave the image before alone', () => {
    const before = blank(3, 3);
    stroke(before, { x: 0, y: 0 }, { x: 3, y: 3 }, 1);
    expect(isBlank(before)).toBe(true);
  });
});

describe('placing', () => {
  test('a digit keeps its ink wherever it is placed', () => {
    for (const offset of offsets(2, 4)) {
      const placed = place(dot(), offset, 5, 7);
      expect(placed.pixels[(offset.row + 1) * 7 + offset.column + 1]).toBe(1);
    }
  });

  test('what lies outside is cut off', () => {
    expect(isBlank(place(dot(), { row: 3, column: 0 }, 3, 3))).toBe(true);
  });

  test('a crop finds a placed digit again', () => {
    const found = crop(place(dot(), { row: 2, column: 3 }, 6, 7), 3, 3);
    expect(found.offset).toEqual({ row: 2, column: 3 });
    expect(found.image.pixels).toEqual(dot().pixels);
  });

  test('offsets stay inside', () => {
    expect(clampOffset({ row: -1, column: 9 }, { row: 6, column: 6 })).toEqual({ row: 0, column: 6 });
    expect(offsets(6, 6)).toHaveLength(49);
  });
});
