'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { TensorData } from '#lib/harness/protocol.ts';
import { type Image, isBlank, type Offset, offsets, place } from './pad.ts';

/** The model's outputs for the digit at one place, or undefined while unknown. */
export type AnswerAt = (offset: Offset) => Float32Array | undefined;

type Options = {
  digit: Image;
  height: number;
  width: number;
  predict: (x: TensorData) => Promise<TensorData>;
  on: boolean;
  /** Another run is another model: ask again. */
  run: string | undefined;
};

const restMs = 120;

/**
 * Asks the model for all places at once whenever the drawing changes, so that moving the digit needs no answer at all.
 * At most one question is open; while it is, only the newest drawing waits.
 */
export function usePlacements({ digit, height, width, predict, on, run }: Options) {
  const [answer, setAnswer] = useState<{ digit: Image; outputs: TensorData } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const asking = useRef(false);
  const waiting = useRef<Image | null>(null);
  const columns = width - digit.width + 1;

  const ask = useEffectEvent(async (first: Image) => {
    waiting.current = first;
    if (asking.current) return;
    asking.current = true;
    for (let next: Image | null = first; next; next = waiting.current) {
      waiting.current = null;
      try {
        setAnswer({ digit: next, outputs: await predict(everywhere(next, height, width)) });
        setProblem(null);
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    }
    asking.current = false;
  });

  // While the pen moves, the drawing changes with every event; the model is asked when it rests.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run asks again
  useEffect(() => {
    if (!on || isBlank(digit)) return;
    const timer = setTimeout(() => void ask(digit), restMs);
    return () => clearTimeout(timer);
  }, [digit, on, run]);

  const at: AnswerAt | null = answer && ((offset) => rowOf(answer.outputs, offset.row * columns + offset.column));
  return { at, problem };
}

function everywhere(digit: Image, height: number, width: number): TensorData {
  const all = offsets(height - digit.height, width - digit.width);
  const data = new Float32Array(all.length * height * width);
  all.forEach((offset, i) => {
    data.set(place(digit, offset, height, width).pixels, i * height * width);
  });
  return { shape: [all.length, height, width, 1], data };
}

function rowOf({ shape, data }: TensorData, row: number): Float32Array | undefined {
  const width = shape[1] ?? 0;
  const values = data.subarray(row * width, (row + 1) * width);
  return values.length === width ? values : undefined;
}
