import type { LayerSummary } from '#lib/harness/protocol.ts';
import type { EpochPoint } from './run-state.ts';

/** Runs kept in this browser: code, curves and weights, so that they outlive a reload and a crash. */

export type RunRecord = {
  id: string;
  /** Whose, and of which assignment: a shared computer keeps them apart. */
  scope: string;
  number: number;
  startedAt: number;
  quick: boolean;
  /** A record that says `running` after a reload is one whose page went away in the middle: `interrupted`. */
  status: 'running' | 'done' | 'stopped' | 'interrupted' | 'failed';
  code: string;
  epochs: EpochPoint[];
  model: { layers: LayerSummary[]; parameters: number; topology: string } | null;
  weights: Uint8Array | null;
  /** The assignment's first metric on the whole validation data, measured by our checker after the run. */
  score: number | null;
  backend: string | null;
};

const kept = 20;
const storeName = 'runs';

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('course-workbench', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: 'id' }).createIndex('scope', 'scope');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/** Oldest first. Empty where the browser keeps nothing (a private window, say). */
export async function listRuns(scope: string): Promise<RunRecord[]> {
  try {
    const store = (await open()).transaction(storeName).objectStore(storeName);
    const all: RunRecord[] = await settled(store.index('scope').getAll(scope));
    return all.sort((a, b) => a.number - b.number);
  } catch {
    return [];
  }
}

/** Writes one run and drops the oldest beyond twenty. A full or absent store is no reason to stop training. */
export async function putRun(run: RunRecord): Promise<void> {
  try {
    const store = (await open()).transaction(storeName, 'readwrite').objectStore(storeName);
    await settled(store.put(run));
    const all: RunRecord[] = await settled(store.index('scope').getAll(run.scope));
    const old = all.sort((a, b) => b.number - a.number).slice(kept);
    await Promise.all(old.map(({ id }) => settled(store.delete(id))));
  } catch {
    // The run goes on in memory; after a reload it is gone.
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
