import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

/** A student's evening: write, run, ask, stop, submit, and find it all again. */

const address = '/assignments/06-cnn-translation';

/** Small enough for a second of WASM: 9 kernels and a dense layer, a hundred images. */
const program = (train: string) => `import * as tf from '@tensorflow/tfjs';

export function createModel(): tf.LayersModel {
return tf.sequential({ layers: [
tf.layers.conv2d({ inputShape: [20, 20, 1], filters: 9, kernelSize: 5, strides: 2, activation: 'relu' }),
tf.layers.globalMaxPooling2d({}),
tf.layers.dense({ units: 10, activation: 'softmax' }),
] });
}

export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
${train}
}
`;
const fitting = (epochs: number) => `console.log('rows', data.train.x.shape[0]);
model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
const [x, y] = [data.train.x.slice([0], [200]), data.train.y.slice([0], [200])];
await model.fit(x, y, { epochs: ${epochs}, batchSize: 50, validationSplit: 0.2, callbacks: report });`;
const parameters = 9 * 26 + 100; // 9 kernels of 5 × 5 and a bias each, then 10 × 9 weights and 10 biases

async function open(page: Page) {
  await page.goto(address);
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeEditable();
  await page.getByRole('combobox', { name: 'Compute with' }).selectOption('wasm');
}

async function write(page: Page, code: string) {
  await page.getByRole('textbox', { name: 'Code' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
}

const said = (page: Page) =>
  page.getByRole('status').filter({ hasText: /Run|Ready|Submission|Training|Preparing|Starting/ });
const quickRun = (page: Page) => page.getByRole('button', { name: 'Quick run' }).click();
const openTab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'student');
  await open(page);
});

test('a student writes a model, trains it, submits it and sees the grade', async ({ page, baseURL }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin) elsewhere.push(request.url());
  });
  await expect(page.getByRole('heading', { name: 'Why a plain network struggles' })).toBeVisible();
  await write(page, program(fitting(2)));

  await test.step('the curves appear', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(said(page)).toContainText(/Run \d+ finished\. Validation 0\.\d{3}/);
    await expect(page.getByRole('img', { name: /^Loss over 2 epochs/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Accuracy over 2 epochs/ })).toBeVisible();
    await page.getByText('As a table').click();
    await expect(page.getByRole('rowheader', { name: '2', exact: true })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the console shows what was logged and answers', async () => {
    await openTab(page, 'Console');
    await expect(page.getByRole('log')).toContainText('rows 6000');
    await page.getByRole('textbox', { name: 'Expression' }).fill('model.countParams()');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log')).toContainText(String(parameters));
  });

  await test.step('the model is shown with its parameters', async () => {
    await openTab(page, 'Model');
    await expect(page.getByText(`${parameters} of 10,000 parameters`)).toBeVisible();
    await expect(page.getByRole('row', { name: /^Conv2D/ })).toContainText('n × 8 × 8 × 9');
  });

  await test.step('a digit is moved and the answer follows', async () => {
    await openTab(page, 'Data');
    await page.getByRole('button', { name: /^Sample 1,/ }).click();
    await expect(page.getByRole('img', { name: /^Answers at all 49 places/ })).toBeVisible();
    await page.getByRole('application', { name: /^Frame/ }).focus();
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('application', { name: /column 0$/ })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('it is submitted and graded', async () => {
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.getByRole('button', { name: /^Submit run \d+$/ }).click();
    await expect(said(page)).toContainText(/Submission graded: \d+ of 10 points/);
    await expect(page.getByRole('tabpanel', { name: 'Submissions' }).getByRole('listitem').first()).toContainText(
      'of 10 points',
    );
  });

  await test.step('a reload keeps code, run and submission', async () => {
    await page.reload();
    await expect(said(page)).toContainText(/Run \d+ finished/);
    await expect(page.getByRole('img', { name: /^Loss over 2 epochs/ })).toBeVisible();
    await openTab(page, 'Console');
    await page.getByRole('textbox', { name: 'Expression' }).fill('model.countParams()');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log')).toContainText(String(parameters));
    await openTab(page, 'Submissions');
    await page.getByRole('tabpanel', { name: 'Submissions' }).getByRole('link').first().click();
    await expect(page).toHaveURL(/\/submissions\/[0-9a-f-]+$/);
  });
  expect(elsewhere).toEqual([]);
});

test('Stop ends an endless loop, and the page never waits for it', async ({ page }) => {
  await write(page, program('for (;;) {}'));
  await quickRun(page);
  await expect(said(page)).toContainText('Preparing');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(said(page)).toContainText(/Run \d+ stopped/, { timeout: 2000 });
  await expect(page.getByRole('button', { name: 'Quick run' })).toBeEnabled();
});

test('code that cannot be parsed is not run', async ({ page }) => {
  await write(page, program('const = ;'));
  await expect(page.locator('.squiggly-error').first()).toBeVisible(); // TypeScript has read it
  await quickRun(page);
  await expect(page.getByRole('status').filter({ hasText: 'The run failed.' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Console' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('log').getByRole('button', { name: 'line 12' })).toBeVisible();
  await expect(page.getByText('Runs kept in this browser')).toBeHidden();
  await write(page, program(fitting(1)));
  await quickRun(page);
  await expect(said(page)).toContainText(/Run 1 finished/);
});

test('a run that the page left in its middle reads as interrupted', async ({ page }) => {
  await write(page, program('for (;;) {}'));
  await quickRun(page);
  await expect(said(page)).toContainText('Preparing');
  await page.reload();
  await expect(said(page)).toContainText(/Run \d+ was interrupted/);
  await openTab(page, 'Training');
  await expect(page.getByRole('region', { name: 'Runs' })).toContainText('interrupted');
});

test('the sandbox is there before the first run, and home knows where one was', async ({ page }) => {
  await expect(page.locator('iframe[title="Sandbox"]')).toBeAttached();
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Where you left off' })).toContainText('Assignment,');
});

test('the data is kept by the browser, and asked about before use', async ({ page }) => {
  const data = `/api/v1${address}/data/validation`;
  const first = await page.request.get(data);
  expect(first.headers()['cache-control']).toBe('private, no-cache');
  const etag = first.headers().etag ?? '';
  expect((await page.request.get(data, { headers: { 'if-none-match': etag } })).status()).toBe(304);
  expect((await page.request.get(data, { headers: { 'if-none-match': '"another"' } })).status()).toBe(200);
});

test('an error says its line and leads there', async ({ page }) => {
  await write(page, program("throw new Error('not today');"));
  await quickRun(page);
  await expect(said(page)).toContainText(/Run \d+ failed/);
  await openTab(page, 'Console');
  await expect(page.getByRole('log')).toContainText('not today');
  await page.getByRole('log').getByRole('button', { name: 'line 12' }).click();
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
});

test('two open tabs do not overwrite each other in silence', async ({ page, context }) => {
  const second = await context.newPage();
  await open(second);
  await write(page, program('// written in the first tab'));
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await write(second, program('// written in the second tab'));
  await expect(second.getByText('This file was changed elsewhere')).toBeVisible();
  await second.getByRole('button', { name: 'Take theirs' }).click();
  await expect(second.getByText('written in the first tab')).toBeVisible();
});

test('a phone reads, edits and runs', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('tab', { name: 'Editor' }).click();
  await page.getByRole('textbox', { name: 'Code' }).fill(program(fitting(1)));
  await quickRun(page);
  await expect(said(page)).toContainText(/Run \d+ finished/);
  await expect(page.getByRole('img', { name: /^Loss over 1 epoch:/ })).toBeVisible();
  await expectAccessible(page);
});
