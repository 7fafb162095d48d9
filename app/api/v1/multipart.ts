import { InvalidInput } from '#lib/errors.ts';
import { codeTooLarge, maxCodeBytes, weightsTooLarge } from '#lib/grading/submission.ts';
import { kilobytes, readAtMost } from '../read-body.ts';

/** Boundaries, names and headers of three parts. */
const envelopeBytes = 16 * 1024;

export type Upload = { code: string; weights: Uint8Array | null; label: string | null };

/**
 * The parts of a multipart submission.
 * @param weightLimit the most bytes that weights may have
 * @throws TooLarge, InvalidInput
 */
export async function readUpload(request: Request, weightLimit: number): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new InvalidInput(
      'A submission is multipart/form-data.',
      'Send the parts `code` and, if you have them, `weights`.',
    );
  }
  const limit = maxCodeBytes + weightLimit + envelopeBytes;
  const remedy = `The code may have ${kilobytes(maxCodeBytes)}, the weights ${kilobytes(weightLimit)}.`;
  const form = await parse(await readAtMost(request, limit, 'The submission', remedy), type);
  const weights = await bytesOf(form.get('weights'));
  if (weights && weights.byteLength > weightLimit) throw weightsTooLarge(weightLimit);
  const code = await textOf(form.get('code'));
  if (code === null)
    throw new InvalidInput('The part `code` is missing.', 'Send the text of the file under that name.');
  return { code, weights, label: await textOf(form.get('label')) };
}

async function parse(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new InvalidInput('The multipart body cannot be read.');
  }
}

async function textOf(part: FormDataEntryValue | null): Promise<string | null> {
  if (part === null || typeof part === 'string') return part;
  if (part.size > maxCodeBytes) throw codeTooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await part.arrayBuffer());
  } catch {
    throw new InvalidInput('The code is not UTF-8 text.', 'Save the file as UTF-8 and send it again.');
  }
}

async function bytesOf(part: FormDataEntryValue | null): Promise<Uint8Array | null> {
  if (part === null) return null;
  if (typeof part === 'string') throw new InvalidInput('The part `weights` must be a file.', 'Give it a file name.');
  return new Uint8Array(await part.arrayBuffer());
}
