import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/*
 * A process of its own, told by one message what to ask for: so many requests a second, whether or not the answers keep
 * up. It answers with how long each took, from when it was due to the last byte: a queue that grows is in the numbers.
 */

export type Load = {
  /** Asked for one after the other, round and round. */
  requests: { url: string; cookie: string | null }[];
  perSecond: number;
  seconds: number;
};

export type LoadResult = {
  /** ms, of each request in the order they were due. */
  times: number[];
  /** From the first that was due to the last byte of all, in ms. */
  took: number;
  /** Of one answer, uncompressed. */
  bytes: number;
  /** What was not answered with 200. */
  failures: string[];
};

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

async function run({ requests, perSecond, seconds }: Load): Promise<LoadResult> {
  const failures: string[] = [];
  let bytes = 0;
  const begin = performance.now();
  const all: Promise<number>[] = [];
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = begin + (n * 1000) / perSecond;
    const ms = due - performance.now();
    if (ms > 0) await wait(ms);
    const one = requests[n % requests.length];
    if (!one) throw new Error('There is nothing to ask for.');
    all.push(
      ask(one).then((answer) => {
        bytes = Math.max(bytes, answer.bytes);
        if (answer.status !== 200) failures.push(`${answer.status} ${one.url}`);
        return performance.now() - due;
      }),
    );
  }
  const times = await Promise.all(all);
  return { times, took: performance.now() - begin, bytes, failures };
}

function ask({ url, cookie }: Load['requests'][number]): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = cookie === null ? {} : { cookie };
    const sent = request(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
      response.on('error', reject);
    });
    // A server may close a connection that waits in the very moment it is used again: nothing was read, so it is asked anew.
    sent.on('error', (error) =>
      sent.reusedSocket && isReset(error) ? ask({ url, cookie }).then(resolve, reject) : reject(error),
    );
    sent.end();
  });
}

const isReset = (error: Error) => 'code' in error && error.code === 'ECONNRESET';

process.once('message', async (load: Load) => {
  const result = await run(load);
  process.send?.(result);
  process.disconnect?.();
});
