import type { Page } from '@playwright/test';
import { expectAccessibleInBothThemes, expectNoOverflow } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

/** Every page for every role, in both themes: no axe violation, nothing wider than a small phone, no mouse needed. */

const slug = '06-cnn-translation';
const workbench = `/assignments/${slug}`;

const reading = [
  '/',
  '/lectures',
  '/lectures/convolutional-networks',
  '/assignments',
  '/discussion',
  '/discussion/new',
  '/search?q=pooling',
  '/calendar',
  '/calendar?view=month',
  '/proposals',
  '/reflections/haber-reflection',
  '/grades',
  '/notices',
  '/notices/settings',
];
const writing = ['/staff/proposals', '/staff/written', '/staff/written/haber-reflection/grade'];
const roster = ['', '/add', '/import', '/join-links', '/sections'].map((page) => `/staff/roster${page}`);
const pages = {
  visitor: ['/sign-in', '/forgot-password', '/set-password?token=none', '/join', '/unsubscribe?token=none', '/nowhere'],
  student: [...reading, '/staff/gradebook', '/nowhere'], // the gradebook answers a student with "forbidden"
  assistant: ['/', '/staff/gradebook', '/staff/grading', '/staff/grading/regrades'],
  // Of everybody's pages, those that hold something else for staff.
  instructor: [
    '/',
    '/assignments',
    '/calendar',
    '/discussion/new',
    '/staff/gradebook',
    '/staff/grading',
    '/staff/grading/regrades',
    ...writing,
    ...roster,
    '/staff/audit',
  ],
};

/** Waits for what streams in, so that the page itself is judged and not its skeleton. */
async function settled(page: Page) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

/** A submission of the student, through the API: its page is one of those to judge. */
async function submitOnce(page: Page): Promise<string> {
  const answer = await page.request.post(`/api/v1/assignments/${slug}/submissions`, {
    headers: { origin: new URL(page.url()).origin, 'idempotency-key': 'accessibility' },
    multipart: { code: 'export const nothing = 1;' },
  });
  expect(answer.status()).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

const smallest = { width: 320, height: 700 };
const wide = { width: 1280, height: 720 };

for (const [who, addresses] of Object.entries(pages)) {
  test(`every page is accessible to a ${who}, and as narrow as a small phone`, async ({ page }) => {
    test.slow();
    if (who !== 'visitor') await signInAs(page, who as 'student' | 'assistant' | 'instructor');
    for (const address of addresses) {
      await page.goto(address);
      await settled(page);
      await expectAccessibleInBothThemes(page, address);
      await page.setViewportSize(smallest);
      await expectNoOverflow(page, `${who}: ${address}`);
      await page.setViewportSize(wide);
    }
  });
}

test('a result is accessible to its student and to staff', async ({ page }) => {
  await signInAs(page, 'student');
  const result = `${workbench}/submissions/${await submitOnce(page)}`;
  for (const who of ['student', 'instructor'] as const) {
    await signInAs(page, who);
    await page.goto(result);
    await expect(page.getByRole('region', { name: 'Result' })).not.toContainText(/queue|being graded/i);
    await expectAccessibleInBothThemes(page, `result for the ${who}`);
  }
  await page.goto('/staff/gradebook');
  await page.getByRole('gridcell').first().press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'the story of a cell');
});

/** Learns nothing much, in a second: what counts is that each tab has something to show. */
const program = `import * as tf from '@tensorflow/tfjs';
export function createModel() {
return tf.sequential({ layers: [
tf.layers.flatten({ inputShape: [20, 20, 1] }),
tf.layers.dense({ units: 10, activation: 'softmax' }),
] });
}
export async function train(model: tf.LayersModel, data: Data, report: tf.CustomCallbackArgs) {
console.log('rows', data.train.x.shape[0]);
model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
await model.fit(data.train.x, data.train.y, { epochs: 1, batchSize: 200, validationSplit: 0.2, callbacks: report });
}
`;
const tabs = ['Training', 'Console', 'Model', 'Tests', 'Data', 'Submissions'];

async function openWorkbench(page: Page) {
  await signInAs(page, 'student');
  await page.goto(workbench);
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeEditable();
}

async function judgeTabs(page: Page, when: string) {
  for (const name of tabs) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('tabpanel', { name }).locator('.skeleton')).toHaveCount(0);
    await expectAccessibleInBothThemes(page, `${name}, ${when}`);
  }
}

test('the workbench is accessible in each tab, before and after a run', async ({ page }) => {
  test.setTimeout(240_000); // some thirty readings of a page with an editor in it
  await openWorkbench(page);
  await judgeTabs(page, 'before a run');

  await page.getByRole('tab', { name: 'Training' }).click();
  await page.getByRole('combobox', { name: 'Compute with' }).selectOption('wasm');
  await page.getByRole('textbox', { name: 'Code' }).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(program);
  await page.getByRole('button', { name: 'Quick run' }).click();
  await expect(page.getByRole('status').filter({ hasText: /Run \d+ finished/ })).toBeVisible();
  await judgeTabs(page, 'after a run');

  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Submit for grading' })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'the submit dialog');
});

test('the workbench is as narrow as a small phone', async ({ page }) => {
  await page.setViewportSize(smallest);
  await signInAs(page, 'student');
  await page.goto(workbench);
  await settled(page);
  await expectNoOverflow(page, 'the prompt');
  await page.getByRole('tab', { name: 'Results' }).click();
  for (const name of tabs) {
    await page.getByRole('tab', { name }).click();
    await expectNoOverflow(page, `the tab ${name}`);
  }
});

/** Presses Tab until the focus is there; fails where it never comes. */
async function tabTo(page: Page, role: 'button' | 'link', name: string) {
  const target = page.getByRole(role, { name, exact: true });
  for (let i = 0; i < 40; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to the ${role} "${name}"`);
}

test('the keyboard alone leads to the main actions', async ({ page }) => {
  await signInAs(page, 'student');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await tabTo(page, 'link', 'Assignments');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/assignments');

  await page.goto(workbench);
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeEditable();
  for (const name of ['Run', 'Quick run', 'Submit']) await tabTo(page, 'button', name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Submit for grading' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Submit', exact: true })).toBeFocused();
});

test('with reduced motion, another theme is there at once', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto('/sign-in');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});
