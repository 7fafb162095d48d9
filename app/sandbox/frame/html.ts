import { createHash } from 'node:crypto';

/**
 * The frame's whole program. It is given the harness's text and the WASM binary, makes workers of them, and takes them
 * away. It holds no data, and student code runs in its workers, never in its own scope.
 */
const script = `
'use strict';
addEventListener('message', (event) => {
  if (event.source !== parent || !event.ports[0]) return;
  const { bundle, wasm } = event.data;
  const [control] = event.ports;
  const url = URL.createObjectURL(new Blob([bundle], { type: 'text/javascript' }));
  let worker = null;
  control.onmessage = ({ data, ports }) => {
    worker?.terminate();
    worker = null;
    if (data.type !== 'start') return;
    worker = new Worker(url, { name: 'model' });
    worker.onerror = (error) => {
      error.preventDefault();
      control.postMessage({ type: 'crashed', message: String(error.message) });
    };
    worker.postMessage({ backend: data.backend, wasm }, ports);
  };
  control.postMessage({ type: 'opened' });
}, { once: true });
`;

export const frameHtml = `<!doctype html><meta charset="utf-8"><title>Sandbox</title><script>${script}</script>`;

const scriptHash = createHash('sha256').update(script).digest('base64');

/**
 * Null origin even when opened by itself, and closed to the world: no network, no storage, nobody to talk to but the
 * page that embeds it. Workers made from a blob inherit all of it.
 */
export const framePolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  // Evaluating the student's file is what the frame is for; no other script may come in, from a blob or from anywhere.
  `script-src 'sha256-${scriptHash}' 'unsafe-eval' 'wasm-unsafe-eval'`,
  'worker-src blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
