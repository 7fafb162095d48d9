import { InvalidInput, TooLarge } from '#lib/errors.ts';

/**
 * The bytes of a request's body. They are counted as they arrive and given up at the first one too many, so that nobody
 * fills the memory.
 * @param what is sent, as the beginning of a sentence
 * @param remedy what to do where it is more; without it, the limit is repeated
 * @throws TooLarge, InvalidInput
 */
export async function readAtMost(
  request: Request,
  limit: number,
  what: string,
  remedy?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = () => new TooLarge(what, kilobytes(limit), remedy);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw refuse();
  const reader = request.body?.getReader();
  if (!reader) throw new InvalidInput('The request has no body.');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw refuse();
    }
    chunks.push(next.value);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const megabyte = 1024 * 1024;

export const kilobytes = (bytes: number) =>
  bytes % megabyte === 0 ? `${bytes / megabyte} MB` : `${Math.ceil(bytes / 1024)} kB`;
