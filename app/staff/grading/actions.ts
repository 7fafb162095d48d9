'use server';
import { z } from 'zod';
import { gradeAgain, verifyAgain } from '#lib/grading/staff.ts';
import { paths } from '#lib/paths.ts';
import { staffContext } from '../../session.ts';

/** @param only this submission; otherwise all that failed. @returns how many wait for a grader again */
export async function gradeAgainAction(only?: string): Promise<number> {
  const ctx = await staffContext(paths.staff.grading());
  return gradeAgain(ctx, z.uuid().optional().parse(only));
}

/** The same for verifications. @returns how many wait for a grader again */
export async function verifyAgainAction(only?: string): Promise<number> {
  const ctx = await staffContext(paths.staff.grading());
  return verifyAgain(ctx, z.uuid().optional().parse(only));
}
