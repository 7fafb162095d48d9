'use client';
import './sliding-kernel.css';
import { useEffect, useReducer, useState } from 'react';
import { type Cell, convolve, type Grid, sumOf, termsAt } from '#lib/ml/convolution.ts';
import { LiveStatus } from '../../../../../_components/live-status.tsx';
import { brightness, diverging } from './colours.ts';
import { Controls } from './controls.tsx';
import { MapGrid } from './map-grid.tsx';
import { NumberGrid } from './number-grid.tsx';
import { type Action, type Demo, next, positions, start } from './state.ts';
import { Sum } from './sum.tsx';
import { say, sayPlace } from './words.ts';

const millisecondsAStep = 700;

/** A kernel sliding over an image that can be changed: state in `state.ts`, sums in `lib/ml`, here only what is seen. */
export function SlidingKernel() {
  const [demo, dispatch] = useReducer(next, start());
  const [brush, setBrush] = useState<number | null>(null);
  usePlaying(demo.playing, dispatch);

  const map = convolve(demo.image, demo.kernel, demo.slide);
  const output = placeOf(demo, map);
  const terms = termsAt(demo.image, demo.kernel, demo.slide, output);
  const covered = new Set(terms.map(({ at }) => key(at)));
  const heaviest = Math.max(1e-9, ...demo.kernel.values.map(Math.abs));
  return (
    <section className="sliding-kernel @container space-y-5" aria-label="Demo: a kernel sliding over an image">
      <noscript>
        <p className="text-ink-soft">
          A still picture: with JavaScript the kernel slides and every number can be changed.
        </p>
        <style>{'.sliding-kernel .needs-script { display: none }'}</style>
      </noscript>
      <Controls demo={demo} dispatch={dispatch} brush={brush} onBrush={setBrush} />
      <div className="flex flex-wrap items-start gap-x-8 gap-y-5">
        <Part title={`Image, ${demo.image.rows} × ${demo.image.columns}`}>
          <NumberGrid
            label="Image"
            grid={demo.image}
            padding={demo.slide.padding}
            brush={brush}
            look={(value) => brightness(value, demo.preset.white)}
            isMarked={(cell) => covered.has(key(cell))}
            onChange={(cell, value) => dispatch({ type: 'setPixel', cell, value })}
          />
        </Part>
        <Part title={`Kernel, ${demo.kernel.rows} × ${demo.kernel.columns}`}>
          <NumberGrid
            label="Kernel"
            grid={demo.kernel}
            look={(value) => diverging(value / heaviest)}
            onChange={(cell, value) => dispatch({ type: 'setWeight', cell, value })}
          />
        </Part>
        <Part title={`Feature map, ${map.rows} × ${map.columns}`}>
          <MapGrid
            map={map}
            position={demo.position}
            written={demo.written}
            onGoTo={(position) => dispatch({ type: 'goTo', position })}
          />
        </Part>
      </div>
      <Sum output={output} terms={terms} slide={demo.slide} />
      {/* While it plays, a voice that reads every step would never finish: it speaks when the kernel rests. */}
      <LiveStatus>
        {demo.playing
          ? 'Playing'
          : `Map ${sayPlace(output)}: ${say(sumOf(terms))}. ${demo.written} of ${positions(demo)}.`}
      </LiveStatus>
    </section>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="max-w-full">
      <p className="mb-1.5 font-[550] text-ink-soft">{title}</p>
      {children}
    </div>
  );
}

/** A step every so often; for those who asked for less motion, the whole map at once. */
function usePlaying(playing: boolean, dispatch: (action: Action) => void): void {
  useEffect(() => {
    if (!playing) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return dispatch({ type: 'fill' });
    const timer = setInterval(() => dispatch({ type: 'step' }), millisecondsAStep);
    return () => clearInterval(timer);
  }, [playing, dispatch]);
}

function placeOf({ position }: Demo, map: Grid): Cell {
  return { row: Math.floor(position / map.columns), column: position % map.columns };
}

const key = ({ row, column }: Cell) => `${row},${column}`;
