import type { Page } from '@playwright/test';
import { expect, signInAs, test } from './support/fixtures.ts';

const address = '/lectures/convolutional-networks';

const demoOf = (page: Page) => page.getByRole('region', { name: 'Demo: a kernel sliding over an image' });

/** Keys are heard only once the browser has taken over, which is when the controls are enabled. */
async function openDemo(page: Page) {
  await page.goto(address);
  const demo = demoOf(page);
  await expect(demo.getByRole('button', { name: 'Step' })).toBeEnabled();
  return demo;
}

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'student');
});

test('the demo reproduces the sum of the lecture and slides on', async ({ page }) => {
  const demo = await openDemo(page);
  await expect(demo.getByText('4 − 25 − 27 + 14 = −34')).toBeVisible();
  await expect(demo.getByRole('gridcell', { name: 'Map, row 1, column 1: −34' })).toBeVisible();
  await demo.getByRole('button', { name: 'Step' }).click();
  await expect(demo.getByRole('gridcell', { name: 'Map, row 1, column 2: 43' })).toBeVisible();
  await expect(demo.getByRole('status')).toHaveText('Map row 1, column 2: 43. 2 of 9.');
  await demo.getByRole('button', { name: 'Fill the map' }).click();
  await expect(demo.getByRole('gridcell', { name: 'Map, row 3, column 3: 16' })).toBeVisible();
});

test('numbers are changed by keyboard alone', async ({ page }) => {
  const demo = await openDemo(page);
  const image = demo.getByRole('grid', { name: 'Image' });
  await image.getByRole('textbox', { name: 'Image, row 1, column 1' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(image.getByRole('textbox', { name: 'Image, row 1, column 2' })).toBeFocused();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(image.getByRole('textbox', { name: 'Image, row 2, column 2' })).toBeFocused();
  await expect(demo.getByText('4 + 0 − 27 + 14 = −9')).toBeVisible();
  // Escape takes back what was typed but not kept.
  await page.keyboard.type('9999');
  await page.keyboard.press('Escape');
  await expect(image.getByRole('textbox', { name: 'Image, row 2, column 2' })).toHaveValue('2');
  // One stop for Tab: the next is the kernel's.
  await page.keyboard.press('Tab');
  await expect(demo.getByRole('textbox', { name: 'Kernel, row 1, column 1' })).toBeFocused();
  await page.keyboard.type('-2');
  await page.keyboard.press('Tab');
  await expect(demo.getByText('−8 + 0 − 27 + 14 = −21')).toBeVisible();
  await demo.getByRole('button', { name: 'Reset' }).click();
  await expect(demo.getByText('4 − 25 − 27 + 14 = −34')).toBeVisible();
});

test('stride and padding change the map and its size', async ({ page }) => {
  const demo = await openDemo(page);
  await demo.getByRole('combobox', { name: 'Stride' }).selectOption('2');
  await expect(demo.getByText('Feature map, 2 × 2')).toBeVisible();
  await demo.getByRole('combobox', { name: 'Padding' }).selectOption('1');
  await expect(demo.getByText('Feature map, 3 × 3')).toBeVisible();
  await expect(demo.getByText('3 of the 4 pixels under it are padding')).toBeVisible();
});

test('playing ends at the last position', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const demo = await openDemo(page);
  await demo.getByRole('combobox', { name: 'Example' }).selectOption('The smiley, outlined');
  await demo.getByRole('button', { name: 'Play' }).click();
  // Without motion the whole map comes at once.
  await expect(demo.getByRole('button', { name: 'Fill the map' })).toBeDisabled();
});

test('questions say why, bugs are found, sections are ticked and stay ticked', async ({ page }) => {
  await page.goto(address);
  const question = page.getByRole('group', { name: /28 × 28 pixels/ });
  await question.getByRole('radio', { name: '78,400' }).check();
  await page.locator('form').filter({ has: question }).getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Each neuron also has a bias.')).toBeVisible();

  await page.getByRole('button', { name: "model.add(layers.Dense(5, activation='relu'))" }).click();
  await expect(page.getByText('A Flatten (or a global average) has to come before it.')).toBeVisible();

  await page.getByRole('link', { name: 'Go to the exercise' }).scrollIntoViewIfNeeded();
  const outline = page.getByRole('navigation', { name: 'Sections of this lecture' });
  await expect(outline.getByRole('link', { name: 'Pooling (read)' })).toBeVisible();
  await page.reload();
  await expect(outline.getByRole('link', { name: 'Pooling (read)' })).toBeVisible();
  await page.goto('/lectures');
  await expect(page.getByText(/\d+ read/)).toBeVisible();
});

test('a phone holds it without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(address);
  await demoOf(page).getByRole('combobox', { name: 'Example' }).selectOption('The smiley, outlined');
  await demoOf(page).getByRole('combobox', { name: 'Padding' }).selectOption('1');
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

test('without JavaScript it is a still page that holds the sum', async ({ browser, page, baseURL }) => {
  const still = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
    ...(baseURL ? { baseURL } : {}),
  });
  const reader = await still.newPage();
  await reader.goto(address);
  await expect(reader.getByText('4 − 25 − 27 + 14 = −34')).toBeVisible();
  await expect(reader.getByRole('button', { name: 'Step' })).toBeHidden();
  await still.close();
});
