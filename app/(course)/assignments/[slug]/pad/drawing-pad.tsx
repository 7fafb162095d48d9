'use client';
import { useEffect, useState } from 'react';
import { Button } from '../../../../_components/button.tsx';
import type { Runs } from '../run/use-runs.ts';
import { Frame } from './frame.tsx';
import { blank, clampOffset, crop, type Image, isBlank, type Offset } from './pad.ts';
import { Probabilities } from './probabilities.tsx';
import { Sheet } from './sheet.tsx';
import { usePlacements } from './use-placements.ts';

type Props = {
  /** Height, width, 1. */
  frame: readonly number[];
  classes: string[];
  /** A sample to take the digit from. */
  chosen: Image | null;
  runs: Runs;
};

const share = 0.7; // of the frame: 14 of 20

/** Draw a digit, move it across the frame, and watch what the model thinks: translation, in the hand. */
export function DrawingPad({ frame, classes, chosen, runs }: Props) {
  const [height = 1, width = 1] = frame;
  const [rows, columns] = [Math.round(height * share), Math.round(width * share)];
  const last = { row: height - rows, column: width - columns };
  const [digit, setDigit] = useState(() => blank(rows, columns));
  const [offset, setOffset] = useState<Offset>({ row: Math.floor(last.row / 2), column: Math.floor(last.column / 2) });
  const hasModel = runs.state.model !== null && runs.state.weights !== null && runs.state.status !== 'running';
  const { at, problem } = usePlacements({
    digit,
    height,
    width,
    predict: runs.predict,
    on: hasModel,
    run: runs.current?.id,
  });

  // A sample comes in with its place.
  useEffect(() => {
    if (!chosen) return;
    const found = crop(chosen, rows, columns);
    setDigit(found.image);
    setOffset(found.offset);
  }, [chosen, rows, columns]);

  const empty = isBlank(digit);
  return (
    <section aria-label="Draw a digit" className="space-y-3">
      <h2 className="text-lg">Draw a digit, then move it</h2>
      <div className="flex flex-wrap gap-5">
        <div className="space-y-2">
          <Sheet digit={digit} onDraw={setDigit} />
          <Button size="sm" onClick={() => setDigit(blank(rows, columns))} disabled={empty}>
            Clear
          </Button>
        </div>
        <Frame
          digit={digit}
          height={height}
          width={width}
          offset={offset}
          onMove={(next) => setOffset(clampOffset(next, last))}
        />
      </div>
      {!hasModel && <p className="text-sm text-ink-soft">Run your model first, then it answers here.</p>}
      {hasModel && empty && <p className="text-sm text-ink-soft">Draw a digit, or choose a sample below.</p>}
      {problem && <p className="text-sm text-bad">{problem}</p>}
      {hasModel && !empty && at && <Probabilities classes={classes} last={last} offset={offset} at={at} />}
    </section>
  );
}
