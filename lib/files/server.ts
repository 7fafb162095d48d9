import { createHash } from 'node:crypto';
import { findFile, insertFile, lockFilesOf, readFileBytes, sumFilesSince } from '#db/queries/files.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { Forbidden, InvalidInput, NotFound, TooLarge, TooMany } from '#lib/errors.ts';
import {
  cleanName,
  isWholePdf,
  kindOf,
  limits,
  type MediaType,
  neutralName,
  secondsUntilNext,
  startOfDailyLimit,
} from './core.ts';
import { cleanImage } from './images.ts';

export type StoredFile = {
  id: string;
  name: string;
  mediaType: MediaType;
  /** Pixels; null for a PDF. */
  width: number | null;
  height: number | null;
};

/**
 * Stores an image, redrawn, or a PDF, as it is, for the caller. The same content twice is one file.
 * @throws InvalidInput, TooLarge, TooMany
 */
export async function storeFile(ctx: Context, sent: { name: string; bytes: Uint8Array }): Promise<StoredFile> {
  if (!can.sendFile(ctx.user)) throw new Forbidden();
  await refuseTooMany(ctx);
  const mediaType = check(sent.bytes);
  const content = await contentOf(sent.bytes, mediaType);
  const row = {
    ...content,
    ownerId: ctx.user.id,
    name: cleanName(sent.name, mediaType),
    mediaType,
    sha256: createHash('sha256').update(content.bytes).digest('hex'),
    createdAt: ctx.now,
  };
  return ctx.db.transaction(async (tx) => {
    await lockFilesOf(tx, ctx.user.id);
    await refuseTooMany({ ...ctx, db: tx }); // others may have come while this one was drawn
    const stored = await insertFile(tx, row);
    if (!stored) throw new NotFound('The file');
    return stored;
  });
}

async function refuseTooMany(ctx: Context): Promise<void> {
  const sent = await sumFilesSince(ctx.db, ctx.user.id, startOfDailyLimit(ctx.now));
  const seconds = secondsUntilNext(sent, ctx.now);
  if (seconds === 0) return;
  const most = `${limits.dailyFiles} files or ${limits.dailyBytes / 1024 / 1024} MB`;
  throw new TooMany(`You have sent ${sent.files} files within a day; ${most} is the most.`, seconds);
}

function check(bytes: Uint8Array): MediaType {
  if (bytes.byteLength === 0) throw new InvalidInput('The file is empty.', 'Choose it again.');
  const kind = kindOf(bytes);
  if (kind === null) {
    throw new InvalidInput(
      'The file is neither a PNG, JPEG or WebP image nor a PDF, whatever its name says.',
      'Export it as one of these and send that.',
    );
  }
  if (kind === 'application/pdf') checkPdf(bytes);
  else if (!kind.startsWith('image/')) {
    throw new InvalidInput(`${kind} images are not taken.`, 'Save the image as PNG or JPEG and send that.');
  } else if (bytes.byteLength > limits.imageBytes) throw new TooLarge('The image', '10 MB');
  return kind as MediaType; // what is left of the kinds
}

function checkPdf(bytes: Uint8Array): void {
  if (bytes.byteLength > limits.pdfBytes) throw new TooLarge('The PDF', '20 MB');
  if (!isWholePdf(bytes)) {
    throw new InvalidInput(
      'The PDF is cut off: its last line is missing.',
      'Export or download it again and send that.',
    );
  }
}

async function contentOf(bytes: Uint8Array, mediaType: MediaType) {
  return mediaType === 'application/pdf' ? { bytes, width: null, height: null } : cleanImage(bytes, mediaType);
}

export type FileInfo = StoredFile & { sha256: string };

/**
 * Who may not have it does not learn that there is such a file. Only its owner reads its name: it may say who wrote an
 * anonymous post, or a text whose author is hidden from graders.
 * @throws NotFound
 */
export async function getFile(ctx: Context, id: string): Promise<FileInfo> {
  const file = isId(id) ? await findFile(ctx.db, id, ctx.user.id) : null;
  if (!file || !can.readFile(ctx.user, file)) throw new NotFound('This file');
  const { ownerId, isShared: _shared, ...info } = file;
  return ownerId === ctx.user.id ? info : { ...info, name: neutralName(info) };
}

/** @throws NotFound */
export async function readFile(ctx: Context, id: string): Promise<FileInfo & { bytes: Uint8Array }> {
  const info = await getFile(ctx, id);
  const bytes = await readFileBytes(ctx.db, id);
  if (!bytes) throw new NotFound('This file');
  return { ...info, bytes };
}

const isId = (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
