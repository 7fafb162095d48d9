'use client';
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useTheme } from '../../../../_components/theme.ts';
import { type Curve, formatValue } from '../run/curves.ts';

type Line = [number, number][];

type Props = {
  curve: Curve;
  train: Line;
  validation: Line;
  /** Within the epochs: drawn thin. */
  batches: Line;
  ghosts: { number: number; points: Line }[];
  /** How many epochs the axis shows. */
  epochs: number;
};

const height = 150;

/** One quantity while it is learned: training, validation, and earlier runs as ghosts, named where they end. */
export function LiveChart({ curve, train, validation, batches, ghosts, epochs }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const theme = useTheme();
  const ghostNames = ghosts.map(({ number }) => number).join();

  // uPlot draws on a canvas of its own, with colours fixed when it is made.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme, other colours
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const names = ghostNames ? ghostNames.split(',') : [];
    const made = new uPlot(optionsFor(element, curve.key, names), [[]], element);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [curve.key, ghostNames, theme]);

  // After every render: the lines grow with each event.
  useEffect(() => {
    const lines = [batches, ...ghosts.map(({ points }) => points), train, validation];
    plot.current?.setData(joined(lines, epochs));
  });

  const summary = summaryOf(curve, train, validation);
  return (
    <figure>
      <figcaption className="mb-1 text-sm font-[550]">{curve.label}</figcaption>
      <div ref={place} role="img" aria-label={summary} className="w-full" style={{ height }} />
    </figure>
  );
}

/** uPlot wants one list of x and a list of y for each line, with null where a line has no point. */
function joined(lines: Line[], epochs: number): uPlot.AlignedData {
  const xs = [...new Set([0, Math.max(1, epochs), ...lines.flat().map(([x]) => x)])].sort((a, b) => a - b);
  const ys = lines.map((line) => {
    const at = new Map(line);
    return xs.map((x) => at.get(x) ?? null);
  });
  return [xs, ...ys];
}

function optionsFor(element: HTMLElement, key: string, ghosts: string[]): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const line = (label: string, stroke: string, width: number, dash?: number[]): uPlot.Series => ({
    label,
    stroke,
    width,
    ...(dash ? { dash } : {}),
    spanGaps: true,
    // A dot for each epoch, until there are many.
    points: { show: label === 'training' || label === 'validation', size: 5, fill: stroke },
  });
  const axis: uPlot.Axis = {
    stroke: colour('ink-soft'),
    font: '11px "Instrument Sans Variable", sans-serif',
    grid: { stroke: colour('rule'), width: 1 },
    ticks: { show: false },
    size: 40,
  };
  return {
    width: element.clientWidth || 300,
    height,
    padding: [8, 76, 0, 0], // room for the names at the right
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false } },
    axes: [
      { ...axis, size: 26, incrs: [1, 2, 5, 10, 20, 50, 100], grid: { show: false } },
      { ...axis, values: (_u, splits) => splits.map((value) => String(+value.toPrecision(3))) },
    ],
    series: [
      {},
      line('', `${colour('data-1')}80`, 1), // half transparent
      ...ghosts.map((number) => line(`run ${number}`, colour('rule-strong'), 1, [2, 3])),
      line('training', colour('data-1'), 2),
      line('validation', colour('data-2'), 2, [6, 3]),
    ],
    hooks: { draw: [(u) => nameLines(u, key)] },
  };
}

/** Names each line at its last point, moved apart where two would meet. */
function nameLines(u: uPlot, key: string) {
  const ends = u.series.flatMap((series, i) => {
    const last = i < 2 ? -1 : (u.data[i] ?? []).findLastIndex((value) => value != null);
    const y = u.data[i]?.[last];
    if (last < 0 || y == null) return [];
    const stroke = typeof series.stroke === 'function' ? series.stroke(u, i) : series.stroke;
    const isGhost = String(series.label).startsWith('run');
    const text = isGhost
      ? String(series.label)
      : `${series.label === 'training' ? 'train' : 'valid.'} ${formatValue(key, y)}`;
    return [{ text, stroke, isGhost, x: u.valToPos(u.data[0][last] ?? 0, 'x', true), y: u.valToPos(y, 'y', true) }];
  });
  const ratio = devicePixelRatio;
  const { ctx } = u;
  ctx.save();
  ctx.font = `${11 * ratio}px "Instrument Sans Variable", sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const gap = 13 * ratio;
  const write = ({ text, stroke, x }: (typeof ends)[number], at: number) => {
    ctx.fillStyle = typeof stroke === 'string' ? stroke : 'currentColor';
    ctx.fillText(text, x + 6 * ratio, at);
  };
  // The present run's names stand in the order of its lines and are never left out; a ghost's only where there is room.
  const own = ends.filter(({ isGhost }) => !isGhost).sort((a, b) => a.y - b.y);
  const places = spread(
    own.map(({ y }) => y),
    gap,
    u.bbox.top + u.bbox.height,
  );
  for (const [i, end] of own.entries()) write(end, places[i] ?? end.y);
  for (const end of ends.filter(({ isGhost }) => isGhost)) {
    if (places.some((other) => Math.abs(other - end.y) < gap)) continue;
    places.push(end.y);
    write(end, end.y);
  }
  ctx.restore();
}

/** Sorted heights, moved as little as keeps them `gap` apart and none below `bottom`. */
function spread(heights: number[], gap: number, bottom: number): number[] {
  const places: number[] = [];
  for (const y of heights) places.push(Math.max(y, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + gap));
  for (let i = places.length - 1, limit = bottom; i >= 0; i--, limit -= gap) {
    places[i] = Math.min(places[i] ?? limit, limit);
  }
  return places;
}

function summaryOf({ label, key }: Curve, train: Line, validation: Line): string {
  const say = (name: string, line: Line) => {
    const [first, last] = [line[0], line.at(-1)];
    return first && last ? `${name} from ${formatValue(key, first[1])} to ${formatValue(key, last[1])}` : '';
  };
  const parts = [say('training', train), say('validation', validation)].filter(Boolean);
  return parts.length
    ? `${label} over ${train.length} ${train.length === 1 ? 'epoch' : 'epochs'}: ${parts.join(', ')}`
    : `${label}: the first epoch is going`;
}
