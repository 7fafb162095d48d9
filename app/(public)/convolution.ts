/** A digit, a kernel, and what the kernel sees: the numbers behind the picture on the title page. */

const strokes = [
  '............',
  '..#######...',
  '..########..',
  '........##..',
  '.......##...',
  '......###...',
  '.....###....',
  '....###.....',
  '....##......',
  '...###......',
  '...##.......',
  '............',
];

/** Grey levels in 0…1, rows of columns: a seven, blurred once so that it has soft edges as a scan does. */
export const image: number[][] = convolve(
  strokes.map((row) => [...row].map((cell) => (cell === '#' ? 1 : 0))),
  [
    [0.03, 0.1, 0.03],
    [0.1, 0.48, 0.1],
    [0.03, 0.1, 0.03],
  ],
);

/** Sobel's kernel for horizontal edges: dark above, light below. */
export const kernel = [
  [-1, -2, -1],
  [0, 0, 0],
  [1, 2, 1],
];

/** Between -4 and 4 for an image in 0…1. */
export const response: number[][] = convolve(image, kernel);

/** Cross-correlation, as in every deep-learning library: same size, zeros beyond the edge. */
export function convolve(input: number[][], weights: number[][]): number[][] {
  const reach = (weights.length - 1) / 2;
  return input.map((row, y) =>
    row.map((_, x) =>
      weights.reduce(
        (sum, line, dy) =>
          sum + line.reduce((part, weight, dx) => part + weight * (input[y + dy - reach]?.[x + dx - reach] ?? 0), 0),
        0,
      ),
    ),
  );
}
