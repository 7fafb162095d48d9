import type { BatchPoint, EpochPoint, Logs } from './run-state.ts';

/** One picture: a quantity on training and on validation data. */
export type Curve = { name: string; label: string; key: string };

const labels: Record<string, string> = { loss: 'Loss', acc: 'Accuracy', accuracy: 'Accuracy' };

/** The quantities a run reports, loss first. `val_` twins belong to the same picture. */
export function curvesOf(epochs: readonly EpochPoint[], batches: readonly BatchPoint[]): Curve[] {
  const keys = new Set<string>();
  for (const { logs } of [...epochs.slice(0, 3), ...batches.slice(0, 3)]) {
    for (const key of Object.keys(logs)) keys.add(key.replace(/^val_/, ''));
  }
  return [...keys]
    .sort((a, b) => Number(b === 'loss') - Number(a === 'loss') || a.localeCompare(b))
    .slice(0, 4)
    .map((key) => ({ key, name: key, label: labels[key] ?? key }));
}

/** [x, y] of a key after each epoch. */
export function epochLine(epochs: readonly EpochPoint[], key: string): [number, number][] {
  return epochs.flatMap(({ epoch, logs }) => pointOf(epoch + 1, logs, key));
}

/** [x, y] of a key after each batch that was heard. */
export function batchLine(batches: readonly BatchPoint[], key: string): [number, number][] {
  return batches.flatMap(({ x, logs }) => pointOf(x, logs, key));
}

function pointOf(x: number, logs: Logs, key: string): [number, number][] {
  const y = logs[key];
  return y !== undefined && Number.isFinite(y) ? [[x, y]] : [];
}

/** Loss to three significant figures, shares to three decimals. */
export function formatValue(key: string, value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return /acc/.test(key) ? value.toFixed(3) : value.toPrecision(3);
}
