import { storable } from '#lib/text/core.ts';
import { type Ahead, eventSchema, type HarnessEvent, type Job } from './protocol.ts';

/**
 * How a job goes into the sandbox (on stdin) and events come out (on descriptor 3). A frame is
 *
 *     u32 bytes of header · u32 bytes of attachments · header, JSON in UTF-8 · attachments
 *
 * little-endian. Typed arrays travel as attachments, raw, so that a batch of images never becomes text; the header
 * names each by kind and length and refers to it as `{ "$binary": index }`. Numbers that JSON lacks are
 * `{ "$number": "NaN" }`. Whoever reads trusts nothing: every length is bounded before memory is spent on it.
 */

export type FrameLimits = { maxHeaderBytes: number; maxAttachmentBytes: number };

/** Where an event's frame may not go: a topology of two million characters must fit, weights and predictions too. */
const eventLimits: FrameLimits = { maxHeaderBytes: 8 * 2 ** 20, maxAttachmentBytes: 256 * 2 ** 20 };
const jobLimits: FrameLimits = { maxHeaderBytes: 16 * 2 ** 20, maxAttachmentBytes: 2 ** 30 };
const maxAttachments = 16;
const prefixBytes = 8;

/** Why bytes are not frames, or not the events we accept. */
export class MalformedFrame extends Error {
  override name = 'MalformedFrame';
}

export const encodeJob = (job: Job | Ahead): Uint8Array[] => encodeFrame(job);
export const encodeEvent = (event: HarnessEvent): Uint8Array[] => encodeFrame(event);

type Binary = Float32Array | Uint8Array;
type BinaryKind = 'f32' | 'u8';

/** The pieces of a frame, to be written one after the other; attachments are not copied. */
export function encodeFrame(message: unknown): Uint8Array[] {
  const binaries: Binary[] = [];
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key]; // `value` is what a Buffer's toJSON has made of it
    if (raw instanceof Float32Array || raw instanceof Uint8Array) return { $binary: binaries.push(raw) - 1 };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
    return value;
  });
  const kinds = binaries.map((binary) => [binary instanceof Float32Array ? 'f32' : 'u8', binary.byteLength]);
  const header = new TextEncoder().encode(`{"binaries":${JSON.stringify(kinds)},"message":${text}}`);
  const prefix = new Uint8Array(prefixBytes);
  const view = new DataView(prefix.buffer);
  view.setUint32(0, header.length, true);
  view.setUint32(
    4,
    binaries.reduce((sum, binary) => sum + binary.byteLength, 0),
    true,
  );
  return [
    prefix,
    header,
    ...binaries.map((binary) => new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)),
  ];
}

/**
 * Reads events as their bytes arrive. After it has thrown once, nothing more can be read from it. Every text in them is
 * one that can be stored: whatever student code says comes through here.
 */
export class EventReader {
  readonly #frames = new FrameReader(eventLimits, storable);

  /** @throws MalformedFrame */
  *push(chunk: Uint8Array): Generator<HarnessEvent> {
    for (const message of this.#frames.push(chunk)) {
      const event = eventSchema.safeParse(message);
      if (!event.success) throw new MalformedFrame(`Not an event: ${event.error.issues[0]?.message ?? 'unknown'}`);
      yield event.data;
    }
  }

  /** Whether an unfinished frame is waiting for its rest. */
  get midFrame(): boolean {
    return this.#frames.pendingBytes > 0;
  }
}

/** Reads what a sandbox is given. Its writer is our own parent process, so only the framing is checked. */
export class JobReader {
  readonly #frames = new FrameReader(jobLimits);

  /** What is complete with this chunk. @throws MalformedFrame */
  *push(chunk: Uint8Array): Generator<Job | Ahead> {
    for (const message of this.#frames.push(chunk)) yield message as Job | Ahead; // written by encodeJob in the parent
  }
}

/** Cuts a stream of bytes into messages. */
export class FrameReader {
  readonly #limits: FrameLimits;
  readonly #text: (text: string) => string;
  readonly #queue = new ByteQueue();
  #expected: { header: number; attachments: number } | undefined;

  /** @param text what becomes of every text in a message */
  constructor(limits: FrameLimits, text = (as: string) => as) {
    this.#limits = limits;
    this.#text = text;
  }

  get pendingBytes(): number {
    return this.#queue.length + (this.#expected ? prefixBytes : 0);
  }

