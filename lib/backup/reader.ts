import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createZstdDecompress } from 'node:zlib';
import type { ZodType } from 'zod';
import { InvalidInput } from '#lib/errors.ts';
import {
  countLines,
  endOfRows,
  formatVersion,
  type Header,
  headerSchema,
  newline,
  type Section,
  sectionSchema,
  type Trailer,
  trailerSchema,
} from './core.ts';

/** The rows of one table, as PostgreSQL copies them. They are to be read to their end before the next table. */
export type SectionRows = Section & { rows: AsyncGenerator<Uint8Array> };

export type Backup = {
  header: Header;
  /** Throws at the end where a single bit is not as it was written. */
  sections: () => AsyncGenerator<SectionRows>;
};

const newerFile = () =>
  new InvalidInput(
    'This backup was made by a newer version of the course.',
    'Update the code (`git pull && npm install`), then restore it.',
  );

const damaged = (file: string, what: string) =>
  new InvalidInput(`${file} is damaged: ${what}.`, 'Nothing was changed. Use another copy of it, or an older backup.');

const noBackup = (file: string) =>
  new InvalidInput(`${file} is not a backup of a course.`, 'Name a file that `course backup` or a host has made.');

/** Opens a backup and reads what it is. Memory holds a few pieces of it, however large it is. @throws InvalidInput */
export async function openBackup(file: string): Promise<Backup> {
  await refuseOthers(file);
  const lines = readLines(file);
  const first = parse(headerSchema, await lines.line());
  if (!first) {
    await lines.close();
    throw noBackup(file);
  }
  if (first.version > formatVersion) {
    await lines.close();
    throw newerFile();
  }
  return { header: first, sections: () => sectionsOf(file, lines) };
}

/** Reads a backup to its end. @throws InvalidInput where it is damaged or none */
export async function checkBackup(file: string): Promise<Header> {
  const { header, sections } = await openBackup(file);
  for await (const { rows } of sections()) for await (const _ of rows);
  return header;
}

/** zstd's mark: whatever begins otherwise need not be unpacked to be refused. */
const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

async function refuseOthers(file: string): Promise<void> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InvalidInput(`Cannot read ${file} (${error.code}).`, `It is looked for from ${process.cwd()}.`);
  });
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0).finally(() => handle.close());
  if (bytesRead < 4 || !buffer.equals(magic)) throw noBackup(file);
}

async function* sectionsOf(file: string, lines: Lines): AsyncGenerator<SectionRows> {
  const counted: Trailer['rows'] = {};
  try {
    for (;;) {
      const seal = lines.seal();
      const text = await lines.line();
      const section = parse(sectionSchema, text);
      if (section) {
        const { table } = section;
        if (table in counted) throw damaged(file, `${table} is in it twice`);
        yield { ...section, rows: counting(lines.rows(), counted, table) };
        continue;
      }
      const trailer = parse(trailerSchema, text);
      if (!trailer || !(await lines.ended())) throw damaged(file, 'its end is not what it should be');
      if (trailer.sha256 !== seal) throw damaged(file, 'its checksum is wrong');
      if (JSON.stringify(trailer.rows) !== JSON.stringify(counted)) throw damaged(file, 'rows are missing');
      return;
    }
  } finally {
    await lines.close();
  }
}

async function* counting(rows: AsyncIterable<Uint8Array>, counted: Trailer['rows'], table: string) {
  let count = 0;
  counted[table] = count;
  for await (const piece of rows) {
    count += countLines(piece);
    counted[table] = count;
    yield piece;
  }
}

function parse<T>(schema: ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

type Lines = ReturnType<typeof readLines>;

/** A line that describes something is never longer; rows are not read as lines. */
const longestLine = 1024 * 1024;

/** Reads the unpacked bytes of a file by lines and by runs of rows, and seals what was read. */
function readLines(file: string) {
  const source = createReadStream(file).on('error', (error) => unpacked.destroy(error));
  const unpacked = source.pipe(createZstdDecompress());
  const pieces: AsyncIterator<Buffer> = unpacked[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);

  /** @returns whether there was more */
  async function more(): Promise<boolean> {
    try {
      const { value, done } = await pieces.next();
      if (done) return false;
      held = held.length === 0 ? value : Buffer.concat([held, value]);
      return true;
    } catch (error) {
      throw damaged(file, `it cannot be unpacked (${error instanceof Error ? error.message : error})`);
    }
  }

  function take(length: number): Buffer {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    hash.update(taken);
    return taken;
  }

  return {
    line: async (): Promise<string> => {
      let at = held.indexOf(newline);
      while (at < 0 && held.length < longestLine && (await more())) at = held.indexOf(newline);
      if (at < 0) throw damaged(file, 'it ends in the middle');
      return take(at + 1).toString('utf8');
    },
    /** All up to the line that ends them. Yields as it goes: a row may be large. */
    rows: async function* (): AsyncGenerator<Uint8Array> {
      for (let atLineStart = true; ; ) {
        if (atLineStart) {
          while (held.length < endOfRows.length && (await more()));
          if (held.subarray(0, endOfRows.length).toString('latin1') === endOfRows) {
            take(endOfRows.length);
            return;
          }
        }
        if (held.length === 0 && !(await more())) throw damaged(file, 'it ends in the middle');
        const at = endOfRun(held);
        atLineStart = held[at - 1] === newline;
        yield take(at);
      }
    },
    /** Of everything read so far. */
    seal: () => hash.copy().digest('hex'),
    ended: async () => held.length === 0 && !(await more()),
    close: async () => {
      unpacked.destroy();
      source.destroy();
    },
  };
}

/** Up to where rows may end: before a line that begins with a backslash and a dot, else after the last whole line. */
function endOfRun(bytes: Buffer): number {
  const end = bytes.indexOf(`\n${endOfRows.slice(0, 2)}`);
  if (end >= 0) return end + 1;
  const last = bytes.lastIndexOf(newline);
  return last >= 0 ? last + 1 : bytes.length;
}
