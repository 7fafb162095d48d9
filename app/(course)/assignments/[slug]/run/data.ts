import type { Case } from '#lib/grading/core/call-test.ts';
import { decodeCases } from '#lib/harness/cases.ts';
import type { Split, TensorData } from '#lib/harness/protocol.ts';
import { decode } from '#lib/harness/safetensors.ts';
import { paths } from '#lib/paths.ts';

export type VisibleData = { train: Split; validation: Split };

/** Both visible splits. @throws with a sentence where they cannot be fetched */
export async function fetchData(slug: string): Promise<VisibleData> {
  const [train, validation] = await Promise.all([fetchSplit(slug, 'train'), fetchSplit(slug, 'validation')]);
  return { train, validation };
}

/** The visible cases of functions: they lie where a model's validation data would. @throws as `fetchData` */
export async function fetchCases(slug: string): Promise<Case[]> {
  return decodeCases(await fetchFile(slug, 'validation', 'examples'));
}

async function fetchFile(slug: string, split: string, name: string): Promise<Uint8Array> {
  const response = await fetch(paths.api.data(slug, split), { headers: { accept: 'application/gzip' } });
  if (!response.ok) throw new Error(`The ${name} could not be loaded (${response.status}). Reload the page.`);
  return unpacked(response);
}

async function fetchSplit(slug: string, split: string): Promise<Split> {
  const tensors = decode(await fetchFile(slug, split, `${split} data`));
  const named = (name: string): TensorData => {
    const tensor = tensors.find((one) => one.name === name);
    if (!tensor) throw new Error(`The ${split} data holds no "${name}".`);
    return { shape: tensor.shape, data: Float32Array.from(tensor.data) };
  };
  return { x: named('x'), y: named('y') };
}

/** A tenth of the bytes travel; a proxy may have unpacked them already. */
async function unpacked(response: Response): Promise<Uint8Array> {
  const packed = response.headers.get('content-type') === 'application/gzip';
  const body = packed ? response.body?.pipeThrough(new DecompressionStream('gzip')) : response.body;
  return new Uint8Array(await new Response(body).arrayBuffer());
}
