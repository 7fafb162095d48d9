'use client';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { ImageView } from './image-view.tsx';
import { type Image, type Offset, place } from './pad.ts';

type Props = {
  digit: Image;
  height: number;
  width: number;
  offset: Offset;
  onMove: (offset: Offset) => void;
};

/** The image as the model sees it. Drag the digit, or move it with the arrow keys. */
export function Frame({ digit, height, width, offset, onMove }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const grabbed = useRef<{ x: number; y: number; offset: Offset } | null>(null);

  function drag(event: PointerEvent) {
    const from = grabbed.current;
    const size = box.current?.getBoundingClientRect();
    if (!from || !size) return;
    onMove({
      row: from.offset.row + Math.round(((event.clientY - from.y) / size.height) * height),
      column: from.offset.column + Math.round(((event.clientX - from.x) / size.width) * width),
    });
  }

  function press(event: KeyboardEvent) {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    onMove({ row: offset.row + step.row, column: offset.column + step.column });
  }

  return (
    <div className="w-56">
      <div
        ref={box}
        role="application"
        aria-label={`Frame of ${height} by ${width}: the digit stands at row ${offset.row}, column ${offset.column}`}
        aria-describedby="frame-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the digit is moved with the keys
        tabIndex={0}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          grabbed.current = { x: event.clientX, y: event.clientY, offset };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          grabbed.current = null;
        }}
        className="relative size-56 cursor-grab touch-none rounded-sm ring-1 ring-rule-strong active:cursor-grabbing"
      >
        <ImageView image={place(digit, offset, height, width)} className="size-full" />
        <span
          aria-hidden
          className="pointer-events-none absolute border border-dashed border-data-1"
          style={{
            left: `${(offset.column / width) * 100}%`,
            top: `${(offset.row / height) * 100}%`,
            width: `${(digit.width / width) * 100}%`,
            height: `${(digit.height / height) * 100}%`,
          }}
        />
      </div>
      <p id="frame-keys" className="mt-1 text-xs text-ink-soft">
        Drag the digit, or move it with the arrow keys.
      </p>
    </div>
  );
}

const steps: Record<string, Offset> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};
