'use client';
import { ArrowRight, Grid3x3, Pause, Play, RotateCcw, SkipBack, SkipForward } from 'lucide-react';
import { type Dispatch, useId } from 'react';
import { Button } from '../../../../../_components/button.tsx';
import { useHydrated } from '../../../../../_components/use-hydrated.ts';
import { presets } from './presets.ts';
import { type Action, type Demo, isAtEnd, positions } from './state.ts';

type Props = {
  demo: Demo;
  dispatch: Dispatch<Action>;
  /** The number that the pointer paints, or null while it chooses cells. */
  brush: number | null;
  onBrush: (brush: number | null) => void;
};

export function Controls({ demo, dispatch, brush, onBrush }: Props) {
  const hydrated = useHydrated();
  return (
    <fieldset disabled={!hydrated} className="needs-script min-w-0 space-y-3">
      <legend className="sr-only">Controls</legend>
      <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <Choice
          label="Example"
          value={demo.preset.id}
          options={presets.map(({ id, name }) => [id, name])}
          onChoose={(preset) => {
            onBrush(null);
            dispatch({ type: 'choose', preset });
          }}
        />
        <Choice
          label="Stride"
          value={`${demo.slide.stride}`}
          options={['1', '2', '3'].map((n) => [n, n])}
          onChoose={(stride) => dispatch({ type: 'setSlide', slide: { stride: Number(stride) } })}
        />
        <Choice
          label="Padding"
          value={`${demo.slide.padding}`}
          options={['0', '1'].map((n) => [n, n])}
          onChoose={(padding) => dispatch({ type: 'setSlide', slide: { padding: Number(padding) } })}
        />
        <Choice
          label="Pointer"
          value={brush === null ? 'choose' : `${brush}`}
          options={[
            ['choose', 'chooses a cell'],
            [`${demo.preset.white}`, 'paints white'],
            ['0', 'paints black'],
          ]}
          onChoose={(value) => onBrush(value === 'choose' ? null : Number(value))}
        />
      </div>
      <p className="text-ink-soft">{demo.preset.about}</p>
      <Transport demo={demo} dispatch={dispatch} />
    </fieldset>
  );
}

function Transport({ demo, dispatch }: Pick<Props, 'demo' | 'dispatch'>) {
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" disabled={demo.position === 0} onClick={() => dispatch({ type: 'back' })}>
        <SkipBack aria-hidden /> Back
      </Button>
      <Button size="sm" tone="primary" disabled={isAtEnd(demo)} onClick={() => dispatch({ type: 'step' })}>
        <SkipForward aria-hidden /> Step
      </Button>
      {demo.playing ? (
        <Button size="sm" onClick={() => dispatch({ type: 'pause' })}>
          <Pause aria-hidden /> Pause
        </Button>
      ) : (
        <Button size="sm" disabled={positions(demo) < 2} onClick={() => dispatch({ type: 'play' })}>
          <Play aria-hidden /> Play
        </Button>
      )}
      <Button size="sm" disabled={demo.written === positions(demo)} onClick={() => dispatch({ type: 'fill' })}>
        <Grid3x3 aria-hidden /> Fill the map
      </Button>
      <Button size="sm" onClick={() => dispatch({ type: 'shiftRight' })}>
        <ArrowRight aria-hidden /> Shift the image right
      </Button>
      <Button size="sm" tone="quiet" onClick={() => dispatch({ type: 'reset' })}>
        <RotateCcw aria-hidden /> Reset
      </Button>
    </div>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  /** Value and name of each. */
  options: readonly (readonly string[])[];
  onChoose: (value: string) => void;
};

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-[550]">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChoose(event.currentTarget.value)}
        className="min-h-9 max-w-full rounded-md bg-sheet px-2 text-sm ring-1 ring-inset ring-rule-strong/80 pointer-coarse:min-h-11"
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
