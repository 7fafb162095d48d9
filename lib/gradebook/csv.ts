import { stringify } from 'csv-stringify/sync';

/**
 * Lines as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front: names and
 * addresses are chosen by people.
 */
export function toCsv(lines: (string | number | null)[][]): string {
  return stringify(lines, { escape_formulas: true, record_delimiter: 'windows' });
}
