import type { Voice } from './people.ts';

/** Who handed in what. The programs lie in `code/`, with the weights that training them gave: `train.ts`. */

export type Program = 'linear' | 'one-convolution' | 'two-convolutions' | 'deeper' | 'wrong-shape' | 'too-large';

export type Attempt = { by: Voice; base: Program; label?: string };

/** The other two are refused before there is anything to train. */
export const isTrained = (base: Program) => base !== 'wrong-shape' && base !== 'too-large';

/** From the first to the last. */
export const attempts: Attempt[] = [
  { by: 'Anh Nguyễn Thị Minh', base: 'one-convolution', label: 'one layer' },
  { by: 'Amara Nwosu', base: 'linear', label: 'without a hidden layer' },
  { by: 'Dimitra Papadopoulou', base: 'wrong-shape' },
  { by: 'Mariana Gonçalves', base: 'one-convolution' },
  { by: 'Hyun-woo Choi', base: 'too-large', label: 'wide' },
  { by: 'María de los Ángeles Etxeberria Goikoetxea-Villanueva', base: 'linear' },
  { by: 'Jiří Dvořák', base: 'two-convolutions' },
  { by: 'Farah Haddad', base: 'one-convolution' },
  { by: 'Anh Nguyễn Thị Minh', base: 'two-convolutions', label: 'two layers' },
  { by: 'Elif Yıldız', base: 'deeper', label: 'third try' },
  { by: 'Chloë Vandenbroucke', base: 'one-convolution' },
  { by: 'Amara Nwosu', base: 'two-convolutions', label: 'with pooling' },
  { by: 'Dimitra Papadopoulou', base: 'two-convolutions' },
  { by: 'Björn Þorsteinsson', base: 'two-convolutions' },
  { by: 'Ngozi Adeyemi', base: 'too-large' },
  { by: 'Kavya Subramaniam', base: 'wrong-shape' },
  { by: 'Hyun-woo Choi', base: 'two-convolutions', label: 'narrow' },
  { by: 'Gabriel O’Sullivan', base: 'one-convolution' },
  { by: 'Anh Nguyễn Thị Minh', base: 'deeper', label: 'four layers' },
  { by: 'José Luis García-Fernández', base: 'deeper' },
  { by: 'Chloë Vandenbroucke', base: 'deeper', label: 'no dense layer in the middle' },
  { by: 'Mariana Gonçalves', base: 'two-convolutions' },
  { by: 'Yuki Tanaka', base: 'deeper' },
  { by: 'Li Wei', base: 'two-convolutions', label: 'λ' },
  { by: 'محمد عبد الرحمن الراشد', base: 'two-convolutions', label: 'التجربة الأولى' },
];

/** How somebody writes: what they call things, and what they note above the model. Nothing that it computes changes. */
type Hand = { names: Record<string, string>; note: string };

export const hands: Record<Voice, Hand> = {
  'Amara Nwosu': {
    names: { model: 'network', report: 'progress' },
    note: 'What do I expect? Write it down before running it.',
  },
  'Anh Nguyễn Thị Minh': {
    names: {},
    note: 'Ghi chú: đếm tham số trước khi huấn luyện (count the weights before training).',
  },
  'Björn Þorsteinsson': {
    names: { strokes: 'first', smaller: 'pooled', pieces: 'second', found: 'strongest' },
    note: 'Kernel 3, then 5: after pooling the second sees 12 pixels of the image.',
  },
  'Chloë Vandenbroucke': {
    names: { model: 'cnn', layer: 'conv' },
    note: 'After the deadline: try the mean instead of the maximum.',
  },
  'Dimitra Papadopoulou': {
    names: { image: 'x', strokes: 'h1', smaller: 'h2', pieces: 'h3', found: 'h4', digit: 'y' },
    note: 'Names as on the slides.',
  },
  'Elif Yıldız': { names: { report: 'callbacks' }, note: 'Large steps first, then small ones.' },
  'Farah Haddad': { names: { model: 'net' }, note: 'From the lecture, with 12 kernels instead of 8.' },
  'Gabriel O’Sullivan': {
    names: { model: 'm' },
    note: 'Is the dense layer of 32 needed? Leave it out next time and compare.',
  },
  'Hyun-woo Choi': { names: { model: 'net', image: 'input' }, note: 'Smaller is enough if nothing is flattened.' },
  'Jiří Dvořák': {
    names: { strokes: 'edges', pieces: 'shapes', found: 'anywhere' },
    note: 'A maximum over all places: it may be anywhere.',
  },
  'José Luis García-Fernández': { names: { model: 'red' }, note: 'red = network, in Spanish.' },
  'Kavya Subramaniam': { names: {}, note: 'First layer as in the tutorial.' },
  'Li Wei': { names: { image: 'input', digit: 'output' }, note: '6,374 weights.' },
  'María de los Ángeles Etxeberria Goikoetxea-Villanueva': {
    names: { model: 'baseline' },
    note: 'Baseline: 4,010 weights, no convolution. What comes next has to beat it.',
  },
  'Mariana Gonçalves': { names: { report: 'watch' }, note: 'Invariant only because of the last maximum.' },
  'Ngozi Adeyemi': { names: { model: 'wide' }, note: 'How far does one wide layer get?' },
  'Yuki Tanaka': { names: { layer: 'step' }, note: 'Strokes, corners, parts, digits.' },
  'محمد عبد الرحمن الراشد': { names: { strokes: 'lines', pieces: 'curves' }, note: 'Lines first, then curves.' },
};

/** A program with a person's names and note in it. */
export function inOwnWords(code: string, hand: Hand | undefined): string {
  if (!hand) return code;
  const noted = /^\/\/ /m.test(code)
    ? code.replace(/^\/\/ .*$/m, `// ${hand.note}`)
    : code.replace('export function createModel', `// ${hand.note}\nexport function createModel`);
  return Object.entries(hand.names).reduce(
    // Not what follows a dot, nor a key of tfjs: those are its own.
    (text, [from, to]) => text.replace(new RegExp(`(?<![.\\w])${from}(?![\\w])`, 'g'), to),
    noted,
  );
}
