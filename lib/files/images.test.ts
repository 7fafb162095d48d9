import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { InvalidInput, TooLarge } from '#lib/errors.ts';
import { kindOf } from './core.ts';
import { cleanImage } from './images.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 60, b: 20 } } });

/** A photo as a phone takes it: on its side, with place, camera and a note behind its end. */
async function photo(): Promise<Uint8Array> {
  const exif = {
    IFD0: { Make: 'Phone', Artist: 'Ada Lovelace' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 18/1 0/1' },
  };
  const jpeg = await picture(60, 40).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  return new Uint8Array(Buffer.concat([jpeg, Buffer.from('<script>hidden</script>')]));
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('an image is drawn anew', () => {
  test('without place, camera, or what hid behind its end', async () => {
    const sent = await photo();
    expect(text(sent)).toMatch(/Ada Lovelace[\s\S]*hidden/);
    const clean = await cleanImage(sent, 'image/jpeg');
    expect(text(clean.bytes)).not.toMatch(/Ada Lovelace|Phone|Exif|hidden/);
    expect((await sharp(clean.bytes).metadata()).exif).toBeUndefined();
  });

  test('upright, as its camera said', async () => {
    expect(await cleanImage(await photo(), 'image/jpeg')).toMatchObject({ width: 40, height: 60 });
  });

  test.each(['image/png', 'image/jpeg', 'image/webp'] as const)('%s stays what it is', async (type) => {
    const sent = await picture(10, 10)
      .toFormat(type === 'image/png' ? 'png' : type === 'image/jpeg' ? 'jpeg' : 'webp')
      .toBuffer();
    expect(kindOf((await cleanImage(new Uint8Array(sent), type)).bytes)).toBe(type);
  });

  test('scaled down to 2400 pixels, never up', async () => {
    const wide = new Uint8Array(await picture(4800, 100).png().toBuffer());
    expect(await cleanImage(wide, 'image/png')).toMatchObject({ width: 2400, height: 50 });
  });

  test('the same one gives the same bytes', async () => {
    const sent = await photo();
    const [one, two] = [await cleanImage(sent, 'image/jpeg'), await cleanImage(sent, 'image/jpeg')];
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
  });
});

describe('what cannot be drawn is refused in words', () => {
  test('more than 40 megapixels, though small on the wire', async () => {
    const bomb = new Uint8Array(await picture(10_000, 5_000).png({ compressionLevel: 9 }).toBuffer());
    expect(bomb.byteLength).toBeLessThan(1_000_000);
    await expect(cleanImage(bomb, 'image/png')).rejects.toThrow(TooLarge);
  });

  test.each([
    ['cut off', async () => (await photo()).subarray(0, 300)],
    ['a signature and then nothing', async () => Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'))],
    [
      'a drawing that says it is WebP',
      async () => Buffer.from('<svg x="WEBP" xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['nonsense', async () => Uint8Array.from({ length: 500 }, (_, i) => (i * 31) % 256)],
  ])('%s', async (_, make) => {
    await expect(cleanImage(await make(), 'image/png')).rejects.toThrow(InvalidInput);
  });

  test('and the next in line is drawn all the same', async () => {
    const broken = cleanImage(new Uint8Array(3), 'image/png');
    const good = cleanImage(await photo(), 'image/jpeg');
    await expect(broken).rejects.toThrow(InvalidInput);
    expect((await good).width).toBe(40);
  });
});
