/**
 * The sliding sum that networks call convolution (in signal processing: cross-correlation, for the kernel is not
 * flipped), on one channel, small enough to follow by hand. Everything is pure; grids are never changed in place.
 */

/** Numbers in rows and columns; `values` is row-major and has `rows × columns` entries. */
export type Grid = { rows: number; columns: number; values: readonly number[] };

/** A cell, counted from 0 at the upper left. */
export type Cell = { row: number; column: number };

/** Cells the kernel moves at a time (1 or more), and rings of zeros laid round the image first (0 or more). */
export type Slide = { stride: number; padding: number };

/** One term of the sum. `pixel` is 0 where the kernel stands on padding. */
export type Term = { at: Cell; weight: number; pixel: number; product: number; isPadding: boolean };

/** @throws RangeError where the rows have different lengths or there is none */
export function gridOf(lines: readonly (readonly number[])[]): Grid {
  const columns = lines[0]?.length ?? 0;
  if (columns === 0 || lines.some((line) => line.length !== columns)) {
    throw new RangeError('A grid needs at least one cell, and rows of one length.');
  }
  return { rows: lines.length, columns, values: lines.flat() };
}

/** The number at a cell; 0 outside, as zero padding has it. */
export function valueAt(grid: Grid, { row, column }: Cell): number {
  const isInside = row >= 0 && row < grid.rows && column >= 0 && column < grid.columns;
  return isInside ? (grid.values[row * grid.columns + column] ?? 0) : 0;
}

export function withValue(grid: Grid, cell: Cell, value: number): Grid {
  return { ...grid, values: grid.values.with(cell.row * grid.columns + cell.column, value) };
}

/**
 * How many positions a kernel has along one side: ⌊(size + 2·padding − kernel) / stride⌋ + 1, or 0 where the kernel is
 * longer than the padded image.
 */
export function outputSize(size: number, kernel: number, { stride, padding }: Slide): number {
  const room = size + 2 * padding - kernel;
  return room < 0 ? 0 : Math.floor(room / stride) + 1;
}

/** Rows and columns of the map that the kernel writes. */
export function outputShape(image: Grid, kernel: Grid, slide: Slide): { rows: number; columns: number } {
  return {
    rows: outputSize(image.rows, kernel.rows, slide),
    columns: outputSize(image.columns, kernel.columns, slide),
  };
}

/** Where in the image the kernel's upper left cell lies while it computes `output`; negative on padding. */
export function cornerOf(output: Cell, { stride, padding }: Slide): Cell {
  return { row: output.row * stride - padding, column: output.column * stride - padding };
}

/** The products behind one cell of the map, row by row of the kernel. */
export function termsAt(image: Grid, kernel: Grid, slide: Slide, output: Cell): Term[] {
  const corner = cornerOf(output, slide);
  return kernel.values.map((weight, i) => {
    const at = { row: corner.row + Math.floor(i / kernel.columns), column: corner.column + (i % kernel.columns) };
    const pixel = valueAt(image, at);
    return { at, weight, pixel, product: weight * pixel, isPadding: !contains(image, at) };
  });
}

export const sumOf = (terms: readonly Term[]) => terms.reduce((sum, term) => sum + term.product, 0);

/**
 * The whole map: `out[r][c] = Σ kernel[i][j] · image[r·stride − padding + i][c·stride − padding + j]`.
 * @returns a grid of `outputShape`; without any cell where the kernel does not fit
 */
export function convolve(image: Grid, kernel: Grid, slide: Slide): Grid {
  const { rows, columns } = outputShape(image, kernel, slide);
  return mapCells(rows, columns, (cell) => sumOf(termsAt(image, kernel, slide, cell)));
}

/**
 * Gradients of E = Σ upstream · convolve(image, kernel).
 * @param upstream dE/d(output), of the output's shape
 */
export function convolveGradients(image: Grid, kernel: Grid, slide: Slide, upstream: Grid) {
  const imageGradient = new Array<number>(image.values.length).fill(0);
  const kernelGradient = new Array<number>(kernel.values.length).fill(0);
  for (const output of cellsOf(upstream)) {
    const error = valueAt(upstream, output); // dE/d(this output)
    termsAt(image, kernel, slide, output).forEach(({ at, weight, pixel, isPadding }, i) => {
      // Each weight touches every position: its gradient sums over all of them.
      kernelGradient[i] = (kernelGradient[i] ?? 0) + error * pixel;
      if (isPadding) return;
      const p = at.row * image.columns + at.column;
      imageGradient[p] = (imageGradient[p] ?? 0) + error * weight;
    });
  }
  return { image: { ...image, values: imageGradient }, kernel: { ...kernel, values: kernelGradient } };
}

/** The largest of each window; a window that would leave the grid is dropped, as `valid` pooling does. */
export function maxPool(grid: Grid, window: number, stride = window): Grid {
  const slide = { stride, padding: 0 };
  return mapCells(outputSize(grid.rows, window, slide), outputSize(grid.columns, window, slide), (output) => {
    const corner = cornerOf(output, slide);
    const inside = cellsOf({ rows: window, columns: window });
    return Math.max(
      ...inside.map((cell) => valueAt(grid, { row: corner.row + cell.row, column: corner.column + cell.column })),
    );
  });
}

/** Moves the picture; what leaves is lost and what comes in is `fill`. */
export function shift(grid: Grid, down: number, right: number, fill: number): Grid {
  return mapCells(grid.rows, grid.columns, ({ row, column }) => {
    const from = { row: row - down, column: column - right };
    return contains(grid, from) ? valueAt(grid, from) : fill;
  });
}

export function contains(grid: Pick<Grid, 'rows' | 'columns'>, { row, column }: Cell): boolean {
  return row >= 0 && row < grid.rows && column >= 0 && column < grid.columns;
}

/** Every cell, row by row. */
export function cellsOf({ rows, columns }: Pick<Grid, 'rows' | 'columns'>): Cell[] {
  return Array.from({ length: rows * columns }, (_, i) => ({ row: Math.floor(i / columns), column: i % columns }));
}

function mapCells(rows: number, columns: number, value: (cell: Cell) => number): Grid {
  return { rows, columns, values: cellsOf({ rows, columns }).map(value) };
}
