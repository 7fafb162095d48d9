'use client';
import type { WantedBackend } from '../runner.ts';

const choices: Record<WantedBackend, string> = {
  auto: 'Fastest that works',
  webgl: 'WebGL (graphics card)',
  wasm: 'WASM (processor)',
};

type Props = { value: WantedBackend; onChange: (value: WantedBackend) => void; disabled: boolean };

export function BackendChoice({ value, onChange, disabled }: Props) {
  return (
    <label className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
      Compute with
      <select
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value as WantedBackend)} // the options below are its only values
        className="min-h-8 rounded-md bg-sheet px-2 text-ink ring-1 ring-rule-strong/60 ring-inset pointer-coarse:min-h-11"
      >
        {Object.entries(choices).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
