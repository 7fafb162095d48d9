import { listCells, listStudents } from '#db/queries/gradebook.ts';
import { type ExtensionRow, listExtensionRows } from '#db/queries/items.ts';
import type { AssignmentView } from '#lib/assignments/core/view.ts';
import { listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden } from '#lib/errors.ts';
import { laterOf } from '#lib/items/core.ts';
import { type Cell, cellOf, totalOf } from './core.ts';
import { toCsv } from './csv.ts';

export type GradebookAssignment = { slug: string; title: string; maxPoints: number; dueAt: string };
export type GradebookRow = {
  student: { id: string; name: string; email: string };
  /** In the order of the assignments. */
  cells: Cell[];
  total: { points: number; maxPoints: number };
};
export type Gradebook = { assignments: GradebookAssignment[]; rows: GradebookRow[] };

/** Students by assignments, for staff. The number of queries does not grow with the class. */
export async function getGradebook(ctx: Context): Promise<Gradebook> {
  if (!can.seeGradebook(ctx.user)) throw new Forbidden('The gradebook is for staff.');
  const assignments = await listAssignments(ctx);
  const cells = byStudent(await listCells(ctx.db, null));
  const extensions = Map.groupBy(await listExtensionRows(ctx.db, null), (row) => row.userId);
  const students = await listStudents(ctx.db);
  const rows = students.map((student) => ({
    student,
    ...rowOf(assignments, cells.get(student.id), extensions.get(student.id)),
  }));
  return { assignments: assignments.map(head), rows };
}

export type OwnGrades = {
  grades: { assignment: GradebookAssignment; cell: Cell }[];
  total: { points: number; maxPoints: number };
};

/** The caller's own grades. */
export async function getOwnGrades(ctx: Context): Promise<OwnGrades> {
  const assignments = await listAssignments(ctx);
  const own = byStudent(await listCells(ctx.db, ctx.user.id)).get(ctx.user.id);
  const grades = assignments.map((assignment) => ({
    assignment: { ...head(assignment), dueAt: assignment.policy.dueAt.toISOString() },
    cell: cellIn(own, assignment, assignment.policy.dueAt),
  }));
  return { grades, total: totalOf(grades.map(({ cell }) => cell)) };
}

/** One row a student; an empty field is no grade yet, never a zero. */
export async function gradesCsv(ctx: Context): Promise<string> {
  const { assignments, rows } = await getGradebook(ctx);
  const header = ['name', 'email', ...assignments.map(({ slug }) => slug), 'points', 'max_points'];
  const lines = rows.map(({ student, cells, total }) => [
    student.name,
    student.email,
    ...cells.map((cell) => cell.points),
    total.points,
    total.maxPoints,
  ]);
  return toCsv([header, ...lines]);
}

type CellRows = Awaited<ReturnType<typeof listCells>>;

function byStudent(rows: CellRows): Map<string, CellRows> {
  return Map.groupBy(rows, (row) => row.userId);
}

/** Somebody else's row: the policy in the view is the reader's, so lateness goes by the class's date or the student's own. */
function rowOf(assignments: AssignmentView[], facts: CellRows | undefined, extensions: ExtensionRow[] = []) {
  const cells = assignments.map((assignment) => {
    const { classDueAt } = assignment.policy;
    const own = extensions.find(({ slug }) => slug === assignment.slug)?.dueAt;
    return cellIn(facts, assignment, laterOf(classDueAt, own));
  });
  return { cells, total: totalOf(cells) };
}

function cellIn(own: CellRows | undefined, { slug, maxPoints }: AssignmentView, dueAt: Date): Cell {
  const facts = own?.find((row) => row.slug === slug);
  return cellOf(facts, { maxPoints, dueAt });
}

const head = ({ slug, manifest, maxPoints, policy }: AssignmentView): GradebookAssignment => ({
  slug,
  title: manifest.title,
  maxPoints,
  dueAt: policy.classDueAt.toISOString(),
});
