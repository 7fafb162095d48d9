import { expect, signInAs, test } from './support/fixtures.ts';

const slug = '06-cnn-translation';
const broken = "export function createModel() { throw new Error('not yet'); }\nexport async function train() {}\n";

test('a regrade is a draft until it is published, and then its student reads why', async ({ page }) => {
  test.setTimeout(240_000); // a whole class is graded again
  await signInAs(page, 'student');
  const answer = await page.request.post(`/api/v1/assignments/${slug}/submissions`, {
    headers: { origin: new URL(page.url()).origin },
    multipart: { code: broken },
  });
  const { id } = await answer.json();
  await page.goto(`/assignments/${slug}/submissions/${id}`);
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByText('Failed', { exact: true })).toBeVisible({ timeout: 60_000 });

  await signInAs(page, 'instructor');
  await page.goto('/staff/grading');
  await page.getByRole('link', { name: 'Regrades' }).click();
  await page.getByRole('combobox', { name: 'Submissions' }).selectOption('The one of each student that counts');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The grader counted one test twice.');
  await page.getByRole('button', { name: 'Start regrade' }).click();
  await expect(page.getByRole('heading', { name: /^Regrade of A CNN and translation/ })).toBeVisible();
  const regrade = page.url();

  await test.step('nobody but staff sees the draft', async () => {
    await signInAs(page, 'student');
    await page.goto(`/assignments/${slug}/submissions/${id}`);
    await expect(result).toBeVisible();
    await expect(page.getByText('The grader counted one test twice.')).toBeHidden();
    expect((await page.goto(regrade))?.status()).toBe(403);
  });

  await test.step('an assistant sees it, an instructor publishes it', async () => {
    await signInAs(page, 'assistant');
    await page.goto(regrade);
    await expect(page.getByRole('heading', { name: /^Regrade of/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Publish to students' })).toBeHidden();
    await signInAs(page, 'instructor');
    await page.goto(regrade);
    // The page looks again by itself until all are regraded.
    await expect(page.getByRole('button', { name: 'Publish to students' })).toBeEnabled({ timeout: 180_000 });
    await page.getByRole('radio', { name: /^As it is/ }).check();
    await page.getByRole('button', { name: 'Publish to students' }).click();
    await expect(page.getByText('Published', { exact: false }).first()).toBeVisible();
  });

  await signInAs(page, 'student');
  await page.goto(`/assignments/${slug}/submissions/${id}`);
  await expect(page.getByText('The grader counted one test twice.')).toBeVisible();
});
