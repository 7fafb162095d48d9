import { CsvError, parse } from 'csv-parse/sync';
import type { FileRecord, RowProblem } from './core/rows.ts';

/** Largest file that is read, in bytes: what one upload may carry. */
export const maxFileBytes = 900_000;

/**
 * Bytes of a spreadsheet's file as text: UTF-8, UTF-16 where a mark says so, else Windows-1252, which every byte is.
 * `guessed`: the last, where accents may have come out wrong.
 */
export function decodeText(bytes: Uint8Array): { text: string; guessed: boolean } {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (little || big) return { text: new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes), guessed: false };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), guessed: false };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), guessed: true };
  }
}

/** The lines of a CSV file, whatever separates its cells; or the one thing that makes it unreadable. */
export function readRecords(text: string): FileRecord[] | RowProblem {
  if (text.includes('\0')) {
    return { line: 1, message: 'This is no text file.', remedy: 'Save the spreadsheet as CSV and choose that file.' };
  }
  try {
    const options = { info: true, raw: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' };
    const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n'); // a file may mix line endings
    // What `info` and `raw` make of a record; the library's types do not know.
    const parsed = parse(lines, { ...options, delimiter: delimiterOf(lines) }) as unknown as Parsed[];
    return parsed
      .map(({ record, raw, info }) => ({ line: info.lines - breaksIn(raw), cells: record }))
      .filter(isFilled);
  } catch (error) {
    if (error instanceof CsvError) return quoteProblem(error, text);
    throw error;
  }
}

type Parsed = { record: string[]; raw: string; info: { lines: number } };

/** Line breaks within a record: those of quoted cells, not the one that ends it. */
function breaksIn(raw: string): number {
  return raw.trim().match(/\n/g)?.length ?? 0;
}

const isFilled = ({ cells }: FileRecord) => cells.some((cell) => cell.trim() !== '');

/** Comma, semicolon (where the comma is for decimals) or tab: whichever the first line has most of outside quotes. */
function delimiterOf(text: string): string {
  const head = (/^.*/.exec(text.trimStart())?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string) => head.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function quoteProblem(error: CsvError, text: string): RowProblem {
  const line = error.code === 'CSV_QUOTE_NOT_CLOSED' ? lineOfOpenQuote(text) : Number(error.lines) || 1;
  return {
    line,
    message:
      'From here on the file cannot be read: a quotation mark is opened and not closed, or stands inside a cell.',
    remedy: 'Correct it, doubling marks that belong to the text, and choose the file again.',
  };
}

/** Where the mark stands that nothing closes: the last of an odd number. */
function lineOfOpenQuote(text: string): number {
  return text.replace(/\r\n?/g, '\n').slice(0, text.lastIndexOf('"')).split('\n').length;
}
