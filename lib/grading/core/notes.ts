import type { Outcome, RunNote } from './outcome.ts';

type Code = RunNote['code'];

/** What a student reads for each code. On hidden data these words are all there is. */
const sentences: Record<Code, string> = {
  syntax_error: 'The code has a syntax error.',
  forbidden_import: 'The code imports something other than @tensorflow/tfjs.',
  missing_export: 'The code does not export a function that the assignment asks for.',
  threw: 'The code threw an error.',
  not_a_model: 'createModel() did not return a layers model.',
  wrong_input_shape: 'The model takes an input of another shape than the assignment gives.',
  wrong_output_shape: 'The model gives an output of another shape than the assignment asks for.',
  layer_not_allowed: 'The model has a layer that is not one of the standard layers.',
  too_many_parameters: 'The model has more parameters than the assignment allows.',
  layers_over_limit: 'The model has layers that the assignment does not allow.',
  weights_missing: 'There are no weights to grade: training did not yield any.',
  weights_mismatch: 'The uploaded weights do not fit the model that createModel() builds.',
  not_finite: 'The model gave values that are not numbers (NaN or infinity).',
  not_probabilities: 'The model gave outputs that are not probabilities which sum to 1: end it with softmax.',
  never_settled: 'The code waits for something that never happens.',
  timeout: 'The run took longer than the assignment allows.',
  out_of_memory: 'The run needed more memory than the assignment allows.',
  stopped_early: 'The program ended before it was done.',
  no_result: 'The run ended without a result.',
};

const where: Record<RunNote['phase'], string> = {
  build: '',
  train: ' during training',
  predict: ' on the hidden data',
};

/** The note as a sentence or two. Only a run on visible data adds the line and the student's own error. */
export function describeNote(note: RunNote): string {
  const base = `${sentences[note.code].slice(0, -1)}${where[note.phase]}.`;
  if (note.phase === 'predict') return base;
  const at = note.line ? ` Line ${note.line}.` : '';
  return note.detail ? `${base}${at} ${note.detail}` : base + at;
}

/** A note about hidden data says what happened and no more, whoever wrote it. */
export function aboutHiddenData(code: Code): RunNote {
  return { code, phase: 'predict' };
}

/**
 * A note that came from a process with student code in it. Such a process never meets hidden data, so what it says
 * of predictions is a forgery or a check on visible samples: either way it belongs to the phase that was running.
 */
export function aboutVisibleData(note: RunNote, phase: 'build' | 'train'): RunNote {
  return note.phase === 'predict' ? { ...note, phase } : note;
}

/** The outcome that a note stands for. A model over a limit is a finished grade: the rule was measured and missed. */
export function outcomeOf(code: Code): Exclude<Outcome, 'infra_error'> {
  if (code === 'timeout' || code === 'never_settled') return 'timeout';
  if (code === 'out_of_memory') return 'out_of_memory';
  return code === 'too_many_parameters' || code === 'layers_over_limit' ? 'graded' : 'student_error';
}
