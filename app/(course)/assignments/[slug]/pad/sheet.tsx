'use client';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { ImageView } from './image-view.tsx';
import { type Image, type Point, stroke } from './pad.ts';

const pen = 0.55; // pixels of the image

/** Where one draws: with a pointer, or with the arrow keys and Space as a pen that is put down and lifted. */
export function Sheet({ digit, onDraw }: { digit: Image; onDraw: (digit: Image) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const lastPoint = useRef<Point | null>(null);
  const [cursor, setCursor] = useState<Point>({ x: Math.floor(digit.width / 2), y: Math.floor(digit.height / 2) });
  const [down, setDown] = useState(false);
  const [focused, setFocused] = useState(false);

  function pointOf(event: PointerEvent): Point {
    const { left, top, width, height } = box.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    return {
      x: ((event.clientX - left) / width) * digit.width,
      y: ((event.clientY - top) / height) * digit.height,
    };
  }

  function draw(event: PointerEvent) {
    if (!lastPoint.current) return;
    const next = pointOf(event);
    onDraw(stroke(digit, lastPoint.current, next, pen));
    lastPoint.current = next;
  }

  function press(event: KeyboardEvent) {
    const step = arrows[event.key];
    if (event.key === ' ') {
      event.preventDefault();
      setDown(!down);
      if (!down) ink(cursor, cursor);
    } else if (step) {
      event.preventDefault();
      const next = {
        x: Math.min(digit.width - 1, Math.max(0, cursor.x + step.x)),
        y: Math.min(digit.height - 1, Math.max(0, cursor.y + step.y)),
      };
      if (down) ink(cursor, next);
      setCursor(next);
    }
  }

  const ink = (from: Point, to: Point) => onDraw(stroke(digit, centre(from), centre(to), pen));

  return (
    <div className="w-44">
      <div
        ref={box}
        role="application"
        aria-label="Sheet to draw on"
        aria-describedby="sheet-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one draws on it with the keys
        tabIndex={0}
        onKeyDown={press}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          lastPoint.current = pointOf(event);
          draw(event);
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          lastPoint.current = null;
        }}
        className="relative size-44 cursor-crosshair touch-none rounded-sm ring-1 ring-rule-strong"
      >
        <ImageView image={digit} className="size-full" />
        {focused && (
          <span
            aria-hidden
            className={`pointer-events-none absolute ring-2 ${down ? 'bg-data-2/50 ring-data-2' : 'ring-data-1'}`}
            style={{
              left: `${(cursor.x / digit.width) * 100}%`,
              top: `${(cursor.y / digit.height) * 100}%`,
              width: `${100 / digit.width}%`,
              height: `${100 / digit.height}%`,
            }}
          />
        )}
      </div>
      <p id="sheet-keys" className="mt-1 text-xs text-ink-soft">
        Draw with the pointer, or with the arrow keys; Space puts the pen down and lifts it.
      </p>
    </div>
  );
}

const centre = ({ x, y }: Point): Point => ({ x: x + 0.5, y: y + 0.5 });

const arrows: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};
