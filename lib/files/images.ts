import sharp, { type Sharp } from 'sharp';
import { InvalidInput, TooLarge } from '#lib/errors.ts';
import { type ImageType, limits } from './core.ts';

export type CleanImage = { bytes: Uint8Array; width: number; height: number };

// One image at a time, on one thread: a decoded one takes up to 160 MB, and pages are served by the same machine.
sharp.concurrency(1);
sharp.cache(false);
let last: Promise<unknown> = Promise.resolve();

/**
 * The same picture, drawn anew: upright as its camera said, at most 2400 pixels a side, and nothing else that was in the
 * file, neither place nor camera nor anything hidden behind its end.
 * @throws InvalidInput, TooLarge
 */
export function cleanImage(bytes: Uint8Array, type: ImageType): Promise<CleanImage> {
  const next = last.then(() => redraw(bytes, type));
  last = next.catch(() => {}); // the next in line does not fail with it
  return next;
}

async function redraw(bytes: Uint8Array, type: ImageType): Promise<CleanImage> {
  await check(bytes, type);
  const picture = sharp(bytes, { limitInputPixels: limits.imagePixels, failOn: 'error' })
    .autoOrient()
    .resize({ width: limits.imageSide, height: limits.imageSide, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .timeout({ seconds: 30 });
  const { data, info } = await encode(picture, type).toBuffer({ resolveWithObject: true }).catch(refuse);
  return { bytes: new Uint8Array(data), width: info.width, height: info.height };
}

/** The decoder that is asked is the one for what the bytes began as: no other may be reached by a disguise. */
async function check(bytes: Uint8Array, type: ImageType): Promise<void> {
  const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata().catch(refuse);
  if (`image/${format}` !== type) refuse();
  if (width * height > limits.imagePixels) throw new TooLarge('The image', `${limits.imagePixels / 1e6} megapixels`);
}

function encode(picture: Sharp, type: ImageType): Sharp {
  if (type === 'image/png') return picture.png({ compressionLevel: 9 });
  return type === 'image/jpeg' ? picture.jpeg({ quality: 85, mozjpeg: true }) : picture.webp({ quality: 85 });
}

/** What the decoder says helps nobody who only wanted to send a picture. */
function refuse(): never {
  throw new InvalidInput(
    'The image is broken: it cannot be decoded to its end.',
    'Open it in an image program, save it again and send that.',
  );
}
