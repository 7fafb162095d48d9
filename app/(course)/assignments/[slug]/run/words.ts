import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { RunState } from './run-state.ts';

const backends = { webgl: 'WebGL (graphics card)', wasm: 'WASM (processor)', cpu: 'JavaScript (slow)' };

export const backendName = (name: 'webgl' | 'wasm' | 'cpu') => backends[name];

/** 75 → "1 min 15 s" */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** 1536 → "1.5 KiB" */
export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 ** 2 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1024 ** 2).toFixed(1)} MiB`;
}

/** One sentence for the live region: changes with phases and epochs, not with batches. */
export function runSentence(state: RunState, name: string, score: number | null, kind: AnyManifest['kind']): string {
  if (state.status === 'idle') return '';
  if (state.status === 'failed') return `${name} failed. The console says why.`;
  const measured = score === null ? '' : ` Validation ${score.toFixed(3)}.`;
  if (state.status === 'stopped') return `${name} stopped.${state.weights ? ' Its weights are kept.' : ''}`;
  if (state.status === 'interrupted')
    return `${name} was interrupted.${state.weights ? ' Its last weights are kept.' : ''}`;
  if (state.status === 'done') return `${name} finished.${measured}`;
  if (state.status === 'stopping') return 'Stopping after this batch.';
  return kind === 'functions' ? callSentence(state) : phaseSentence(state);
}

function callSentence({ phase }: RunState): string {
  if (phase === 'building') return 'Reading the code.';
  return phase === 'testing' ? 'Calling the functions.' : 'Starting a clean worker.';
}

function phaseSentence({ phase, place, backend }: RunState): string {
  if (phase === 'building') return 'Building the model.';
  if (phase === 'preparing') return backend?.name === 'webgl' ? 'Preparing the GPU.' : 'Preparing the backend.';
  if (phase === 'testing') return 'Predicting on the validation data.';
  if (phase !== 'training') return 'Starting a clean worker.';
  if (!place) return 'Training.';
  const epoch = place.epochs ? Math.min(place.epoch + 1, place.epochs) : place.epoch + 1;
  return place.epochs ? `Training: epoch ${epoch} of ${place.epochs}.` : `Training: epoch ${epoch}.`;
}
