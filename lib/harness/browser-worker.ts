import './browser-globals.ts';
import * as tf from '@tensorflow/tfjs';
import { startBrowserBackend } from './backend.ts';
import type { FromWorker, StartMessage, ToWorker } from './browser-messages.ts';
import { lineOf } from './compile.ts';
import { describeThrown, StopSignal } from './fault.ts';
import type { HarnessEvent } from './protocol.ts';
import { createHarness } from './run.ts';

/**
 * The harness in the browser: a worker inside the null-origin frame. It speaks through one port that leads straight to
 * the page. Student code runs in this very scope, so the page believes nothing it has not checked.
 */
addEventListener('message', (event: MessageEvent<StartMessage>) => start(event.data, event.ports[0]), { once: true });

async function start({ backend: wanted, wasm }: StartMessage, port: MessagePort | undefined): Promise<void> {
  if (!port) return;
  const say = (message: FromWorker) => port.postMessage(message);
  let job = 0;
  const emit = (event: HarnessEvent) => say({ type: 'event', job, event });
  listenForErrors(emit);
  emit({ type: 'phase', phase: 'loading' });
  const backend = await startBrowserBackend(tf, wanted, new Uint8Array(wasm)).catch(describeThrown);
  if (typeof backend === 'string') {
    emit({
      type: 'failure',
      note: { code: 'no_result', phase: 'build', detail: `Nothing here can compute. ${backend}` },
    });
    return emit({ type: 'done', stopped: false });
  }
  const harness = createHarness({ tf, emit, backend, beat: () => say({ type: 'beat' }) });
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data.type === 'stop') return harness.stop();
    job = data.id;
    void harness.run(data.job);
  };
}

/** Errors nobody caught: of a timer, or of a promise that was not awaited. */
function listenForErrors(emit: (event: HarnessEvent) => void): void {
  const tell = (thrown: unknown, line = lineOf(thrown)) =>
    emit({ type: 'log', level: 'error', text: `Uncaught ${describeThrown(thrown)}`, ...(line ? { line } : {}) });
  addEventListener('error', (event) => {
    event.preventDefault();
    tell(event.error ?? event.message);
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    if (!(event.reason instanceof StopSignal)) tell(event.reason); // Stop, heard by a fit that nobody awaits
  });
}
