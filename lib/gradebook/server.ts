import {
  type CellRow,
  listBegun,
  listCells,
  listOverrides,
  listStudents,
  listWrittenCells,
  type OverrideRow,
  type WrittenCellRow,
} from '#db/queries/gradebook.ts';
import { listSubmissionsById } from '#db/queries/grading.ts';
import { type ExtensionRow, listExtensionRows } from '#db/queries/items.ts';
import { listWrittenItems, type WrittenItemRow } from '#db/queries/written-items.ts';
import type { AssignmentView } from '#lib/assignments/core/view.ts';
import { listAssignments } from '#lib/assignments/server.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, NotFound } from '#lib/errors.ts';
import type { Metric } from '#lib/grading/core/checkers/metric.ts';
import { scoreOf } from '#lib/grading/core/fold.ts';
import { laterOf } from '#lib/items/core.ts';
import { type Cell, cellOf, type GradebookItem, totalOf, withOverride, writtenCellOf } from './core.ts';
import { toCsv } from './csv.ts';

export type GradebookRow = {
  student: { id: string; name: string; email: string };
  /** In the order of the items. */
  cells: Cell[];
  total: { points: number; maxPoints: number };
};
export type Gradebook = { items: GradebookItem[]; rows: GradebookRow[] };

/** A column with what its cells are made from. */
export type Column = { kind: 'code'; item: AssignmentView } | { kind: 'written'; item: WrittenItemRow };

/** Students by items, for staff. Eight queries, however large the class. */
export async function getGradebook(ctx: Context): Promise<Gradebook> {
  if (!can.seeGradebook(ctx.user)) throw new Forbidden('The gradebook is for staff.');
  const [columns, facts, extensionRows, students] = await Promise.all([
    listColumns(ctx),
    readFacts(ctx, null),
    listExtensionRows(ctx.db, null),
    listStudents(ctx.db),
  ]);
  const extensions = byStudent(extensionRows);
  const rows = students.map((student) => {
    const own = extensions.get(student.id) ?? [];
    const cells = columns.map((column) => cellIn(column, facts, student.id, 'staff', own));
    return { student, cells, total: totalOf(cells) };
  });
  return { items: columns.map(head), rows };
}

export type OwnGrade = {
  item: GradebookItem;
  cell: Cell;
  /** Of code: what both scores are of, null where a score is not measured. */
  metric: Metric | null;
  /** Of the submission that counts, once its assignment is released. */
  privateScore: number | null;
};

export type OwnGrades = {
  grades: OwnGrade[];
  total: { points: number; maxPoints: number };
};

/** The caller's own grades: marks and points of written work once they are released. However many items, eight queries. */
export async function getOwnGrades(ctx: Context): Promise<OwnGrades> {
  const columns = await listColumns(ctx);
  const cells = await listOwnCells(ctx, columns);
  const counting = cells.flatMap(({ submissionId, points }) => (submissionId && points !== null ? [submissionId] : []));
  const scored = new Map((await listSubmissionsById(ctx.db, counting)).map((facts) => [facts.id, scoreOf(facts)]));
  const grades = columns.flatMap((column, i) => {
    const cell = cells[i];
    if (!cell) return [];
    const score = scored.get(cell.submissionId ?? '') ?? { metric: null, privateScore: null };
    return { item: { ...head(column), dueAt: cell.dueAt }, cell, ...score };
  });
  return { grades, total: totalOf(cells) };
}

/** The caller's own cells, in the order of the columns. Five queries. */
export async function listOwnCells(ctx: Context, columns: readonly Column[]): Promise<Cell[]> {
  const [facts, extensions] = await Promise.all([
    readFacts(ctx, ctx.user.id),
    listExtensionRows(ctx.db, null, [ctx.user.id]),
  ]);
  return columns.map((column) => cellIn(column, facts, ctx.user.id, 'author', extensions));
}

