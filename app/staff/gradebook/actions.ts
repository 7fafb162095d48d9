'use server';
import { z } from 'zod';
import { CourseError } from '#lib/errors.ts';
import type { CellEvent } from '#lib/gradebook/core.ts';
import { setGrade, withdrawGrade } from '#lib/gradebook/overrides.ts';
import { getCellStory } from '#lib/gradebook/story.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../session.ts';

const cellSchema = z.object({ userId: z.uuid(), slug: z.string().max(64) });

export async function cellStoryAction(cell: z.input<typeof cellSchema>): Promise<CellEvent[]> {
  const ctx = await staffContext(paths.staff.gradebook());
  const { userId, slug } = cellSchema.parse(cell);
  return getCellStory(ctx, userId, slug);
}

/** `problem` says why nothing was changed; what was typed stays in the form. */
export type GradeResult = { problem: string } | { done: true };

const baseSchema = cellSchema.extend({ baseAt: z.iso.datetime().nullable() });
const gradeSchema = baseSchema.extend({ points: z.number(), reason: z.string().max(4000) });

export async function setGradeAction(input: z.input<typeof gradeSchema>): Promise<GradeResult> {
  const ctx = await staffContext(paths.staff.gradebook());
  const grade = gradeSchema.safeParse(input);
  if (!grade.success) return { problem: 'Give the points as a number.' };
  return setGrade(ctx, grade.data).then(() => ({ done: true as const }), refusal);
}

export async function withdrawGradeAction(base: z.input<typeof baseSchema>): Promise<GradeResult> {
  const ctx = await staffContext(paths.staff.gradebook());
  return withdrawGrade(ctx, baseSchema.parse(base)).then(() => ({ done: true as const }), refusal);
}

function refusal(error: unknown): GradeResult {
  if (error instanceof CourseError) return { problem: [error.message, error.remedy].filter(Boolean).join(' ') };
  throw error;
}
