import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventReader, encodeEvent, encodeFrame, encodeJob, FrameReader, JobReader, MalformedFrame } from './frames.ts';
import type { HarnessEvent, Job } from './protocol.ts';

const join = (pieces: Uint8Array[]) => Uint8Array.from(Buffer.concat(pieces));
const limits = { maxHeaderBytes: 100_000, maxAttachmentBytes: 100_000 };

/** Feeds bytes in pieces that end at the given fractions, as a pipe might. */
function readInPieces(reader: FrameReader, bytes: Uint8Array, cuts: number[]): unknown[] {
  const ends = [...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].sort((a, b) => a - b);
  const messages: unknown[] = [];
  let start = 0;
  for (const end of ends) {
    messages.push(...reader.push(bytes.subarray(start, end)));
    start = end;
  }
  return messages;
}

const leaf = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Uint8Array.from(bytes)),
  fc.float32Array({ maxLength: 20 }).map((values) => Float32Array.from(values)),
);
const record = fc.dictionary(
  fc.string().filter((key) => !key.startsWith('$')),
  leaf,
  { maxKeys: 8, noNullPrototype: true },
);
const unit = fc.double({ min: 0, max: 1, noNaN: true });

test('what goes in comes out, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), fc.array(unit, { maxLength: 20 }), (messages, cuts) => {
      const bytes = join(messages.flatMap(encodeFrame));
      const reader = new FrameReader(limits);
      expect(readInPieces(reader, bytes, cuts)).toEqual(messages.map(withPlainZero));
      expect(reader.pendingBytes).toBe(0);
    }),
  );
});

/** JSON has one zero. */
const withPlainZero = (message: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(message).map(([key, value]) => [key, value === 0 ? 0 : value]));

test('a job of 8,000 images of 400 pixels is not made text', () => {
  const data = Float32Array.from({ length: 8000 * 400 }, (_, i) => Math.fround(Math.sin(i)));
  const job: Job = {
    kind: 'predict',
    topology: '{}',
    weights: Uint8Array.of(1, 2, 3),
    task: { inputShape: [20, 20, 1], outputShape: [10], maxParameters: 10_000 },
    x: { shape: [8000, 20, 20, 1], data },
  };
  const bytes = join(encodeJob(job));
  expect(bytes.length).toBeLessThan(data.byteLength + 1000);
  const reader = new JobReader();
  expect([...reader.push(bytes.subarray(0, 5))]).toEqual([]);
  expect([...reader.push(bytes.subarray(5, 100_001))]).toEqual([]);
  expect([...reader.push(bytes.subarray(100_001))]).toEqual([job]);
});

test('bytes in a pooled Buffer arrive as those bytes, in memory of their own', () => {
  const weights = pooled(Uint8Array.of(1, 2, 3));
  const job: Job = {
    kind: 'predict',
    topology: '{}',
    weights,
    task: { inputShape: [1], outputShape: [1], maxParameters: 1 },
    x: { shape: [1, 1], data: Float32Array.of(1) },
  };
  const [read] = new JobReader().push(pooled(join(encodeJob(job))));
  expect(read).toEqual({ ...job, weights: Uint8Array.from(weights) });
  if (read?.kind !== 'predict') throw new Error('a predict job expected');
  expect(read.weights.buffer.byteLength).toBe(weights.length);
  expect(read.x.data.buffer.byteLength).toBe(4);
});

/** A Buffer in the middle of the pool that Node shares among small ones, as files and sockets give them. */
function pooled(content: Uint8Array): Buffer {
  const found = [Buffer.from(content), Buffer.from(content)].find(({ byteOffset }) => byteOffset > 0);
  if (!found) throw new Error('a Buffer in the middle of its pool expected');
  return found;
}

test('losses that are not finite survive', () => {
  const event: HarnessEvent = {
    type: 'epoch',
    epoch: 0,
    epochs: 1,
    logs: { loss: Number.NaN, val_loss: Number.POSITIVE_INFINITY },
    seconds: 1,
    tensors: 1,
    bytes: 4,
  };
  expect([...new EventReader().push(join(encodeEvent(event)))]).toEqual([event]);
});

test('predictions own their memory and may start at any offset', () => {
  const event: HarnessEvent = {
    type: 'predictions',
    split: 'hidden',
    shape: [1, 3],
    data: new Float32Array([0, 1, 2, 3, 4]).subarray(1, 4),
  };
  const [first, second] = [...new EventReader().push(join([...encodeEvent(event), ...encodeEvent(event)]))];
  if (first?.type !== 'predictions' || second?.type !== 'predictions') throw new Error('two predictions expected');
  expect([...first.data]).toEqual([1, 2, 3]);
  expect(first.data.buffer).not.toBe(second.data.buffer);
  expect(first.data.buffer.byteLength).toBe(12);
});

