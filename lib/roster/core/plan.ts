import type { Role } from '#lib/auth/core.ts';
import type { Person } from './people.ts';
import type { ReadRows, RosterRow, RowProblem } from './rows.ts';

export type Change<T> = { from: T; to: T };

/** A person of the file whom the course does not have yet. */
export type Added = { line: number; email: string; name: string; role: Role; section: string | null };

/** What the file says otherwise than the roster. Only what differs is there. */
export type Changed = {
  line: number;
  person: Person;
  name?: Change<string>;
  role?: Change<Role>;
  section?: Change<string | null>;
  /** Was deactivated and is in the file. */
  returns?: true;
};

/** What an import would do, in words a person can check before it is done. */
export type ImportPlan = {
  added: Added[];
  changed: Changed[];
  unchanged: Person[];
  /** Active students who are not in the file. They stay, unless staff say otherwise. */
  missing: Person[];
  /** Sections that do not exist yet, as the file first writes them. */
  newSections: string[];
  problems: RowProblem[];
};

/**
 * Compares a file with the roster. Pure: the same file and the same roster always give the same plan, so that what was
 * previewed is what is applied.
 * @param sections names of those that exist
 */
export function planImport(read: ReadRows, people: readonly Person[], sections: readonly string[]): ImportPlan {
  const known = new Map(people.map((person) => [person.email.toLowerCase(), person]));
  const spelling = spellings(read.rows, sections);
  const plan: ImportPlan = { added: [], changed: [], unchanged: [], missing: [], newSections: [], problems: [] };
  for (const row of read.rows) {
    const section = row.section ? (spelling.get(row.section.toLowerCase()) ?? null) : null;
    const wanted = { ...row, section: read.hasSections ? section : null };
    const person = known.get(row.email);
    if (person) compare(plan, person, wanted, read.hasSections);
    else add(plan, wanted);
  }
  const named = new Set(read.rows.map((row) => row.email));
  plan.missing = people
    .filter(({ email, role, deactivated }) => role === 'student' && !deactivated && !named.has(email.toLowerCase()))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  plan.problems = [...read.problems, ...plan.problems];
  return withNewSections(keepAnInstructor(plan, people), sections);
}

/** One spelling a section: that of the course, or the first in the file. */
function spellings(rows: readonly RosterRow[], sections: readonly string[]): Map<string, string> {
  const spelling = new Map(sections.map((name) => [name.toLowerCase(), name]));
  for (const { section } of rows) {
    if (section && !spelling.has(section.toLowerCase())) spelling.set(section.toLowerCase(), section);
  }
  return spelling;
}

function add(plan: ImportPlan, { line, email, name, role, section }: RosterRow): void {
  if (name) plan.added.push({ line, email, name, role: role ?? 'student', section });
  else plan.problems.push({ line, message: `${email} is new and has no name.`, remedy: 'Fill in the name.' });
}

function compare(plan: ImportPlan, person: Person, row: RosterRow, hasSections: boolean): void {
  const change: Changed = {
    line: row.line,
    person,
    ...(row.name && row.name !== person.name ? { name: { from: person.name, to: row.name } } : {}),
    ...(row.role && row.role !== person.role ? { role: { from: person.role, to: row.role } } : {}),
    ...(hasSections && row.section !== person.section ? { section: { from: person.section, to: row.section } } : {}),
    ...(person.deactivated ? { returns: true } : {}),
  };
  const differs = change.name || change.role || change.section || change.returns;
  if (differs) plan.changed.push(change);
  else plan.unchanged.push(person);
}

/** A file must not leave the course without anybody who can mend it: then its demotions are problems. */
function keepAnInstructor(plan: ImportPlan, people: readonly Person[]): ImportPlan {
  const isDemotion = ({ person, role }: Changed) => person.role === 'instructor' && role !== undefined;
  const demoted = plan.changed.filter(isDemotion);
  const gone = new Set(demoted.map(({ person }) => person.id));
  const stays = people.some(({ id, role, deactivated }) => role === 'instructor' && !deactivated && !gone.has(id));
  if (stays || demoted.length === 0) return plan;
  const problems = demoted.map(({ line, person }) => ({
    line,
    message: `${person.name} would no longer be an instructor, and nobody else is one.`,
    remedy: 'Leave the role as it is, or make somebody else an instructor first.',
  }));
  const changed = plan.changed.filter((change) => !isDemotion(change));
  return { ...plan, changed, problems: [...plan.problems, ...problems].toSorted((a, b) => a.line - b.line) };
}

function withNewSections(plan: ImportPlan, sections: readonly string[]): ImportPlan {
  const wanted = [
    ...plan.added.map(({ section }) => section),
    ...plan.changed.map(({ section }) => section?.to ?? null),
  ];
  const fresh = wanted.filter((name) => name !== null && !sections.includes(name));
  return { ...plan, newSections: [...new Set(fresh)].filter((name) => name !== null) };
}

/** Whether there is anything to do. */
export function isEmptyPlan(plan: ImportPlan): boolean {
  return plan.added.length === 0 && plan.changed.length === 0;
}
