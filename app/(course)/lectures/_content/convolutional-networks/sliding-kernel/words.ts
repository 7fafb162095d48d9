import type { Cell, Term } from '#lib/ml/convolution.ts';

/** Numbers and sums as a textbook sets them: a true minus sign, at most two decimals. */
export function say(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return rounded < 0 ? `−${-rounded}` : `${rounded + 0}`;
}

/** `(−5) × 5`: a negative weight in brackets, so that no two signs meet. */
export const sayProduct = ({ weight, pixel }: Term) =>
  `${weight < 0 ? `(${say(weight)})` : say(weight)} × ${pixel < 0 ? `(${say(pixel)})` : say(pixel)}`;

/** `4 − 25 − 27 + 14` */
export function saySum(terms: readonly Term[]): string {
  return terms
    .map(({ product }, i) => {
      if (i === 0) return say(product);
      return product < 0 ? `− ${say(-product)}` : `+ ${say(product)}`;
    })
    .join(' ');
}

export const sayPlace = ({ row, column }: Cell) => `row ${row + 1}, column ${column + 1}`;

/** Reads what was typed; a comma or a true minus is fine. Null where it is no number of a usable size. */
export function readNumber(typed: string): number | null {
  const text = typed.trim().replace('−', '-').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return null;
  const value = Number(text);
  return Math.abs(value) <= 9999 ? value : null;
}