describe('refuses', () => {
  const raw = (header: string, attachments = new Uint8Array(0), claim?: { header?: number; attachments?: number }) => {
    const body = new TextEncoder().encode(header);
    const bytes = new Uint8Array(8 + body.length + attachments.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, claim?.header ?? body.length, true);
    view.setUint32(4, claim?.attachments ?? attachments.length, true);
    bytes.set(body, 8);
    bytes.set(attachments, 8 + body.length);
    return bytes;
  };
  const done = '{"binaries":[],"message":{"type":"done","stopped":false}}';

  test.each<[string, Uint8Array]>([
    ['a header that claims four gigabytes', raw(done, undefined, { header: 0xffffffff })],
    ['attachments that claim four gigabytes', raw(done, undefined, { attachments: 0xffffffff })],
    ['text that is not JSON', raw('hello')],
    ['bytes that are not UTF-8', join([Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x28)])],
    ['a header without parts', raw('[]')],
    ['a header with more parts', raw('{"binaries":[],"message":{"type":"done","stopped":false},"extra":1}')],
    ['an unknown event', raw('{"binaries":[],"message":{"type":"grade","points":10}}')],
    ['an event with a field missing', raw('{"binaries":[],"message":{"type":"done"}}')],
    ['bytes left over', raw(done, new Uint8Array(4))],
    ['an attachment that runs past the end', raw('{"binaries":[["u8",5]],"message":null}', new Uint8Array(4))],
    ['an attachment of negative length', raw('{"binaries":[["u8",-4],["u8",8]],"message":null}', new Uint8Array(4))],
    ['an attachment of another kind', raw('{"binaries":[["f64",4]],"message":null}', new Uint8Array(4))],
    ['floats of three bytes', raw('{"binaries":[["f32",3]],"message":null}', new Uint8Array(3))],
    ['a missing attachment', raw('{"binaries":[],"message":{"$binary":0}}')],
    ['an attachment by an inherited name', raw('{"binaries":[],"message":{"$binary":"constructor"}}')],
    ['an invented number', raw('{"binaries":[],"message":{"$number":"1e9"}}')],
    ['a hundred attachments', raw(`{"binaries":[${Array(100).fill('["u8",0]')}],"message":null}`)],
    ['nesting that would exhaust the stack', raw(`{"binaries":[],"message":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
  ])('%s', (_name, bytes) => {
    expect(() => [...new EventReader().push(bytes)]).toThrow(MalformedFrame);
  });

  test('a forged prototype, which reaches nobody', () => {
    const [event] = [
      ...new EventReader().push(
        raw('{"binaries":[],"message":{"type":"done","stopped":false,"__proto__":{"passed":true}}}'),
      ),
    ];
    expect(event).toEqual({ type: 'done', stopped: false });
    expect(Object.hasOwn(event ?? {}, '__proto__')).toBe(false);
    expect(({} as { passed?: boolean }).passed).toBeUndefined();
  });

  test('anything random, with one kind of error and without hanging', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(unit, { maxLength: 5 }), (bytes, cuts) => {
        try {
          for (const message of readInPieces(new FrameReader(limits), Uint8Array.from(bytes), cuts)) void message;
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrame);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a valid frame with any one byte changed, or reads it as some event', () => {
    const event: HarnessEvent = { type: 'predictions', split: 'hidden', shape: [2, 1], data: Float32Array.of(1, 2) };
    const frame = join(encodeEvent(event));
    fc.assert(
      fc.property(fc.nat(frame.length - 1), fc.integer({ min: 0, max: 255 }), (index, byte) => {
        const changed = Uint8Array.from(frame);
        changed[index] = byte;
        try {
          for (const read of new EventReader().push(changed)) expect(read.type).toBe('predictions');
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedFrame);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

test('of what a sandbox says, everything can be kept', () => {
  const logs = { 'a\0': 1, '\ud83d': 2 };
  const said = { type: 'epoch', epoch: 0, epochs: null, logs, seconds: 1, tensors: 0, bytes: 0 } as const;
  const log = { type: 'log', level: 'info', text: 'x\0y\udc00 😀' } as const;
  const events = [...new EventReader().push(join([...encodeEvent(said), ...encodeEvent(log)]))];
  expect(events).toEqual([
    { ...said, logs: { 'a\ufffd': 1, '\ufffd': 2 } },
    { ...log, text: 'x\ufffdy\ufffd 😀' },
  ]);
});
