import { expect, type Page, test } from '@playwright/test';
import { build } from 'esbuild';
import type { SandboxUrls } from '#lib/harness/browser-frame.ts';
import { paths } from '#lib/paths.ts';
import { sandboxUrls } from '#lib/sandbox/browser-bundle.ts';
import type { createRunner } from '../../app/(course)/assignments/[slug]/runner.ts';

/** The page's runner, the null-origin frame and the worker in it, in a real browser; no part of the interface. */

type Report = {
  /** `type` of every event, in order. */
  types: string[];
  text: string;
  backend: string;
  epochs: number;
  /** Bytes of the last weights that came. */
  weights: number;
  predictions: number[];
  stopped: boolean;
  /** From Stop to the end, in ms. */
  stopMs: number;
  /** The longest the page's own timer had to wait, in ms. */
  worstPause: number;
};
type Options = { backend?: 'auto' | 'webgl' | 'wasm'; stopAfterMs?: number; stopAtEpoch?: number };

let runnerScript: string;
let urls: SandboxUrls;

test.beforeAll(async () => {
  const entry = `import { createRunner } from './app/(course)/assignments/[slug]/runner.ts'; globalThis.createRunner = createRunner;`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  runnerScript = outputFiles[0]?.text ?? '';
  urls = await sandboxUrls();
});

test.beforeEach(async ({ page }) => {
  await page.goto(paths.signIn());
  await page.evaluate(runnerScript);
});

const createModel = `export function createModel() {
  return tf.sequential({ layers: [
    tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3, activation: 'relu' }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ] });
}`;
const program = (train: string, model = createModel) =>
  `import * as tf from '@tensorflow/tfjs';\n${model}\nexport async function train(model: tf.LayersModel, data: any, report: any) {\n${train}\n}`;
const fitting = (epochs: number) => `
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  await model.fit(data.train.x, data.train.y, { epochs: ${epochs}, batchSize: 20, callbacks: report });`;

/** Runs code in the page's own runner, which stays there for questions afterwards. */
function run(page: Page, code: string, options: Options = {}): Promise<Report> {
  return page.evaluate(
    async ({ code, options, urls }) => {
      const page = globalThis as unknown as {
        createRunner: typeof createRunner;
        runner?: ReturnType<typeof createRunner>;
      };
      page.runner ??= page.createRunner({ urls });
      const { runner } = page;
      const split = (rows: number) => ({
        x: { shape: [rows, 8, 8, 1], data: Float32Array.from({ length: rows * 64 }, (_, i) => ((i * 37) % 101) / 101) },
        y: {
          shape: [rows, 2],
          data: Float32Array.from({ length: rows * 2 }, (_, i) => Number(i % 4 === 0 || i % 4 === 3)),
        },
      });
      const report: Report = {
        types: [],
        text: '',
        backend: '',
        epochs: 0,
        weights: 0,
        predictions: [],
        stopped: false,
        stopMs: 0,
        worstPause: 0,
      };
      let stoppedAt = 0;
      const stop = () => {
        stoppedAt = performance.now();
        runner.stop();
      };
      if (options.stopAfterMs) setTimeout(stop, options.stopAfterMs);
      let lastTick = performance.now();
      const ticking = setInterval(() => {
        report.worstPause = Math.max(report.worstPause, performance.now() - lastTick);
        lastTick = performance.now();
      }, 20);
      const task = { inputShape: [8, 8, 1], outputShape: [2], maxParameters: 1000 };
      await runner.start(
        { kind: 'train', code, task, seed: 1, train: split(60), validation: split(20), quick: false },
        (event) => {
          report.types.push(event.type);
          if (event.type === 'backend') report.backend = event.name;
          if (event.type === 'log') report.text += `${event.text}\n`;
          if (event.type === 'failure') report.text += `${event.note.code} ${event.note.line} ${event.note.detail}\n`;
          if (event.type === 'weights') report.weights = event.bytes.length;
          if (event.type === 'predictions') report.predictions = event.shape.map(Number);
          if (event.type === 'done') report.stopped = event.stopped;
          if (event.type === 'epoch' && ++report.epochs === options.stopAtEpoch) stop();
        },
        { backend: options.backend ?? 'wasm' },
      );
      clearInterval(ticking);
      if (stoppedAt) report.stopMs = performance.now() - stoppedAt;
      return report;
    },
    { code, options, urls },
  );
}

/** Asks the runner of `run` something. */
function ask(page: Page, question: 'evaluate' | 'predict', expression = ''): Promise<string> {
  return page.evaluate(
    async ({ question, expression }) => {
      const { runner } = globalThis as unknown as { runner: ReturnType<typeof createRunner> };
      const answer =
        question === 'evaluate'
          ? runner.evaluate(expression)
          : runner.predict({ shape: [1, 8, 8, 1], data: new Float32Array(64) }).then(({ shape }) => shape.join());
      return answer.catch(String);
    },
    { question, expression },
  );
}

for (const backend of ['wasm', 'webgl'] as const) {
  test(`trains on ${backend}, then answers questions`, async ({ page }) => {
    const report = await run(page, program(fitting(2)), { backend });
    expect(report).toMatchObject({ backend, epochs: 2, predictions: [20, 2], stopped: false, text: '' });
    expect(report.types.at(-1)).toBe('done');
    expect(await ask(page, 'evaluate', 'model.predict(data.validation.x).shape')).toBe('[20, 2]');
    expect(await ask(page, 'evaluate', 'await Promise.reject(new Error("my own"))')).toContain('my own');
    expect(await ask(page, 'predict')).toBe('1,2');
  });
}

