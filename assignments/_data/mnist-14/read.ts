import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Handwritten digits, 14x14 grey values 0…255, row by row, one image after another. */
export type Digits = { count: number; side: number; labels: Uint8Array; pixels: Uint8Array };

const sourceSchema = z.object({ images: z.int().positive(), side: z.int().positive(), sha256: z.string() });

/** Reads the committed digits. Throws when they are not, byte for byte, those that `source.json` describes. */
export function readDigits(folder = import.meta.dirname): Digits {
  const {
    images: count,
    side,
    sha256,
  } = sourceSchema.parse(JSON.parse(readFileSync(join(folder, 'source.json'), 'utf8')));
  const bytes = unpack(join(folder, 'digits.bin.gz'));
  if (bytes.length !== count * (1 + side * side) || createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw damaged(folder);
  }
  return { count, side, labels: bytes.subarray(0, count), pixels: bytes.subarray(count) };
}

function unpack(file: string): Uint8Array {
  try {
    return gunzipSync(readFileSync(file));
  } catch (cause) {
    throw damaged(file, cause);
  }
}

function damaged(where: string, cause?: unknown): Error {
  return new Error(
    `The digits in ${where} are damaged or incomplete. Restore them with "git checkout" or rebuild them with "node assignments/_data/mnist-14/build.ts".`,
    { cause },
  );
}
