/** Files that people send: images that stand in texts, and PDFs that are handed in. What a file is, its bytes say. */

export const imageTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type ImageType = (typeof imageTypes)[number];
export type MediaType = ImageType | 'application/pdf';

const megabyte = 1024 * 1024;

export const limits = {
  imageBytes: 10 * megabyte,
  /** Of the image as it is sent; more would take hundreds of megabytes to decode. */
  imagePixels: 40_000_000,
  /** A longer side is scaled down to this when stored: twice the width of our widest column. */
  imageSide: 2400,
  pdfBytes: 20 * megabyte,
  /** What one person may send within a day. */
  dailyFiles: 100,
  dailyBytes: 200 * megabyte,
};

const dayMs = 24 * 60 * 60_000;
export const startOfDailyLimit = (now: Date): Date => new Date(now.getTime() - dayMs);

export type Sent = { files: number; bytes: number; firstAt: Date | null };

/** Seconds until another file may be sent; 0 when it may be now. @param sent within the last day */
export function secondsUntilNext({ files, bytes, firstAt }: Sent, now: Date): number {
  if (files < limits.dailyFiles && bytes < limits.dailyBytes) return 0;
  return firstAt ? Math.max(1, Math.ceil((firstAt.getTime() + dayMs - now.getTime()) / 1000)) : 0;
}

/** What some bytes are: one of ours, or the name of something else that people send, or null. */
export type Kind = MediaType | 'GIF' | 'SVG' | 'HEIC' | 'AVIF' | 'BMP' | 'TIFF' | null;

const signatures: [Kind, offset: number, bytes: string][] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['HEIC', 4, 'ftyphei'],
  ['HEIC', 4, 'ftypmif1'],
  ['AVIF', 4, 'ftypavif'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
];

/** By content alone: a name says what a sender wants it to be. */
export function kindOf(bytes: Uint8Array): Kind {
  if (/^RIFF.{4}WEBP/s.test(latin1(bytes.subarray(0, 12)))) return 'image/webp';
  for (const [kind, offset, signature] of signatures) {
    if (latin1(bytes.subarray(offset, offset + signature.length)) === signature) return kind;
  }
  const head = latin1(bytes.subarray(0, 1024));
  if (/%PDF-\d\.\d/.test(head)) return 'application/pdf';
  return /^[^<]{0,100}(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(head)
    ? 'SVG'
    : null;
}

/** Whether a PDF arrived to its end: readers look for its last line within the last kilobyte. */
export const isWholePdf = (bytes: Uint8Array): boolean => latin1(bytes.subarray(-1024)).includes('%%EOF');

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

const endings: Record<MediaType, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
};

/** What others read in its place: people name files after themselves. */
export function neutralName({ id, mediaType }: { id: string; mediaType: MediaType }): string {
  return `${mediaType === 'application/pdf' ? 'file' : 'image'}-${id.slice(0, 8)}${endings[mediaType]}`;
}

/** A name to show and to save under: no folders, nothing that turns text around or breaks a line, an ending that is true. */
export function cleanName(name: string, mediaType: MediaType): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const words = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}"<>:|?*]+/gu, ' ')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '');
  return `${Array.from(words).slice(0, 100).join('') || 'file'}${endings[mediaType]}`;
}
