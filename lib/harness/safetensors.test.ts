import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, MalformedTensors, type Tensor } from './safetensors.ts';

const shape = fc.array(fc.nat(4), { maxLength: 4 });
const sizeOf = (dims: number[]) => dims.reduce((a, b) => a * b, 1);

const tensor: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom('F32', 'I32', 'U8' as const), shape, fc.string({ minLength: 1, maxLength: 12 }), fc.nat())
  .map(([dtype, dims, name, salt]) => {
    const size = sizeOf(dims);
    if (dtype === 'F32')
      return { name, dtype, shape: dims, data: Float32Array.from({ length: size }, (_, i) => (i - salt) / 3) };
    if (dtype === 'I32')
      return { name, dtype, shape: dims, data: Int32Array.from({ length: size }, (_, i) => i - salt) };
    return { name, dtype: 'U8' as const, shape: dims, data: Uint8Array.from({ length: size }, (_, i) => i + salt) };
  });
const tensors = fc.uniqueArray(tensor, { maxLength: 6, selector: ({ name }) => name });

/** A file with this header, exactly as given, and this many zero bytes of data. */
function file(header: string, dataBytes: number, claimed?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (dtype: unknown, dims: unknown, offsets: unknown) => ({ dtype, shape: dims, data_offsets: offsets });
const one = (dtype: unknown, dims: unknown, offsets: unknown, dataBytes: number) =>
  file(JSON.stringify({ a: entry(dtype, dims, offsets) }), dataBytes);

describe('safetensors', () => {
  it('gives back what was written, wherever the bytes lie in memory', () => {
    fc.assert(
      fc.property(tensors, fc.nat(7), (list, shift) => {
        const bytes = encode(list);
        const moved = new Uint8Array(bytes.length + shift);
        moved.set(bytes, shift);
        const read = decode(moved.subarray(shift));
        const byName = (a: Tensor, b: Tensor) => (a.name < b.name ? -1 : 1);
        expect([...read].sort(byName)).toEqual([...list].sort(byName));
      }),
    );
  });

  it('reads from a pooled Buffer into memory of its own', () => {
    const file = encode([
      { name: 'a', dtype: 'F32', shape: [2], data: Float32Array.of(1, 2) },
      { name: 'b', dtype: 'U8', shape: [3], data: Uint8Array.of(3, 4, 5) },
    ]);
    const bytes = [Buffer.from(file), Buffer.from(file)].find(({ byteOffset }) => byteOffset > 0);
    if (!bytes) throw new Error('a Buffer in the middle of its pool expected');
    const tensors = decode(bytes);
    bytes.fill(0xff);
    expect(tensors.map(({ data }) => [...data])).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    expect(tensors.map(({ data }) => data.buffer.byteLength)).toEqual([8, 3]);
  });

  it('keeps every bit of a float, NaN and infinities too', () => {
    const data = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45, 3.4e38);
    const [read] = decode(encode([{ name: 'x', dtype: 'F32', shape: [5], data }]));
    expect(new Uint8Array(read?.data.buffer ?? new ArrayBuffer())).toEqual(new Uint8Array(data.buffer));
  });

  it('starts its data at a multiple of eight', () => {
    fc.assert(
      fc.property(tensors, (list) => {
        const view = new DataView(encode(list).buffer);
        expect(Number(view.getBigUint64(0, true)) % 8).toBe(0);
      }),
    );
  });

  it('only ever refuses random bytes by name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => decode(bytes)).toThrow(MalformedTensors);
      }),
    );
  });

  it('only ever refuses or reads a file with damaged bytes', () => {
    fc.assert(
      fc.property(
        tensors,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (list, damage) => {
          const bytes = encode(list);
          for (const [at, value] of damage) bytes[at % bytes.length] = value;
          try {
            for (const { shape: dims, data } of decode(bytes)) expect(data.length).toBe(sizeOf(dims));
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedTensors);
          }
        },
      ),
    );
  });

  const hostile: [string, Uint8Array, RegExp][] = [
    ['an empty file', new Uint8Array(), /too short/],
    ['a header longer than the file', file('{}', 0, 100n), /past the end/],
    ['a header of 2^63 bytes', file('{}', 0, 2n ** 63n), /claim a header of 9223372036854775808/],
    ['a header that is no object', file('[]', 0), /start with/],
    ['a header that is not JSON', file('{"a":}', 0), /not JSON/],
    ['a header that is not UTF-8', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d), /not JSON/],
    ['an unknown type', one('F64', [1], [0, 8], 8), /"F64"/],
    ['a type that is no text', one({}, [1], [0, 4], 4), /has the type/],
    ['a negative dimension', one('F32', [-1], [0, 4], 4), /valid shape/],
    ['a fractional dimension', one('F32', [0.5], [0, 2], 2), /valid shape/],
    ['a shape whose size overflows', one('F32', [2 ** 40, 2 ** 40], [0, 4], 4), /needs/],
    ['nine dimensions', one('F32', [1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 4], 4), /valid shape/],
    ['offsets backwards', one('F32', [1], [4, 0], 4), /needs 4 bytes/],
    ['offsets past the end', one('F32', [2], [0, 8], 4), /ends at byte 8 of the data/],
    ['a size that does not match', one('F32', [2], [0, 4], 4), /needs 8 bytes/],
    ['bytes that belong to nobody', one('F32', [1], [0, 4], 8), /fill 4 of 8/],
    ['a gap before the first tensor', one('F32', [1], [4, 8], 8), /starts at byte 4/],
    ['no offsets', one('F32', [1], undefined, 4), /data_offsets/],
    ['a tensor that is null', file('{"a":null}', 0), /not described/],
    ['a tensor named __proto__ of nothing', file('{"__proto__":{}}', 0), /has the type/],
    [
      'overlapping tensors',
      file(JSON.stringify({ a: entry('F32', [1], [0, 4]), b: entry('F32', [1], [0, 4]) }), 4),
      /"b" starts at byte 0/,
    ],
  ];
  it.each(hostile)('refuses %s', (_what, bytes, message) => {
    expect(() => decode(bytes)).toThrow(MalformedTensors);
    expect(() => decode(bytes)).toThrow(message);
  });

  it('refuses files and numbers of tensors beyond its limits', () => {
    const bytes = encode(
      Array.from({ length: 3 }, (_, i) => ({ name: `w${i}`, dtype: 'U8', shape: [1], data: Uint8Array.of(i) })),
    );
    expect(() => decode(bytes, { maxTensors: 2 })).toThrow(/3 tensors/);
    expect(() => decode(bytes, { maxBytes: 10 })).toThrow(/at most 10/);
    expect(decode(bytes, { maxTensors: 3, maxBytes: bytes.length })).toHaveLength(3);
  });

  it('passes over metadata', () => {
    expect(decode(file('{"__metadata__":{"by":"me"}}', 0))).toEqual([]);
  });

  it('will not write two tensors of one name, or values that do not fill the shape', () => {
    const data = Uint8Array.of(1);
    expect(() => encode([{ name: 'a', dtype: 'U8', shape: [2], data }])).toThrow(MalformedTensors);
    expect(() =>
      encode([
        { name: 'a', dtype: 'U8', shape: [1], data },
        { name: 'a', dtype: 'U8', shape: [1], data },
      ]),
    ).toThrow(MalformedTensors);
  });
});
