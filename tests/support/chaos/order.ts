import type { User } from '#lib/auth/core.ts';
import { tinySolution, tinyWeights } from '../tiny-assignment.ts';
import { functionsSolution } from '../tiny-functions.ts';

/** A student with a token of their own for the API. */
export type Student = User & { token: string };

/** Weights that are right or wrong in every row, code that the server has to train, or functions. */
export type Work = 'right' | 'wrong' | 'trained' | 'functions';

/** What a student sends. The key stays the same however often it is sent. */
export type Order = { key: string; slug: string; student: Student; work: Work };

/** The result that it must have: points, and how many tests gave them. */
export const worth: Record<Work, { points: number; tests: number }> = {
  right: { points: 10, tests: 2 },
  wrong: { points: 1, tests: 2 },
  trained: { points: 10, tests: 2 },
  functions: { points: 10, tests: 3 },
};

/** As the API takes it. */
export function formOf({ work }: Order): FormData {
  const form = new FormData();
  form.set('code', work === 'functions' ? functionsSolution : tinySolution);
  if (work === 'right' || work === 'wrong') {
    form.set('weights', new Blob([tinyWeights(work === 'right' ? 1 : -1)]), 'model.safetensors');
  }
  return form;
}
