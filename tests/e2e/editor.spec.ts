import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessibleInBothThemes, expectNoOverflow } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

/** The one editor, where a new thread is written: keys and buttons, preview, images, pasting, drafts, two tabs. */

const address = '/discussion/new';
const text = (page: Page) => page.getByRole('textbox', { name: 'Text' });

async function open(page: Page): Promise<Locator> {
  await page.goto(address);
  const area = text(page);
  await expect(page.getByRole('button', { name: 'Bold' })).toBeEnabled();
  // Each test begins with nothing, whatever the one before has left as a draft.
  if ((await area.inputValue()) !== '') {
    await area.fill('');
    await expect(page.getByText(/^Saved \d/)).toBeVisible();
  }
  return area;
}

async function picture(): Promise<Buffer> {
  const background = { r: 20, g: 90, b: 140 };
  return sharp({ create: { width: 640, height: 300, channels: 3, background } })
    .png()
    .toBuffer();
}

/** What an application puts on the clipboard, as the browser hands it to the page. */
async function paste(area: Locator, data: { html?: string; plain?: string; image?: Buffer }) {
  await area.evaluate(
    (element, { html = '', plain = '', image }) => {
      const clipboard = new DataTransfer();
      if (html) clipboard.setData('text/html', html);
      if (plain) clipboard.setData('text/plain', plain);
      if (image) clipboard.items.add(new File([Uint8Array.from(image)], 'image.png', { type: 'image/png' }));
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
    },
    { ...data, image: data.image ? [...data.image] : null },
  );
}

test.beforeEach(async ({ page }) => {
  await signInAs(page, 'student');
});

test('buttons and keys format what is selected, and each step can be undone', async ({ page }) => {
  const area = await open(page);
  await area.fill('a bold claim');
  await area.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(2, 6));
  await area.press('Control+b');
  await expect(area).toHaveValue('a **bold** claim');
  await area.press('Control+i');
  await expect(area).toHaveValue('a ***bold*** claim');
  await area.press('Control+z');
  await expect(area).toHaveValue('a **bold** claim');
  await area.press('Control+End');
  await page.getByRole('button', { name: 'Formula' }).click();
  await expect(area).toBeFocused();
  await page.keyboard.type('e^x');
  await expect(area).toHaveValue('a **bold** claim$e^x$');
  await area.fill('- one');
  await area.press('End');
  await area.press('Enter');
  await page.keyboard.type('two');
  await expect(area).toHaveValue('- one\n- two');
});

test('the toolbar is one stop of Tab, and Tab leaves the text', async ({ page }) => {
  const area = await open(page);
  await page.getByRole('button', { name: 'Bold' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Italic' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(area).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(area).not.toBeFocused();
});

test('the preview is what will be shown', async ({ page }) => {
  const area = await open(page);
  await area.fill('Loss $L = x^2$ falls, **fast**.\n\n<script>document.title = "run"</script>\n\n- [x] done');
  await page.getByRole('tab', { name: 'Preview' }).click();
  const shown = page.getByRole('tabpanel', { name: 'Preview' });
  await expect(shown.locator('strong')).toHaveText('fast');
  await expect(shown.locator('.katex').first()).toBeVisible();
  await expect(shown).toContainText('<script>');
  expect(await page.title()).not.toBe('run');
});

test('an image pasted is sent, stripped, and stands in the text', async ({ page }) => {
  const area = await open(page);
  await area.fill('Before');
  await area.press('End');
  await paste(area, { image: await picture() });
  await expect(area).toHaveValue(/^Before\n\n!\[picture\]\(\/files\/[0-9a-f-]{36}\)$/);
  await page.getByRole('tab', { name: 'Preview' }).click();
  const image = page.getByRole('img', { name: 'picture' });
  await expect(image).toBeVisible();
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(640);
  const answer = await page.request.get((await image.getAttribute('src')) ?? '');
  expect(answer.headers()).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cache-control': expect.stringContaining('private'),
  });
  const again = await page.request.get(answer.url(), { headers: { 'if-none-match': answer.headers().etag ?? '' } });
  expect(again.status()).toBe(304);
});

