import { type Grid, gridOf, type Slide } from '#lib/ml/convolution.ts';

/** `white` is the number that is drawn as white; 0 is black. */
export type Preset = {
  id: string;
  name: string;
  about: string;
  image: Grid;
  white: number;
  kernel: Grid;
  slide: Slide;
};

const once: Slide = { stride: 1, padding: 0 };

/** Row by row as the lecture shows it: 255 is white paper, 0 is ink. */
export const smiley = gridOf(
  ['.......', '.......', '.#...#.', '.......', '.......', '#.....#', '#.....#', '.#...#.', '..###..', '.......'].map(
    (row) => [...row].map((mark) => (mark === '#' ? 0 : 255)),
  ),
);

const corner = gridOf([
  [4, 5, 1, 2],
  [9, 2, 7, 2],
  [3, 6, 0, 8],
  [1, 5, 0, 8],
]);

const halves = gridOf(Array.from({ length: 6 }, () => [9, 9, 9, 9, 0, 0, 0, 0]));

/** A bright square on black, small enough that every edge shows. */
const square = gridOf(
  Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 8 }, (_, column) => (row > 1 && row < 6 && column > 1 && column < 6 ? 9 : 0)),
  ),
);

export const presets: readonly [Preset, ...Preset[]] = [
  {
    id: 'by-hand',
    name: 'The 2 × 2 example',
    about: 'The sum from the section above. The first position gives −34.',
    image: corner,
    white: 9,
    kernel: gridOf([
      [1, -5],
      [-3, 7],
    ]),
    slide: once,
  },
  {
    id: 'vertical',
    name: 'Vertical edges',
    about: 'Right column minus left column: the map is 0 where nothing changes from left to right.',
    image: halves,
    white: 9,
    kernel: gridOf([
      [-1, 0, 1],
      [-1, 0, 1],
      [-1, 0, 1],
    ]),
    slide: once,
  },
  {
    id: 'horizontal',
    name: 'Horizontal edges',
    about: 'Bottom row minus top row: the upper edge of the square is positive, the lower negative, the sides vanish.',
    image: square,
    white: 9,
    kernel: gridOf([
      [-1, -1, -1],
      [0, 0, 0],
      [1, 1, 1],
    ]),
    slide: once,
  },
  {
    id: 'smiley',
    name: 'The smiley, outlined',
    about: 'Four times the pixel minus its neighbours: plain paper gives 0, ink stands out.',
    image: smiley,
    white: 255,
    kernel: gridOf([
      [0, -1, 0],
      [-1, 4, -1],
      [0, -1, 0],
    ]),
    slide: once,
  },
  {
    id: 'blur',
    name: 'The smiley, blurred',
    about: 'A quarter of each of four pixels: their mean.',
    image: smiley,
    white: 255,
    kernel: gridOf([
      [0.25, 0.25],
      [0.25, 0.25],
    ]),
    slide: once,
  },
];
