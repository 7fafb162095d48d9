/** What was measured how often, in milliseconds; `ratio` to the row that the table is measured against. */
export type Row = { what: string; median: number; p95: number; runs: number; ratio: number | null };
export type Table = { title: string; rows: Row[]; notes: string[] };

/** @param base the row's times are divided by this median, in ms */
export function row(what: string, times: readonly number[], base?: number): Row {
  const median = quantile(times, 0.5);
  return { what, median, p95: quantile(times, 0.95), runs: times.length, ratio: base ? median / base : null };
}

/** The smallest time that at least this share of all reaches. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (times: readonly number[]) => quantile(times, 0.5);

export function printTable({ title, rows, notes }: Table): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  console.log(`\n${title}\n${' '.repeat(width)}    median       p95   runs   ratio`);
  for (const { what, median, p95, runs, ratio } of rows) {
    const cells = [
      ms(median),
      ms(p95),
      String(runs).padStart(5),
      ratio === null ? '' : `${ratio.toFixed(2)} x`.padStart(7),
    ];
    console.log(`${what.padEnd(width)} ${cells.join(' ')}`.trimEnd());
  }
  for (const note of notes) console.log(`  ${note}`);
}

const ms = (value: number) => `${Math.round(value)} ms`.padStart(9);