test('a file that is no image is refused in words, and leaves nothing behind', async ({ page }) => {
  const area = await open(page);
  await area.fill('Before');
  await page.getByRole('button', { name: 'Image' }).focus();
  const chosen = { name: 'plot.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)">') };
  await page.locator('input[type=file]').setInputFiles(chosen);
  await expect(page.getByRole('alert').getByText('plot.png: SVG images are not taken.')).toBeVisible();
  await expect(area).toHaveValue(/^Before\s*$/);
});

test('pasting from a word processor keeps the formatting', async ({ page }) => {
  const area = await open(page);
  const html =
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><h2><span>Data</span></h2><p><span style="font-weight:700">Two</span><span> sets</span></p><ul><li><p><span>one</span></p></li></ul></b>';
  await paste(area, { html, plain: 'Data\nTwo sets\none' });
  await expect(area).toHaveValue('## Data\n\n**Two** sets\n\n- one');
});

test('a draft is kept as one types, and comes back', async ({ page }) => {
  const area = await open(page);
  await area.fill('A first thought.');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.reload();
  await expect(text(page)).toHaveValue('A first thought.');
});

test('what is typed offline is kept in the browser, and saved once there is a connection', async ({
  page,
  context,
}) => {
  const area = await open(page);
  await context.setOffline(true);
  await area.fill('Written on a train.');
  await expect(page.getByText('You are offline: kept in this browser')).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await page.reload();
  await expect(text(page)).toHaveValue('Written on a train.');
});

test('two tabs are reconciled by a choice one sees', async ({ page, context }) => {
  const area = await open(page);
  const second = await context.newPage();
  const other = await open(second);
  await area.fill('from the first tab');
  await expect(page.getByText(/^Saved \d/)).toBeVisible();
  await other.fill('from the second tab');
  const alert = second.getByRole('alert').filter({ hasText: 'This text was changed elsewhere' });
  await expect(alert).toBeVisible();
  await alert.getByRole('button', { name: 'See both' }).click();
  await expect(second.getByRole('dialog')).toContainText('from the first tab');
  await second.keyboard.press('Escape');
  await alert.getByRole('button', { name: 'Keep mine' }).click();
  await expect(second.getByText(/^Saved \d/)).toBeVisible();
  await page.reload();
  await expect(text(page)).toHaveValue('from the second tab');
});

test('what is posted at once leaves no draft behind', async ({ page }) => {
  const area = await open(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('A quick question');
  await area.fill('Is this kept?');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A quick question' })).toBeVisible();
  await page.goto(address);
  await expect(text(page)).toHaveValue('');
  await expect(page.getByText('Saved')).toHaveCount(0);
});

test('a reply empties its field once it is posted', async ({ page }) => {
  const area = await open(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Another question');
  await area.fill('Who answers?');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  const reply = page.getByRole('textbox', { name: 'Your reply' });
  await reply.fill('I do.');
  await page.getByRole('button', { name: 'Post reply' }).click();
  await expect(page.getByText('I do.', { exact: true })).toBeVisible();
  await expect(reply).toHaveValue('');
});

test('accessible and as narrow as a small phone', async ({ page }) => {
  const area = await open(page);
  await area.fill('Some **words**, and `code`.');
  await page.getByText('Formatting and keys').click();
  for (const tab of ['Preview', 'Write']) {
    await page.setViewportSize({ width: 1440, height: 800 });
    await page.getByRole('tab', { name: tab }).click();
    if (tab === 'Preview') await expect(page.locator('.prose strong')).toBeVisible();
    await expectAccessibleInBothThemes(page, tab);
    await page.setViewportSize({ width: 320, height: 800 });
    await expectNoOverflow(page, tab);
  }
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  test('it is a field of its form', async ({ page }) => {
    await page.goto(address);
    await text(page).fill('Plain words.');
    await page.getByRole('textbox', { name: 'Title' }).fill('Without a script');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await expect(page.getByRole('paragraph').getByText('Plain words.')).toBeVisible();
  });
});
