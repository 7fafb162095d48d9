import { type Cell, type Grid, outputShape, type Slide, shift, withValue } from '#lib/ml/convolution.ts';
import { type Preset, presets } from './presets.ts';

/** The demo's whole state. What is drawn follows from it; nothing else is remembered. */
export type Demo = {
  preset: Preset;
  image: Grid;
  kernel: Grid;
  slide: Slide;
  /** Which cell of the map the kernel computes, counted row by row. */
  position: number;
  /** Cells of the map written so far. */
  written: number;
  playing: boolean;
};

export type Action =
  | { type: 'choose'; preset: string }
  | { type: 'setPixel' | 'setWeight'; cell: Cell; value: number }
  | { type: 'setSlide'; slide: Partial<Slide> }
  | { type: 'goTo'; position: number }
  | { type: 'step' | 'back' | 'fill' | 'play' | 'pause' | 'reset' | 'shiftRight' };

export const start = (preset: Preset = presets[0]): Demo => ({
  preset,
  image: preset.image,
  kernel: preset.kernel,
  slide: preset.slide,
  position: 0,
  written: 1,
  playing: false,
});

export function next(demo: Demo, action: Action): Demo {
  switch (action.type) {
    case 'choose':
      return start(presets.find(({ id }) => id === action.preset));
    case 'reset':
      return start(demo.preset);
    case 'setPixel':
      return { ...demo, playing: false, image: withValue(demo.image, action.cell, action.value) };
    case 'setWeight':
      return { ...demo, playing: false, kernel: withValue(demo.kernel, action.cell, action.value) };
    case 'shiftRight':
      return { ...demo, playing: false, image: shift(demo.image, 0, 1, edgeOf(demo.image)) };
    case 'setSlide':
      return { ...demo, playing: false, slide: { ...demo.slide, ...action.slide }, position: 0, written: 1 };
    case 'play':
      return play(demo);
    case 'pause':
      return { ...demo, playing: false };
    case 'fill':
      return { ...demo, playing: false, written: positions(demo) };
    case 'step':
      return goTo(demo, demo.position + 1);
    case 'back':
      return goTo(demo, demo.position - 1);
    case 'goTo':
      return goTo(demo, action.position);
  }
}

/** Positions of the kernel; 0 where it does not fit. */
export function positions({ image, kernel, slide }: Demo): number {
  const { rows, columns } = outputShape(image, kernel, slide);
  return rows * columns;
}

export const isAtEnd = (demo: Demo) => demo.position >= positions(demo) - 1;

/** From the start where the end was reached; a map of one cell has nothing to play. */
function play(demo: Demo): Demo {
  if (positions(demo) < 2) return demo;
  return isAtEnd(demo) ? { ...demo, playing: true, position: 0, written: 1 } : { ...demo, playing: true };
}

/** Playing goes on after a step forwards, ends with the last, and gives way when the reader goes back. */
function goTo(demo: Demo, wanted: number): Demo {
  const last = positions(demo) - 1;
  const position = Math.max(0, Math.min(last, wanted));
  const playing = demo.playing && position > demo.position && position < last;
  return { ...demo, playing, position, written: Math.max(demo.written, position + 1) };
}

/** What the picture's left edge mostly shows, to fill what comes in when it moves right. */
function edgeOf(image: Grid): number {
  const edge = Array.from({ length: image.rows }, (_, row) => image.values[row * image.columns] ?? 0).sort(
    (a, b) => a - b,
  );
  return edge[Math.floor(edge.length / 2)] ?? 0;
}
