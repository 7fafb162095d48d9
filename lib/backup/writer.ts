import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type { Snapshot } from '#db/snapshot.ts';
import { Conflict, CourseError, InvalidInput } from '#lib/errors.ts';
import { backupFormat, countLines, endOfRows, formatVersion, type Header, type Section, type Trailer } from './core.ts';

export type Written = { file: string; bytes: number; rows: number };

/**
 * Writes a snapshot as a backup: aside, and moved into place when it is whole. Only this user can read it. Memory holds
 * one row at most.
 * @throws InvalidInput, Conflict where nothing can be written at `file`; CourseError where the disk is full
 */
export async function writeBackup(file: string, snapshot: Snapshot, signal?: AbortSignal): Promise<Written> {
  await refuseTaken(file);
  const draft = `${file}.${process.pid}.part`;
  const rows: Trailer['rows'] = {};
  try {
    const disk = createWriteStream(draft, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(bytesOf(snapshot, rows)), createZstdCompress(), disk, { signal });
    await settle(draft);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw explain(file, error);
  }
  const { size } = await stat(file);
  return { file, bytes: size, rows: Object.values(rows).reduce((sum, count) => sum + count, 0) };
}

/** Before anything long begins. */
async function refuseTaken(file: string): Promise<void> {
  const taken = await access(file).then(
    () => true,
    () => false,
  );
  if (taken) throw new Conflict(`${file} exists already.`, 'Choose another name, or move it away.');
}

/** On the disk, not only on its way there: what comes next may be a change that this file is to undo. */
async function settle(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

/** Many rows at a time: a piece for every row would take longer than the compressing. */
const pieceBytes = 64 * 1024;

async function* bytesOf(snapshot: Snapshot, rows: Trailer['rows']): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const { createdAt, migrations, course } = snapshot;
  const header: Header = { format: backupFormat, version: formatVersion, createdAt, migrations, course };
  yield sealed(hash, line(header));
  for await (const { table, columns, copy } of snapshot.tables()) {
    const section: Section = { table, columns };
    yield sealed(hash, line(section));
    rows[table] = 0;
    for await (const piece of pieces(copy)) {
      rows[table] += countLines(piece);
      yield sealed(hash, piece);
    }
    yield sealed(hash, Buffer.from(endOfRows));
  }
  const trailer: Trailer = { rows, sha256: hash.digest('hex') };
  yield line(trailer);
}

const line = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`);

function sealed(hash: Hash, bytes: Uint8Array): Uint8Array {
  hash.update(bytes);
  return bytes;
}

async function* pieces(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const row of rows) {
    held.push(row);
    size += row.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

function explain(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CourseError(507, `The disk is full: ${file} was not written.`, 'Free some space and try again.');
  }
  const folder = path.dirname(file);
  if (code === 'ENOENT') return new InvalidInput(`There is no folder ${folder}.`, 'Make it, or choose another place.');
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new InvalidInput(`This user cannot write to ${folder}.`, 'Choose another place, or change its rights.');
  }
  return error;
}
