import type { HarnessEvent, Job } from './protocol.ts';

/** What page, frame and worker say to each other. */

export type WantedBackend = 'auto' | 'webgl' | 'wasm';

/** Page to frame, once, with the control port: what every worker is made of. */
export type FrameSetup = { bundle: string; wasm: ArrayBuffer };

/** Page to frame, over the control port; `start` carries the worker's own port to the page. */
export type ToFrame = { type: 'start'; backend: WantedBackend } | { type: 'kill' };

/** Frame to worker, with the port to the page. */
export type StartMessage = { backend: WantedBackend; wasm: ArrayBuffer };

/** Frame to page: the worker could not be started, or died. */
export type FromFrame = { type: 'opened' } | { type: 'crashed'; message: string };

/** Page to worker. Jobs are numbered from 0; the first may be sent before the worker has started. */
export type ToWorker = { type: 'job'; id: number; job: Job } | { type: 'stop' };

/** Worker to page: claims, to be validated. `beat` says that code is between two batches, alive. */
export type FromWorker = { type: 'beat' } | { type: 'event'; job: number; event: HarnessEvent };
