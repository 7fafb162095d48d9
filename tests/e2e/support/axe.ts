import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

const themes = ['light', 'dark'] as const;

/**
 * Only what is wrong is described: naming every element that passes takes longer than judging them. In legacy mode the
 * page itself says the result; else a second page is opened for that, which takes as long again. It leaves frames of other
 * origins out: the sandbox frame is one, and shows nothing.
 */
const judge = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();

/** No violation that axe knows; the test goes on where there are some, to name them all. */
export async function expectAccessible(page: Page, what = 'the page'): Promise<void> {
  await expectNothingFound(page, judge(page), what);
}

/** The same in both themes. From the first to the second nothing but colours changes: these alone are judged again. */
export async function expectAccessibleInBothThemes(page: Page, what: string): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The editor changes its colours by script, a moment after the page: judged between, neither theme is there.
    const editor = page.locator('.monaco-editor').first();
    if (await editor.count()) await expect(editor).toHaveClass(colorScheme === 'dark' ? /\bvs-dark\b/ : /\bvs( |$)/);
    const axe = judge(page);
    if (colorScheme !== themes[0]) axe.withRules(['color-contrast', 'link-in-text-block']);
    await expectNothingFound(page, axe, `${what}, ${colorScheme}`);
  }
}

async function expectNothingFound(page: Page, axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
  expect.soft(found, `${what}: ${page.url()}`).toEqual([]);
}

/** Nothing is wider than the screen. */
export async function expectNoOverflow(page: Page, what: string): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, what).toBeLessThanOrEqual(0);
}
