/**
 * The safetensors format: eight bytes with the length of a JSON header, the header, then the tensors' raw bytes,
 * little-endian and row-major. The reader trusts nothing: every number is checked before a byte is touched, and a file
 * whose tensors overlap, leave gaps or run past its end is refused.
 */

export type Tensor =
  | { name: string; dtype: 'F32'; shape: number[]; data: Float32Array }
  | { name: string; dtype: 'I32'; shape: number[]; data: Int32Array }
  | { name: string; dtype: 'U8'; shape: number[]; data: Uint8Array };

export type DecodeLimits = { maxBytes: number; maxTensors: number };

const defaultLimits: DecodeLimits = { maxBytes: 512 * 1024 * 1024, maxTensors: 1000 };
const maxRank = 8;
const maxNameLength = 200;
/** Room for the longest entry a header may hold, times the number of tensors. */
const headerBytesPerTensor = 512;

const bytesPerElement = { F32: 4, I32: 4, U8: 1 } as const;
type Dtype = keyof typeof bytesPerElement;

/** Why bytes are not the safetensors we accept. */
export class MalformedTensors extends Error {
  override name = 'MalformedTensors';
}

/** Bytes of a safetensors file with these tensors in this order. Names must be distinct. */
export function encode(tensors: readonly Tensor[]): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(JSON.stringify(headerOf(tensors)));
  // Padded with spaces, so that the data starts at a multiple of eight and can be viewed in place.
  const headerLength = Math.ceil(header.length / 8) * 8;
  const dataLength = tensors.reduce((sum, tensor) => sum + tensor.data.byteLength, 0);
  const file = new Uint8Array(8 + headerLength + dataLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(header, 8);
  let offset = 8 + headerLength;
  for (const { data } of tensors) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return file;
}

function headerOf(tensors: readonly Tensor[]) {
  const entries = new Map<string, { dtype: Dtype; shape: number[]; data_offsets: [number, number] }>();
  let offset = 0;
  for (const { name, dtype, shape, data } of tensors) {
    if (name === '__metadata__' || name.length > maxNameLength) throw new MalformedTensors(`"${name}" is not a name.`);
    if (entries.has(name)) throw new MalformedTensors(`Two tensors are named "${name}".`);
    if (sizeOf(shape) !== data.length)
      throw new MalformedTensors(`"${name}": ${data.length} values do not fill the shape [${shape}].`);
    entries.set(name, { dtype, shape: [...shape], data_offsets: [offset, offset + data.byteLength] });
    offset += data.byteLength;
  }
  return Object.fromEntries(entries);
}

/**
 * The tensors of a safetensors file, in the order of their bytes. Each has memory of its own.
 * @throws MalformedTensors saying what is wrong
 */
export function decode(bytes: Uint8Array, limits: Partial<DecodeLimits> = {}): Tensor[] {
  const { maxBytes, maxTensors } = { ...defaultLimits, ...limits };
  if (bytes.byteLength > maxBytes) refuse(`The file has ${bytes.byteLength} bytes; at most ${maxBytes} are allowed.`);
  const { entries, data } = readHeader(bytes, maxTensors);
  // Empty tensors may share an offset with their neighbour: the order of ends decides, then that of the header.
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { name, begin, end } of entries) {
    if (end > data.byteLength)
      refuse(`"${name}" ends at byte ${end} of the data, of which there are ${data.byteLength}.`);
    if (begin !== expected) refuse(`"${name}" starts at byte ${begin} of the data instead of ${expected}.`);
    expected = end;
  }
  if (expected !== data.byteLength) refuse(`The tensors fill ${expected} of ${data.byteLength} bytes of data.`);
  return entries.map((entry) => toTensor(entry, data));
}

type Entry = { name: string; dtype: Dtype; shape: number[]; begin: number; end: number };

function readHeader(bytes: Uint8Array, maxTensors: number): { entries: Entry[]; data: Uint8Array } {
  if (bytes.byteLength < 10) refuse('The file is too short to hold a header.');
  const length = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  const limit = (maxTensors + 1) * headerBytesPerTensor;
  // Any other kind of file reads as a number without end here.
  if (length > BigInt(limit)) refuse(`The first eight bytes claim a header of ${length} bytes; at most ${limit}.`);
  const headerEnd = 8 + Number(length);
  if (headerEnd > bytes.byteLength) refuse('The header runs past the end of the file.');
  const header = parseHeader(bytes.subarray(8, headerEnd));
  // Object.entries sees only the object's own keys, so that a "__proto__" is a name like any other.
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (tensors.length > maxTensors) refuse(`The file holds ${tensors.length} tensors; at most ${maxTensors}.`);
  return { entries: tensors.map(([name, value]) => toEntry(name, value)), data: bytes.subarray(headerEnd) };
}

function parseHeader(bytes: Uint8Array): object {
  if (bytes[0] !== 0x7b) refuse('The header does not start with "{".');
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null) return header;
  } catch {
    // Falls through: bad UTF-8 and bad JSON are the same to the reader.
  }
  return refuse('The header is not JSON.');
}

function toEntry(name: string, value: unknown): Entry {
  if (name.length > maxNameLength) refuse('The name of a tensor is too long.');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(`"${name}" is not described.`);
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>; // each is checked below
  if (dtype !== 'F32' && dtype !== 'I32' && dtype !== 'U8') {
    refuse(`"${name}" has the type ${JSON.stringify(dtype)?.slice(0, 40)}; F32, I32 and U8 are read.`);
  }
  if (!isCounts(shape) || shape.length > maxRank) refuse(`"${name}" has no valid shape.`);
  if (!isCounts(offsets) || offsets.length !== 2) refuse(`"${name}" has no valid data_offsets.`);
  const [begin = 0, end = 0] = offsets;
  const size = sizeOf(shape) * bytesPerElement[dtype];
  if (!Number.isSafeInteger(size) || end - begin !== size) {
    refuse(`"${name}" needs ${size} bytes for [${shape}] but has ${end - begin}.`);
  }
  return { name, dtype, shape, begin, end };
}

function toTensor({ name, dtype, shape, begin, end }: Entry, data: Uint8Array): Tensor {
  // A copy: the file's bytes need not be aligned to four. Not `data.slice`, with which a Buffer shares its memory.
  const own = new Uint8Array(data.subarray(begin, end)).buffer;
  if (dtype === 'F32') return { name, dtype, shape, data: new Float32Array(own) };
  if (dtype === 'I32') return { name, dtype, shape, data: new Int32Array(own) };
  return { name, dtype, shape, data: new Uint8Array(own) };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

function refuse(why: string): never {
  throw new MalformedTensors(why);
}
