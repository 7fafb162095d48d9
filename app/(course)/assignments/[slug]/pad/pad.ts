/** Drawing a digit and placing it: pure. Images are grey values 0…1, row-major. */

export type Image = { height: number; width: number; pixels: Float32Array };
export type Point = { x: number; y: number };
export type Offset = { row: number; column: number };

export const blank = (height: number, width: number): Image => ({
  height,
  width,
  pixels: new Float32Array(height * width),
});

/**
 * Ink from `a` to `b`, in pixels of the image, with a soft round pen: full within `radius`, gone one pixel further.
 * Ink adds up to black and no further.
 */
export function stroke(image: Image, a: Point, b: Point, radius: number): Image {
  const pixels = image.pixels.slice();
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const distance = distanceToSegment({ x: column + 0.5, y: row + 0.5 }, a, b);
      const ink = Math.min(1, Math.max(0, radius + 1 - distance));
      const at = row * image.width + column;
      pixels[at] = Math.max(pixels[at] ?? 0, ink);
    }
  }
  return { ...image, pixels };
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const along = { x: b.x - a.x, y: b.y - a.y };
  const length = along.x ** 2 + along.y ** 2;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * along.x + (p.y - a.y) * along.y) / length));
  return Math.hypot(p.x - a.x - t * along.x, p.y - a.y - t * along.y);
}

/** `image` on paper of `height` × `width`, its corner at `offset`; what would lie outside is cut off. */
export function place(image: Image, offset: Offset, height: number, width: number): Image {
  const out = blank(height, width);
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const [r, c] = [row + offset.row, column + offset.column];
      if (r >= 0 && r < height && c >= 0 && c < width) {
        out.pixels[r * width + c] = image.pixels[row * image.width + column] ?? 0;
      }
    }
  }
  return out;
}

/** The `height` × `width` piece of an image that holds most of its ink, and where it was. */
export function crop(image: Image, height: number, width: number): { image: Image; offset: Offset } {
  let best = { ink: -1, offset: { row: 0, column: 0 } };
  for (const offset of offsets(image.height - height, image.width - width)) {
    const ink = cut(image, offset, height, width).pixels.reduce((sum, value) => sum + value, 0);
    if (ink > best.ink + 1e-6) best = { ink, offset };
  }
  return { image: cut(image, best.offset, height, width), offset: best.offset };
}

function cut(image: Image, offset: Offset, height: number, width: number): Image {
  return place(image, { row: -offset.row, column: -offset.column }, height, width);
}

/** Every place, row by row, from 0 to the last one inside. */
export function offsets(lastRow: number, lastColumn: number): Offset[] {
  const rows = Array.from({ length: lastRow + 1 }, (_, row) => row);
  return rows.flatMap((row) => Array.from({ length: lastColumn + 1 }, (_, column) => ({ row, column })));
}

export const clampOffset = ({ row, column }: Offset, last: Offset): Offset => ({
  row: Math.min(last.row, Math.max(0, row)),
  column: Math.min(last.column, Math.max(0, column)),
});

export const isBlank = ({ pixels }: Image) => pixels.every((value) => value === 0);
