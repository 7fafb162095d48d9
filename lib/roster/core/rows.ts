import { emailSchema, type Role } from '#lib/auth/core.ts';
import { maxSectionName, nameProblem, tidyName } from './people.ts';

/** The cells of one line of a file; `line` is where it begins, counted from 1. */
export type FileRecord = { line: number; cells: string[] };

/** Something in a file that cannot be used: where, what, and what to do about it. */
export type RowProblem = { line: number; message: string; remedy: string };

/** One person of a file. Null is a column that the file does not have: what it holds stays as it is. */
export type RosterRow = { line: number; email: string; name: string; role: Role | null; section: string | null };

export type ReadRows = {
  rows: RosterRow[];
  problems: RowProblem[];
  /** Headings that mean nothing to us, as they are written. */
  ignored: string[];
  /** Whether the file says who is in which section. */
  hasSections: boolean;
};

export const maxRows = 5000;

const headings = {
  email: ['email', 'mail', 'emailaddress'],
  name: ['name', 'fullname', 'displayname', 'studentname'],
  first: ['firstname', 'givenname', 'givennames', 'forename'],
  last: ['lastname', 'surname', 'familyname'],
  role: ['role'],
  section: ['section', 'group'],
} as const;
type Column = keyof typeof headings;

const roleWords: Record<string, Role> = {
  student: 'student',
  assistant: 'assistant',
  ta: 'assistant',
  'teaching assistant': 'assistant',
  instructor: 'instructor',
  teacher: 'instructor',
};

/** Reads the lines of a file as people. Every line that cannot be used is named; the others are read all the same. */
export function readRows(records: readonly FileRecord[]): ReadRows {
  const [head, ...body] = records;
  const columns = findColumns(head?.cells ?? []);
  const refused = head ? fileProblem(head, columns, body.length) : emptyFile;
  if (refused) return { rows: [], problems: [refused], ignored: columns.ignored, hasSections: false };
  const read = body.map((record) => readRow(record, columns.at));
  const problems = read.flatMap((row) => ('message' in row ? [row] : []));
  const { rows, twice } = withoutTwice(read.flatMap((row) => ('message' in row ? [] : [row])));
  return {
    rows,
    problems: [...problems, ...twice].toSorted((a, b) => a.line - b.line),
    ignored: columns.ignored,
    hasSections: columns.at.section !== undefined,
  };
}

type Columns = { at: Partial<Record<Column, number>>; ignored: string[]; twice: string[] };

function findColumns(cells: readonly string[]): Columns {
  const at: Columns['at'] = {};
  const ignored: string[] = [];
  const twice: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const word = cell.toLowerCase().replace(/[\s_.-]/g, '');
    const column = columnNames.find((name) => (headings[name] as readonly string[]).includes(word)); // widened to search
    if (column && at[column] !== undefined) twice.push(cell.trim());
    else if (column) at[column] = index;
    else if (cell.trim()) ignored.push(cell.trim());
  }
  return { at, ignored, twice };
}

const columnNames = ['email', 'name', 'first', 'last', 'role', 'section'] as const satisfies Column[];

const columnsRemedy = 'Let line 1 name the columns: email, name and, where you want, role and section.';
const emptyFile: RowProblem = { line: 1, message: 'The file is empty.', remedy: columnsRemedy };

function fileProblem(head: FileRecord, { at, twice }: Columns, count: number): RowProblem | null {
  const { line } = head;
  const hasName = at.name !== undefined || at.first !== undefined || at.last !== undefined;
  if (twice[0]) {
    return {
      line,
      message: `There is more than one column “${twice[0]}”.`,
      remedy: 'Keep one and save the file again.',
    };
  }
  if (at.email === undefined)
    return { line, message: 'There is no column with e-mail addresses.', remedy: columnsRemedy };
  if (!hasName) return { line, message: 'There is no column with names.', remedy: columnsRemedy };
  if (count === 0) return { line, message: 'No person follows the headings.', remedy: 'Add one line a person.' };
  if (count <= maxRows) return null;
  return { line, message: `The file has ${count} people.`, remedy: `Split it into files of at most ${maxRows}.` };
}

function readRow({ line, cells }: FileRecord, at: Columns['at']): RosterRow | RowProblem {
  const cell = (column: Column) => {
    const index = at[column];
    return index === undefined ? null : tidyName(cells[index] ?? '');
  };
  const email = emailSchema.safeParse(cell('email') ?? '');
  if (!email.success) return emailProblem(line, cell('email') ?? '');
  const name = cell('name') || [cell('first'), cell('last')].filter(Boolean).join(' ');
  const section = cell('section');
  const wrong =
    nameProblem(name, 'The name', 200) ?? (section ? nameProblem(section, 'The section', maxSectionName) : null);
  if (wrong) return { line, ...wrong };
  const word = cell('role');
  const role = word ? roleWords[word.toLowerCase()] : null;
  if (role === undefined) {
    return { line, message: `“${word}” is no role.`, remedy: 'Write student, assistant or instructor.' };
  }
  return { line, email: email.data, name, role, section };
}

function emailProblem(line: number, text: string): RowProblem {
  if (text === '')
    return { line, message: 'The e-mail address is missing.', remedy: 'Fill it in, or delete the line.' };
  return { line, message: `“${text.slice(0, 80)}” is no e-mail address.`, remedy: 'Correct it: name@example.edu.' };
}

/** Of lines with the same address the first counts. */
function withoutTwice(rows: RosterRow[]): { rows: RosterRow[]; twice: RowProblem[] } {
  const first = new Map<string, RosterRow>();
  const twice: RowProblem[] = [];
  for (const row of rows) {
    const earlier = first.get(row.email);
    if (!earlier) first.set(row.email, row);
    else {
      const message = `${row.email} is on line ${earlier.line} already, which counts.`;
      twice.push({ line: row.line, message, remedy: 'Delete one of the two.' });
    }
  }
  return { rows: [...first.values()], twice };
}