test('Stop ends after the batch and keeps the weights', async ({ page }) => {
  const report = await run(page, program(fitting(100_000)), { stopAtEpoch: 3 });
  expect(report).toMatchObject({ stopped: true, predictions: [20, 2], text: '' });
  expect(report.weights).toBeGreaterThan(300);
  expect(await ask(page, 'predict')).toBe('1,2');
});

test('an endless loop is killed, and the page never feels it', async ({ page }) => {
  const report = await run(page, program('for (;;);'), { stopAfterMs: 1500 });
  expect(report.stopped).toBe(true);
  expect(report.types.at(-1)).toBe('done');
  expect(report.stopMs).toBeLessThan(400); // 200 ms of grace, and a slow machine
  expect(report.worstPause).toBeLessThan(300);
  expect(await ask(page, 'evaluate', '1')).toContain('Run your code first');
  expect((await run(page, program(fitting(1)))).epochs).toBe(1); // the next run has a clean worker
});

test('a loop after some epochs keeps the weights of the last', async ({ page }) => {
  const report = await run(page, program(`${fitting(2)}\nfor (;;);`), { stopAfterMs: 2500 });
  expect(report).toMatchObject({ stopped: true, epochs: 2, predictions: [] });
  expect(report.weights).toBeGreaterThan(300);
});

test('student code has a null origin and nobody to talk to', async ({ page, baseURL }) => {
  // Responses, because Chromium also announces the requests it then refuses to make.
  const answered: string[] = [];
  page.on('response', (response) => answered.push(response.url()));
  const code = program(`
    const url = ${JSON.stringify(new URL(paths.api.health(), baseURL).href)};
    const attempts: Record<string, () => unknown> = {
      fetch: () => fetch(url),
      fetchElsewhere: () => fetch('https://example.com/'),
      xhr: () => { const x = new XMLHttpRequest(); x.open('GET', url, false); x.send(); },
      webSocket: () => new Promise((ok, no) => { const s = new WebSocket(url.replace('http', 'ws')); s.onopen = ok; s.onerror = no; }),
      eventSource: () => new Promise((ok, no) => { const s = new EventSource(url); s.onopen = ok; s.onerror = no; }),
      indexedDb: () => new Promise((ok, no) => { const r = indexedDB.open('x'); r.onsuccess = ok; r.onerror = no; }),
      caches: () => caches.open('x'),
      files: () => navigator.storage.getDirectory(),
      importScripts: () => (self as any).importScripts(url),
      importScriptsBlob: () => (self as any).importScripts(URL.createObjectURL(new Blob(['1']))),
      importModule: () => (0, eval)('import(' + JSON.stringify(url) + ')'),
      workerElsewhere: () => new Worker(url),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = await Promise.resolve().then(attempt).then(() => 'ALLOWED', () => 'refused');
      console.log(name, outcome);
    }
    console.log('origin', self.origin);`);
  const { text } = await run(page, code);
  const lines = text.trim().split('\n');
  expect(lines.at(-1)).toBe('origin null');
  expect(lines.slice(0, -1)).toHaveLength(12);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/ refused$/);
  const sandbox = [urls.frame, urls.bundle, urls.wasm].map((path) => new URL(path, baseURL).href);
  // The browser fetches the page's own icon when it likes.
  const isOurs = (url: string) => sandbox.includes(url) || new URL(url).pathname === '/icon.svg';
  expect(answered.filter((url) => !url.startsWith('blob:') && !isOurs(url))).toEqual([]);
});

test('forged and malformed messages end nothing and reach nobody', async ({ page }) => {
  const code = program(`
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message: any, ...rest: any[]) {
      post.call(this, { type: 'event', job: 0, event: { type: 'epoch', epoch: -1, logs: 'many' } });
      post.call(this, { type: 'event', job: 99, event: { type: 'done', stopped: false } });
      post.call(this, { type: 'event', job: 0, event: { type: 'log', level: 'info', text: 'x'.repeat(9000) } });
      post.call(this, { __proto__: { type: 'beat' }, event: { toString: 1 } });
      post.call(this, 'done');
      return (post as any).call(this, message, ...rest);
    };
    ${fitting(2)}`);
  const report = await run(page, code);
  expect(report).toMatchObject({ epochs: 2, predictions: [20, 2], text: '', stopped: false });
});

test('a flood of messages ends the worker, not the page', async ({ page }) => {
  const code = program(`
    let port: any;
    const post = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (...rest: any[]) { port = this; return (post as any).apply(this, rest); };
    console.log('found');
    for (;;) post.call(port, { type: 'beat' });`);
  const report = await run(page, code);
  expect(report.text).toContain('too many messages');
  expect(report.stopped).toBe(true);
});

test('errors carry the line of the student’s own file', async ({ page }) => {
  const thrown = await run(page, program('\n\n  tf.ones([2, 3]).matMul(tf.ones([2, 3]));'));
  expect(thrown.text).toMatch(/^threw 12 .*2,3/);
  const late = await run(
    page,
    program(
      `setTimeout(() => { throw new Error('late'); }, 1);\n await new Promise((ok) => setTimeout(ok, 50));${fitting(1)}`,
    ),
  );
  expect(late.text).toContain('Uncaught Error: late');
  expect(late.epochs).toBe(1);
});

test('the frame is closed even when it is opened by itself', async ({ page }) => {
  const response = await page.goto(urls.frame);
  expect(response?.headers()['content-security-policy']).toMatch(/^sandbox allow-scripts; default-src 'none'/);
  expect(
    await page.evaluate(() => [origin, window.isSecureContext && typeof localStorage].map(String)).catch(String),
  ).toMatch(/null|SecurityError/);
});
