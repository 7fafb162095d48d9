import type { Locator, Page } from '@playwright/test';
import { expect, signInAs, test } from './support/fixtures.ts';

const slug = '06-cnn-translation';
const broken = `import * as tf from '@tensorflow/tfjs';
console.log('built at', tf.version.tfjs);
export function createModel() {
  return notThere;
}
export async function train() {}
`;

/** Hands in code that cannot be built: the quickest way to a result that has everything a result has. */
async function handIn(page: Page): Promise<string> {
  const { origin } = new URL(page.url());
  const answer = await page.request.post(`/api/v1/assignments/${slug}/submissions`, {
    headers: { origin },
    multipart: { code: broken },
  });
  expect(answer.status()).toBe(202);
  return (await answer.json()).id;
}

test('a result arrives by itself, says why, and is still there after a reload', async ({ page }) => {
  await signInAs(page, 'student');
  const id = await handIn(page);
  await page.goto(`/assignments/${slug}/submissions/${id}`);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('notThere is not defined').first()).toBeVisible({ timeout: 60_000 });
  await expect(result.getByText('Failed', { exact: true })).toBeVisible();
  await page.reload();
  await expect(result.getByText('Failed', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Code as handed in' })).toBeVisible();
  await expect(page.getByText('return notThere;')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'For staff' })).toBeHidden();

  await page.goto('/grades');
  await page.getByRole('link', { name: /submission to A CNN and translation/ }).click();
  await expect(page).toHaveURL(new RegExp(`/assignments/${slug}/submissions/`));
});

/** The student's cell of the assignment, in the gradebook. */
async function findCell(page: Page): Promise<Locator> {
  await page.goto('/staff/gradebook');
  await page.getByRole('searchbox', { name: 'Find a student' }).fill('okafor');
  const grid = page.getByRole('grid', { name: 'Grades, students by items' });
  await expect(grid.getByRole('rowheader')).toHaveCount(1);
  const headings = await grid.getByRole('columnheader').allTextContents();
  const column = headings.findIndex((text) => text.startsWith('A CNN and translation'));
  return grid.getByRole('gridcell').nth(column - 1); // the first column holds names
}

test('staff reach the submission from the gradebook by keyboard', async ({ page }) => {
  await signInAs(page, 'student');
  await handIn(page);
  await signInAs(page, 'instructor');
  await (await findCell(page)).focus();
  await page.keyboard.press('Enter');
  const story = page.getByRole('complementary', { name: /A CNN and translation/ });
  await expect(story).toContainText('student@example.edu');
  await story.getByRole('link', { name: 'Open the submission' }).click();
  await expect(page.getByRole('heading', { name: 'For staff' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Grading runs' })).toBeVisible();
});

test('a grade that an instructor sets counts, and its student reads why', async ({ page }) => {
  const story = page.getByRole('complementary', { name: /A CNN and translation/ });
  const grades = page.getByRole('row', { name: /A CNN and translation/ });
  await signInAs(page, 'instructor');
  await (await findCell(page)).click();
  await story.locator('summary').click();
  await story.getByLabel('Points').fill('1.5');
  await story.getByLabel('Reason').fill('Shown in class.');
  await story.getByRole('button', { name: 'Set the grade' }).click();
  await expect(story.getByRole('region', { name: 'History' })).toContainText('Grade set to 1.5: Shown in class.');

  await signInAs(page, 'student');
  await page.goto('/grades');
  await expect(grades).toContainText('1.5');
  await expect(grades).toContainText('Set by staff: Shown in class.');

  await signInAs(page, 'instructor');
  await (await findCell(page)).click();
  await story.locator('summary').click();
  await story.getByRole('button', { name: 'Count what was earned' }).click();
  await expect(story.getByText('set by')).toBeHidden();
});

test('arrow keys drive the sheet and Escape closes the story', async ({ page }) => {
  await signInAs(page, 'instructor');
  await page.goto('/staff/gradebook');
  const grid = page.getByRole('grid', { name: 'Grades, students by items' });
  await expect(page.getByRole('searchbox', { name: 'Find a student' })).toBeEditable();
  const cells = grid.getByRole('gridcell');
  await cells.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(grid.getByRole('row').nth(2).getByRole('gridcell').first()).toBeFocused();
  await page.keyboard.press('Control+End');
  await expect(grid.getByRole('row').last().getByRole('gridcell').nth(-2)).toBeFocused(); // the last one holds the total
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toBeHidden();
});

test('the gradebook downloads as CSV', async ({ page }) => {
  await signInAs(page, 'assistant');
  await page.goto('/staff/gradebook');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download CSV' }).click();
  expect((await download).suggestedFilename()).toBe('grades.csv');
});

test('a student has no gradebook', async ({ page }) => {
  await signInAs(page, 'student');
  const answer = await page.goto('/staff/gradebook');
  expect(answer?.status()).toBe(403);
});
