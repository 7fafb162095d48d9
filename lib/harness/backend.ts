import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import wasmFactory from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import type { TfModule } from './compile.ts';
import { installTrainingKernels } from './kernels/install.ts';

/** What computes, and whether it keeps all 32 bits of a number. */
export type BackendInfo = { name: 'webgl' | 'wasm' | 'cpu'; float32: boolean };

let wasmRegistered = false;

/**
 * Starts the WASM backend: one thread, SIMD, fetching nothing.
 * @param binary bytes of `tfjs-backend-wasm-simd.wasm`: from `readWasm()` in Node, from the page in the browser
 */
export async function startWasm(tf: TfModule, binary: Uint8Array): Promise<BackendInfo> {
  if (!wasmRegistered) {
    const module = await instantiate(binary);
    // The package registered a factory that would fetch its binary by URL.
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', () => new BackendWasm(module), 1);
    wasmRegistered = true;
  }
  await tf.setBackend('wasm');
  installTrainingKernels();
  return { name: 'wasm', float32: true };
}

type WasmModule = Awaited<ReturnType<typeof wasmFactory>>;

/** The WASM module with the five functions that `BackendWasm` expects on it. */
async function instantiate(binary: Uint8Array): Promise<WasmModule> {
  const config = { wasmBinary: binary, locateFile: (path: string) => path };
  const module = await wasmFactory(config);
  // emscripten's own types are not installed; `cwrap` is the one thing of it we call.
  const { cwrap } = module as unknown as {
    cwrap(name: string, result: 'number' | null, parameters: 'number'[]): (...args: number[]) => number;
  };
  module.tfjs = {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose: cwrap('dispose', null, []),
  };
  return module;
}

/**
 * Starts what computes fastest in a browser's worker: WebGL where a GPU renders 32-bit floats, else WASM, which is
 * several times faster than a WebGL that the processor imitates.
 * @param wanted `webgl` and `wasm` insist; a WebGL that does not exist still falls back to WASM
 */
export async function startBrowserBackend(
  tf: TfModule,
  wanted: 'auto' | 'webgl' | 'wasm',
  binary: Uint8Array,
): Promise<BackendInfo> {
  if (wanted === 'webgl' || (wanted === 'auto' && hasGpu())) {
    const webgl = await startWebgl(tf);
    if (webgl && (webgl.float32 || wanted === 'webgl')) return webgl;
  }
  return startWasm(tf, binary);
}

/** Whether WebGL is more than a program on the processor, as far as the driver's name tells. */
function hasGpu(): boolean {
  if (typeof OffscreenCanvas === 'undefined') return false;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return false;
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
}

async function startWebgl(tf: TfModule): Promise<BackendInfo | null> {
  try {
    // setBackend throws or says false where there is no usable context.
    if (!tf.findBackendFactory('webgl') || !(await tf.setBackend('webgl'))) return null;
    return { name: 'webgl', float32: keepsFloat32(tf) };
  } catch {
    return null;
  }
}

/** Asks by computing, since drivers claim more than they do: 16-bit floats lose both of these. */
function keepsFloat32(tf: TfModule): boolean {
  const [fine, large] = tf.tidy(() =>
    tf
      .tensor1d([1 + 2 ** -20, 100_000])
      .mul(1)
      .dataSync(),
  );
  return fine === Math.fround(1 + 2 ** -20) && large === 100_000;
}
