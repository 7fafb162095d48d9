import type { Split, TensorData } from '#lib/harness/protocol.ts';
import { decode } from '#lib/harness/safetensors.ts';
import { paths } from '#lib/paths.ts';

export type VisibleData = { train: Split; validation: Split };

/** Both visible splits. @throws with a sentence where they cannot be fetched */
export async function fetchData(slug: string): Promise<VisibleData> {
  const [train, validation] = await Promise.all([fetchSplit(slug, 'train'), fetchSplit(slug, 'validation')]);
  return { train, validation };
}

async function fetchSplit(slug: string, split: string): Promise<Split> {
  const response = await fetch(paths.api.data(slug, split), { headers: { accept: 'application/gzip' } });
  if (!response.ok) throw new Error(`The ${split} data could not be loaded (${response.status}). Reload the page.`);
  const tensors = decode(await unpacked(response));
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