  /** Every message that is complete with this chunk. @throws MalformedFrame */
  *push(chunk: Uint8Array): Generator<unknown> {
    this.#queue.add(chunk);
    for (;;) {
      this.#expected ??= this.#readPrefix();
      if (!this.#expected) return;
      const { header, attachments } = this.#expected;
      if (this.#queue.length < header + attachments) return;
      this.#expected = undefined;
      yield decodeFrame(this.#queue.take(header), attachments, this.#queue, this.#text);
    }
  }

  #readPrefix() {
    if (this.#queue.length < prefixBytes) return undefined;
    const bytes = this.#queue.take(prefixBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, prefixBytes);
    const header = view.getUint32(0, true);
    const attachments = view.getUint32(4, true);
    if (header > this.#limits.maxHeaderBytes) throw new MalformedFrame(`A header of ${header} bytes is too long.`);
    if (attachments > this.#limits.maxAttachmentBytes)
      throw new MalformedFrame(`Attachments of ${attachments} bytes are too long.`);
    return { header, attachments };
  }
}

/** @param attachments bytes of them, which `queue` holds next */
function decodeFrame(
  header: Uint8Array,
  attachments: number,
  queue: ByteQueue,
  kept: (text: string) => string,
): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(header);
    const outer: unknown = JSON.parse(text);
    if (!isRecord(outer) || Object.keys(outer).join() !== 'binaries,message') {
      throw new MalformedFrame('The header has other parts than it should.');
    }
    const binaries = takeBinaries(outer.binaries, attachments, queue);
    return revive(outer.message, { binaries, kept }, 0);
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame('The header is not JSON in UTF-8.');
  }
}

/** The attachments, each in memory of its own: aligned, and never a window onto its neighbours. */
function takeBinaries(described: unknown, bytes: number, queue: ByteQueue): Binary[] {
  if (!Array.isArray(described) || described.length > maxAttachments) throw new MalformedFrame('Too many attachments.');
  const entries = described.map(describedBinary);
  const length = entries.reduce((sum, entry) => sum + entry.length, 0);
  if (length > bytes) throw new MalformedFrame('An attachment runs past the end of its frame.');
  if (length < bytes) throw new MalformedFrame('Bytes are left over after the attachments.');
  return entries.map(({ kind, length }) => {
    const own = queue.take(length);
    return kind === 'u8' ? own : new Float32Array(own.buffer, 0, length / 4);
  });
}

function describedBinary(entry: unknown): { kind: BinaryKind; length: number } {
  const [kind, length]: unknown[] = Array.isArray(entry) ? entry : [];
  const valid = (kind === 'u8' || kind === 'f32') && typeof length === 'number' && Number.isSafeInteger(length);
  if (!valid || length < 0 || (kind === 'f32' && length % 4 !== 0))
    throw new MalformedFrame('An attachment is not described.');
  return { kind, length };
}

/** Deeper than any event or job; a deeper message is an attempt to exhaust the stack. */
const maxDepth = 32;

type Parts = { binaries: Binary[]; kept: (text: string) => string };

/** Puts attachments and special numbers back into a parsed header, without touching any prototype. */
function revive(value: unknown, parts: Parts, depth: number): unknown {
  if (typeof value === 'string') return parts.kept(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) throw new MalformedFrame('The header is nested too deeply.');
  if (Array.isArray(value)) return value.map((item) => revive(item, parts, depth + 1));
  const keys = Object.keys(value);
  const record = value as Record<string, unknown>; // parsed JSON that is neither array nor null
  if (keys.length === 1 && keys[0] === '$binary') return binaryAt(record.$binary, parts.binaries);
  if (keys.length === 1 && keys[0] === '$number') return specialNumber(record.$number);
  return Object.fromEntries(keys.map((key) => [parts.kept(key), revive(record[key], parts, depth + 1)]));
}

function binaryAt(index: unknown, binaries: Binary[]): Binary {
  const binary = typeof index === 'number' ? binaries[index] : undefined;
  if (!binary) throw new MalformedFrame('An attachment is missing.');
  return binary;
}

function specialNumber(name: unknown): number {
  if (name !== 'NaN' && name !== 'Infinity' && name !== '-Infinity') throw new MalformedFrame('Not a special number.');
  return Number(name);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Chunks as they came, joined only when a whole piece is asked for: no byte is copied more than once. */
class ByteQueue {
  #chunks: Uint8Array[] = [];
  length = 0;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next `count` bytes, which must be there, in memory of their own. */
  take(count: number): Uint8Array<ArrayBuffer> {
    this.length -= count;
    const joined = new Uint8Array(count);
    let filled = 0;
    let used = 0;
    while (filled < count) {
      const chunk = this.#chunks[used] ?? new Uint8Array(0);
      const part = chunk.subarray(0, count - filled);
      joined.set(part, filled);
      filled += part.length;
      if (part.length === chunk.length) used++;
      else this.#chunks[used] = chunk.subarray(part.length);
    }
    this.#chunks.splice(0, used);
    return joined;
  }
}
