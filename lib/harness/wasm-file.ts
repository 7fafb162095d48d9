import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where npm put the WASM backend's SIMD binary. */
export function wasmPath(): string {
  return createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm');
}

/** The binary that `startWasm` takes, outside a browser. */
export function readWasm(): Uint8Array {
  return readFileSync(wasmPath());
}
