import { z } from 'zod';

/** How a run ended. Only `infra_error` is not a result: it costs no attempt, is retried, then raised to staff. */
export const outcomes = ['graded', 'student_error', 'timeout', 'out_of_memory', 'infra_error'] as const;
export type Outcome = (typeof outcomes)[number];

export type RunKind = 'grade' | 'verify';

/**
 * Everything a student may learn about why a run ended, as a closed vocabulary. `phase` says whether it happened on
 * visible data (`build`, `train`), where `detail` may quote the student's own error, or on hidden data (`predict`),
 * where `detail` is absent.
 */
export const runNoteSchema = z.object({
  code: z.enum([
    'syntax_error',
    'forbidden_import',
    'missing_export',
    'threw',
    'not_a_model',
    'wrong_input_shape',
    'wrong_output_shape',
    'layer_not_allowed',
    'too_many_parameters',
    'layers_over_limit',
    'weights_missing',
    'weights_mismatch',
    'not_finite',
    'not_probabilities',
    'never_settled',
    'timeout',
    'out_of_memory',
    'stopped_early',
    'no_result',
  ]),
  phase: z.enum(['build', 'train', 'predict']),
  detail: z.string().max(4000).optional(),
  /** 1-based, in the student's own file. */
  line: z.number().int().positive().optional(),
});
export type RunNote = z.infer<typeof runNoteSchema>;
