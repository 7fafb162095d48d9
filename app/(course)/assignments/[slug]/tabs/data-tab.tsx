'use client';
import { useEffect, useState } from 'react';
import type { Manifest } from '#lib/assignments/core/manifest.ts';
import { Button } from '../../../../_components/button.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import { Skeleton } from '../../../../_components/skeleton.tsx';
import { DrawingPad } from '../pad/drawing-pad.tsx';
import { ImageView } from '../pad/image-view.tsx';
import type { Image } from '../pad/pad.ts';
import type { VisibleData } from '../run/data.ts';
import { classCounts, isImages, labelOf, sampleImage } from '../run/samples.ts';
import type { Runs } from '../run/use-runs.ts';
import { ClassCounts } from './class-counts.tsx';

const pageSize = 24;

export function DataTab({ manifest, runs }: { manifest: Manifest; runs: Runs }) {
  const [data, setData] = useState<VisibleData | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Image | null>(null);
  const { getData } = runs;
  // The data is megabytes: fetched when somebody looks, and then shared with the runs.
  useEffect(() => {
    getData().then(setData, (error: Error) => setProblem(error.message));
  }, [getData]);

  if (problem) {
    return (
      <Notice tone="bad" title="No data">
        {problem}
      </Notice>
    );
  }
  if (!data) return <Skeleton className="h-64 w-full" />;
  const { classes } = manifest;
  if (!classes || !isImages(data.train.x)) return <Shapes data={data} />;
  return (
    <div className="space-y-8">
      <DrawingPad frame={manifest.input.shape} classes={classes} chosen={chosen} runs={runs} />
      <Samples data={data} classes={classes} onChoose={setChosen} />
      <ClassCounts classes={classes} train={classCounts(data.train.y)} validation={classCounts(data.validation.y)} />
      <Shapes data={data} />
    </div>
  );
}

type SamplesProps = { data: VisibleData; classes: string[]; onChoose: (image: Image) => void };

function Samples({ data, classes, onChoose }: SamplesProps) {
  const [split, setSplit] = useState<keyof VisibleData>('train');
  const [start, setStart] = useState(0);
  const { x, y } = data[split];
  const rows = x.shape[0] ?? 0;
  const shown = Array.from({ length: Math.min(pageSize, rows - start) }, (_, i) => start + i);
  const step = (by: number) => setStart((from) => (from + by < 0 || from + by >= rows ? from : from + by));
  return (
    <section aria-label="Samples" className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto basis-full text-lg sm:basis-auto">Samples</h2>
        <label className="text-sm text-ink-soft">
          From{' '}
          <select
            value={split}
            onChange={(event) => {
              setSplit(event.target.value === 'train' ? 'train' : 'validation');
              setStart(0);
            }}
            className="min-h-8 rounded-md bg-sheet px-2 text-ink ring-1 ring-rule-strong/60 ring-inset"
          >
            <option value="train">train</option>
            <option value="validation">validation</option>
          </select>
        </label>
        <Button size="sm" tone="quiet" onClick={() => step(-pageSize)} disabled={start === 0}>
          Previous
        </Button>
        <Button size="sm" tone="quiet" onClick={() => step(pageSize)} disabled={start + pageSize >= rows}>
          Next
        </Button>
      </div>
      <p className="text-sm text-ink-soft tabular-nums">
        {start + 1} to {start + shown.length} of {rows.toLocaleString('en-US')}. Choose one to move it about above.
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(3.5rem,1fr))] gap-2">
        {shown.map((row) => {
          const image = sampleImage(x, row);
          const label = classes[labelOf(y, row)] ?? '?';
          return (
            <li key={`${split}-${row}`}>
              <button
                type="button"
                onClick={() => onChoose(image)}
                className="block w-full rounded-md p-0.5 text-center hover:bg-well"
                aria-label={`Sample ${row + 1}, labelled ${label}: move it about`}
              >
                <ImageView image={image} className="w-full" />
                <span className="text-sm tabular-nums">{label}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Shapes({ data }: { data: VisibleData }) {
  const shapes = (['train', 'validation'] as const).flatMap((split) =>
    (['x', 'y'] as const).map((name) => `data.${split}.${name}  [${data[split][name].shape.join(', ')}]`),
  );
  return <pre className="overflow-x-auto font-mono text-xs text-ink-soft">{shapes.join('\n')}</pre>;
}
