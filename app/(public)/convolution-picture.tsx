import { image, kernel, response } from './convolution.ts';

/** Where the kernel stands in the picture. */
const at = { x: 4, y: 2 };
const cell = 10;

/** An honest picture: every square is computed from the digit and the kernel beside it. */
export function ConvolutionPicture({ className = '' }: { className?: string }) {
  const seen = response[at.y]?.[at.x] ?? 0;
  return (
    <figure className={className}>
      <svg viewBox="0 0 356 124" className="w-full overflow-visible" aria-hidden>
        <Grid values={image} x={0} y={2} colour={(v) => mix('--ink', Math.min(1, v * 1.05))} />
        <Grid values={kernel} x={160} y={45} size={12} colour={(v) => diverging(v / 2)} />
        <Weights />
        <Grid values={response} x={236} y={2} colour={(v) => diverging(v / 3)} />
        <Beams />
        <Window x={(at.x - 1) * cell} y={2 + (at.y - 1) * cell} size={3 * cell} />
        <Window x={160} y={45} size={36} />
        <Window x={236 + at.x * cell} y={2 + at.y * cell} size={cell} />
      </svg>
      <figcaption className="mt-5 max-w-[52ch] text-sm text-ink-soft">
        A seven, a kernel of nine weights, and what it sees: {seen < 0 ? '−' : ''}
        {Math.abs(seen).toFixed(2)} under the window. Blue where ink ends below, orange where it begins.
      </figcaption>
    </figure>
  );
}

type GridProps = { values: number[][]; x: number; y: number; size?: number; colour: (value: number) => string };

function Grid({ values, x, y, size = cell, colour }: GridProps) {
  return (
    <g transform={`translate(${x} ${y})`}>
      {values.flatMap((row, j) =>
        row.map((value, i) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed grid
            key={`${i},${j}`}
            x={i * size + 0.4}
            y={j * size + 0.4}
            width={size - 0.8}
            height={size - 0.8}
            rx={0.8}
            style={{ fill: colour(value) }}
          />
        )),
      )}
    </g>
  );
}

function Window({ x, y, size }: { x: number; y: number; size: number }) {
  return <rect x={x} y={y} width={size} height={size} rx={1} fill="none" stroke="var(--accent)" strokeWidth={1.8} />;
}

/** The numbers themselves, in the kernel's cells. */
function Weights() {
  return kernel.flatMap((row, j) =>
    row.map((weight, i) => (
      <text
        // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed grid
        key={`${i},${j}`}
        x={166 + i * 12}
        y={53.2 + j * 12}
        textAnchor="middle"
        fontSize="6"
        className="font-mono"
        style={{ fill: Math.abs(weight) > 1 ? 'var(--paper)' : 'var(--ink)' }}
      >
        {weight < 0 ? '−' : ''}
        {Math.abs(weight)}
      </text>
    )),
  );
}

/** From the window's edges to the kernel, from the kernel to the one number it yields. */
function Beams() {
  const from = { x: (at.x + 2) * cell, top: 2 + (at.y - 1) * cell, bottom: 2 + (at.y + 2) * cell };
  const to = { x: 236 + at.x * cell, top: 2 + at.y * cell, bottom: 2 + (at.y + 1) * cell };
  const lines = [
    [from.x, from.top, 160, 45],
    [from.x, from.bottom, 160, 81],
    [196, 45, to.x, to.top],
    [196, 81, to.x, to.bottom],
  ] as const;
  return lines.map(([x1, y1, x2, y2]) => (
    <line key={`${x1},${y1}`} x1={x1} y1={y1} x2={x2} y2={y2} stroke="var(--accent)" strokeWidth={0.8} opacity={0.55} />
  ));
}

const mix = (token: string, share: number) =>
  `color-mix(in oklab, var(${token}) ${Math.round(6 + 94 * Math.max(0, share))}%, var(--sheet))`;

/** Blue below zero, orange above, as weights are everywhere in the course. `value` in -1…1. */
function diverging(value: number): string {
  const share = Math.round(100 * Math.min(1, Math.abs(value)));
  return `color-mix(in oklab, var(--diverging-${value < 0 ? 'low' : 'high'}) ${share}%, var(--diverging-zero))`;
}
