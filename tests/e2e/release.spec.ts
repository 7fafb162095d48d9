import type { Page } from '@playwright/test';
import { classmates } from '#db/demo/people.ts';
import { expectAccessibleInBothThemes, expectNoOverflow } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

const slug = '06-cnn-translation';
const title = 'A CNN and translation';
const classmate = { email: classmates[0]?.email ?? '' };

type Dates = { due: string; closes: string };

/** Moves the assignment for everybody. @returns where it was, on the wall clock */
async function move(page: Page, dates: Dates): Promise<Dates> {
  await page.goto(`/calendar?edit=item:${slug}`);
  const form = page.getByRole('form', { name: 'Move for everybody' });
  const [due, closes] = [form.getByLabel('Due'), form.getByLabel('Closes')];
  const base = { due: await due.inputValue(), closes: await closes.inputValue() };
  await due.fill(dates.due);
  await closes.fill(dates.closes);
  await form.getByRole('button', { name: 'Show who is affected' }).click();
  await form.getByRole('button', { name: /^Move / }).click();
  await page.waitForURL(/\/calendar#item-/);
  return base;
}

/** The row of the assignment on the page of releases. */
const rowIn = (page: Page) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });
const ownScore = (page: Page) =>
  page
    .getByRole('row', { name: new RegExp(title) })
    .getByRole('cell')
    .nth(3);

test('private scores are released once nobody can hand in, and hidden again from whoever can', async ({ page }) => {
  test.setTimeout(180_000); // classmates are graded after all others
  await signInAs(page, classmate);
  await page.goto('/grades');
  await expect(async () => {
    await page.reload();
    await expect(ownScore(page)).toHaveText('not released', { timeout: 1000 });
  }).toPass({ timeout: 150_000 });

  await signInAs(page, 'instructor');
  await page.goto('/staff/gradebook');
  await page.getByRole('link', { name: 'Release', exact: true }).click();
  await expect(rowIn(page)).toContainText('Not yet possible');
  await expect(rowIn(page)).toContainText('the class until');
  const past = Temporal.Now.plainDateTimeISO().subtract({ days: 2 }).toString({ smallestUnit: 'minute' });
  const base = await move(page, { due: past, closes: past });
  try {
    await test.step('an assistant sees how it stands and cannot release', async () => {
      await signInAs(page, 'assistant');
      await page.goto('/staff/gradebook/release');
      await expect(rowIn(page)).toContainText('Not released');
      await expect(rowIn(page).locator('summary')).toHaveCount(0);
    });
    await signInAs(page, 'instructor');
    await page.goto('/staff/gradebook/release');
    await rowIn(page).locator('summary').click();
    await expect(rowIn(page)).toContainText(/\d+ students see what each submission of theirs reached/);
    await expectAccessibleInBothThemes(page, 'the page of releases');
    await expectNoOverflow(page, 'the page of releases');
    await rowIn(page)
      .getByRole('button', { name: /^Release to \d+ students$/ })
      .click();
    await expect(rowIn(page)).toContainText('Released');

    await signInAs(page, classmate);
    await page.goto('/notices');
    await page.getByRole('link', { name: `The private scores of “${title}” are released` }).click();
    await expect(ownScore(page)).toHaveText(/^0\.\d+Accuracy$/);
    await expect(page.getByText('Accuracy is the share of examples that are given their class.')).toBeVisible();
    await test.step('a phone shows it without scrolling sideways', async () => {
      const desk = page.viewportSize();
      await page.setViewportSize({ width: 390, height: 844 });
      await expect(page.getByText(/^Private score 0\.\d+$/)).toBeVisible();
      const sheet = page.getByRole('region', { name: 'Grades' });
      expect(await sheet.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      if (desk) await page.setViewportSize(desk);
    });
    await page.getByRole('link', { name: new RegExp(`submission to ${title}`) }).click();
    const score = page.getByRole('region', { name: 'Accuracy on the private test data' });
    await expect(score).toContainText(/0\.\d+/);
    await expectAccessibleInBothThemes(page, 'a result with its private score');
  } finally {
    await signInAs(page, 'instructor');
    await move(page, base);
  }
  await signInAs(page, classmate);
  await page.goto('/grades');
  await expect(ownScore(page)).toHaveText('not released');
});

test('staff who open the grades of students are led to the gradebook', async ({ page }) => {
  await signInAs(page, 'assistant');
  await page.goto('/grades');
  await page.getByRole('main').getByRole('link', { name: 'Open the gradebook' }).click();
  await expect(page).toHaveURL(/\/staff\/gradebook$/);
});