/** One row a student; an empty field is no grade yet, never a zero. Items without points have their state. */
export async function gradesCsv(ctx: Context): Promise<string> {
  const { items, rows } = await getGradebook(ctx);
  const header = ['name', 'email', ...items.map(({ slug }) => slug), 'points', 'max_points'];
  const lines = rows.map(({ student, cells, total }) => [
    student.name,
    student.email,
    ...cells.map(csvCell),
    total.points,
    total.maxPoints,
  ]);
  return toCsv([header, ...lines]);
}

function csvCell({ points, maxPoints, mark, state }: Cell): number | string | null {
  if (maxPoints !== null) return points;
  if (mark) return { minus: 'check-minus', check: 'check', plus: 'check-plus' }[mark];
  return state === 'not_started' || state === 'draft' ? null : state;
}

/** One student's cell, as staff see it. @throws Forbidden, NotFound for the item */
export async function getCell(
  ctx: Context,
  { slug, userId }: { slug: string; userId: string },
): Promise<{ item: GradebookItem; cell: Cell }> {
  if (!can.seeGradebook(ctx.user)) throw new Forbidden('The gradebook is for staff.');
  const column = (await listColumns(ctx)).find(({ item }) => item.slug === slug);
  if (!column) throw new NotFound('This item');
  const facts = await readFacts(ctx, userId);
  const extensions = await listExtensionRows(ctx.db, slug, [userId]);
  return { item: head(column), cell: cellIn(column, facts, userId, 'staff', extensions) };
}

/** All items by the class's due date. */
export async function listColumns(ctx: Context): Promise<Column[]> {
  const [code, written] = await Promise.all([listAssignments(ctx), listWrittenItems(ctx.db)]);
  return [
    ...code.map((item): Column => ({ kind: 'code', item })),
    ...written.map((item): Column => ({ kind: 'written', item })),
  ].toSorted((a, b) => dueAtOf(a).getTime() - dueAtOf(b).getTime());
}

const dueAtOf = (column: Column) => (column.kind === 'code' ? column.item.policy.classDueAt : column.item.dueAt);

type Facts = {
  code: Map<string, CellRow[]>;
  written: Map<string, WrittenCellRow[]>;
  begun: Map<string, { userId: string; slug: string }[]>;
  overrides: Map<string, OverrideRow[]>;
};

/** @param userId only this person's */
async function readFacts({ db }: Context, userId: string | null): Promise<Facts> {
  const [code, written, begun, overrides] = await Promise.all([
    listCells(db, userId),
    listWrittenCells(db, userId),
    listBegun(db, userId),
    listOverrides(db, userId),
  ]);
  return {
    code: byStudent(code),
    written: byStudent(written),
    begun: byStudent(begun),
    overrides: byStudent(overrides),
  };
}

const byStudent = <T extends { userId: string }>(rows: readonly T[]): Map<string, T[]> =>
  Map.groupBy(rows, (row) => row.userId);

function cellIn(
  column: Column,
  facts: Facts,
  userId: string,
  viewer: 'author' | 'staff',
  extensions: readonly ExtensionRow[],
): Cell {
  const { slug } = column.item;
  const isHere = (row: { slug: string }) => row.slug === slug;
  const dueAt = laterOf(dueAtOf(column), extensions.find(isHere)?.dueAt);
  const cell =
    column.kind === 'code'
      ? cellOf(facts.code.get(userId)?.find(isHere), { maxPoints: column.item.maxPoints, dueAt })
      : writtenCellOf(
          facts.written.get(userId)?.find(isHere),
          { ...column.item, dueAt },
          viewer,
          facts.begun.get(userId)?.some(isHere),
        );
  return withOverride(cell, facts.overrides.get(userId)?.find(isHere));
}

function head(column: Column): GradebookItem {
  const { item } = column;
  const dueAt = dueAtOf(column).toISOString();
  if (column.kind === 'code') {
    return { slug: item.slug, kind: 'code', title: column.item.manifest.title, maxPoints: item.maxPoints, dueAt };
  }
  const { slug, kind, title, maxPoints } = column.item;
  return { slug, kind, title, maxPoints, dueAt };
}
