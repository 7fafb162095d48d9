import { type Browser, chromium } from '@playwright/test';
import { sandboxUrls } from '#lib/sandbox/browser-bundle.ts';
import type { createRunner } from '../../app/(course)/assignments/[slug]/runner.ts';
import { ensureBrowser } from '../support/browser.ts';
import type { trainBare } from './browser-bare.ts';
import { startServer } from './browser-server.ts';
import { makeSplit, studentFile } from './browser-work.ts';
import { median, row, type Table } from './table.ts';

const pages = 3;
const rows = 640;

/** Training in the sandboxed frame's worker against the same training in a bare page, on the WASM backend. */
export async function benchBrowser(): Promise<Table> {
  console.log('\nTraining in a browser …');
  const executablePath = ensureBrowser((line) => console.log(line));
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
  const [server, browser] = [await startServer(), await chromium.launch({ executablePath, args })];
  try {
    const bare: number[] = [];
    const framed: number[] = [];
    // In turns, each in a new page, so that a busy moment meets both alike.
    for (let page = 0; page < pages; page++) {
      bare.push(...gaps(await trainInPage(browser, server.origin)));
      framed.push(...gaps(await trainInFrame(browser, server.origin)));
    }
    return {
      title: `Training an epoch of ${rows} images in Chromium, WASM backend`,
      rows: [row('in a bare page', bare, median(bare)), row('in the sandboxed frame', framed, median(bare))],
      notes: ['The frame also counts batches, checks and sends weights after each epoch; the page does nothing else.'],
    };
  } finally {
    await browser.close();
    server.close();
  }
}

/** Both pages say by their own clock when each epoch ended. */
const gaps = (ends: number[]) => ends.slice(1).map((end, i) => end - (ends[i] ?? end));

const work = async () => ({ urls: await sandboxUrls(), code: studentFile, rows, make: makeSplit.toString() });

async function trainInPage(browser: Browser, origin: string): Promise<number[]> {
  const page = await browser.newPage();
  await page.goto(origin);
  const ends = await page.evaluate(
    async ({ urls, rows, make }) => {
      const bare: { trainBare: typeof trainBare } = await import(String('/bare.js'));
      const split: typeof makeSplit = new Function(`return (${make})`)();
      return bare.trainBare(urls.wasm, split(rows));
    },
    await work(),
  );
  await page.close();
  return ends;
}

async function trainInFrame(browser: Browser, origin: string): Promise<number[]> {
  const page = await browser.newPage();
  await page.goto(origin);
  const { ends, trouble } = await page.evaluate(
    async ({ urls, code, rows, make }) => {
      const module: { createRunner: typeof createRunner } = await import(String('/runner.js'));
      const split: typeof makeSplit = new Function(`return (${make})`)();
      const task = { inputShape: [20, 20, 1], outputShape: [10], maxParameters: 10_000 };
      const ends: number[] = [];
      let trouble = '';
      await module.createRunner({ urls }).start(
        { kind: 'train', code, task, seed: 1, train: split(rows), validation: split(10), quick: false },
        (event) => {
          if (event.type === 'epoch') ends.push(performance.now());
          if (event.type === 'failure') trouble = `${event.note.code} ${event.note.detail}`;
        },
        { backend: 'wasm' },
      );
      return { ends, trouble };
    },
    await work(),
  );
  await page.close();
  if (trouble || ends.length < 2) throw new Error(`The training in the frame failed: ${trouble}`);
  return ends;
}
