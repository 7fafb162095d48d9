import type { Outcome, RunNote } from './outcome.ts';

type Code = RunNote['code'];

/** What a student reads for each code: what happened, and how to mend it. On hidden data these words are all there is. */
const words: Record<Code, { what: string; mend: string }> = {
  syntax_error: { what: 'The code has a syntax error.', mend: 'Mend it, and run the code again.' },
  forbidden_import: {
    what: 'The code imports something other than @tensorflow/tfjs.',
    mend: 'Take the import out: what you need must be in this one file.',
  },
  missing_export: {
    what: 'The code does not export a function that the assignment asks for.',
    mend: 'Write "export function" before its name.',
  },
  threw: { what: 'The code threw an error.', mend: 'Mend what it tells of, and run the code again.' },
  not_a_model: {
    what: 'createModel() did not return a layers model.',
    mend: 'Return what tf.sequential() or tf.model() gives.',
  },
  wrong_input_shape: {
    what: 'The model takes an input of another shape than the assignment gives.',
    mend: 'Give the first layer the inputShape of one sample.',
  },
  wrong_output_shape: {
    what: 'The model gives an output of another shape than the assignment asks for.',
    mend: 'Give the last layer as many units as the output has values.',
  },
  layer_not_allowed: {
    what: 'The model has a layer that is not one of the standard layers.',
    mend: 'Build it from the layers that tf.layers has.',
  },
  too_many_parameters: {
    what: 'The model has more parameters than the assignment allows.',
    mend: 'Use fewer layers, or smaller ones.',
  },
  layers_over_limit: {
    what: 'The model has layers that the assignment does not allow.',
    mend: 'Leave out the layer that is named, or use fewer.',
  },
  weights_missing: {
    what: 'There are no weights to grade: training did not yield any.',
    mend: 'Let train() end by itself, or send the weights with the code.',
  },
  weights_mismatch: {
    what: 'The uploaded weights do not fit the model that createModel() builds.',
    mend: 'Train with this code once more, and send the weights that come of it.',
  },
  not_finite: {
    what: 'The model gave values that are not numbers (NaN or infinity).',
    mend: 'Lower the learning rate, and look for a division by zero or the logarithm of zero.',
  },
  not_probabilities: {
    what: 'The model gave outputs that are not probabilities which sum to 1.',
    mend: 'End it with softmax.',
  },
  never_settled: {
    what: 'The code waits for something that never happens.',
    mend: 'Look for an await whose promise nothing resolves.',
  },
  timeout: {
    what: 'The run took longer than the assignment allows.',
    mend: 'Use a smaller model or fewer epochs, and look for a loop that does not end.',
  },
  out_of_memory: {
    what: 'The run needed more memory than the assignment allows.',
    mend: 'Use a smaller model or smaller batches, and free tensors with tf.tidy.',
  },
  stopped_early: {
    what: 'The program ended before it was done.',
    mend: 'Take out what ends it, such as process.exit().',
  },
  no_result: {
    what: 'The run ended without a result.',
    mend: 'Print less to the console, and run the code again.',
  },
};

const where: Record<RunNote['phase'], string> = {
  build: '',
  train: ' during training',
  predict: ' on the hidden data',
};

/** The note as a few sentences. Only a run on visible data adds the line and the student's own error. */
export function describeNote(note: RunNote): string {
  const { what, mend } = words[note.code];
  const base = `${what.slice(0, -1)}${where[note.phase]}.`;
  if (note.phase === 'predict') return `${base} ${mend}`;
  const at = note.line ? ` Line ${note.line}.` : '';
  return `${base}${at}${note.detail ? ` ${asSentence(note.detail)}` : ''} ${mend}`;
}

const asSentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/**
 * What is found before a line of the student's code has run: it costs no attempt. A forged note of this kind gains
 * nothing, since no score comes with it.
 */
export const foundBeforeRunning: readonly Code[] = ['syntax_error', 'forbidden_import'];

/** Whether a submission counts against its student's attempts; one that is not graded yet does. */
export function costsAttempt({ outcome, note }: { outcome: Outcome | null; note: RunNote | null }): boolean {
  return outcome !== 'infra_error' && !(note && foundBeforeRunning.includes(note.code));
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
