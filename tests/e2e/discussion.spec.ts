import type { Page } from '@playwright/test';
import { classmates } from '#db/demo/people.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

const slug = '06-cnn-translation';
const classmate = { email: classmates[0]?.email ?? '' };

/** Typed too early, before the page has taken over, a text would be lost. */
async function write(page: Page, label: string, text: string) {
  const field = page.getByRole('textbox', { name: label });
  await expect(field).toBeEditable();
  await field.fill(text);
}

test('a question asked anonymously is answered, endorsed, accepted and found', async ({ page }) => {
  test.slow(); // four people, one after the other
  const word = `receptive${Date.now()}`;
  await signInAs(page, 'student');
  await page.getByRole('link', { name: 'Discussion', exact: true }).click();
  await page.getByRole('link', { name: 'New thread' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill(`How large is a ${word} field?`);
  await write(page, 'Text', 'I count $3 + 2 = 5$ pixels. Is that right?');
  await page.getByRole('checkbox', { name: 'Post anonymously' }).check();
  await expectAccessible(page, 'the new thread');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(page.getByRole('article', { name: 'Post by You' })).toContainText('anonymous to classmates');
  const address = new URL(page.url()).pathname;

  await signInAs(page, classmate);
  await page.goto(address);
  await expect(page.getByRole('article', { name: 'Post by Anonymous classmate' })).toBeVisible();
  expect(await page.content()).not.toContain('Sam Okafor');
  await expect(page.getByRole('button', { name: /^Accept answer/ })).toHaveCount(0);
  await write(page, 'Your reply', 'Yes: two more with every layer.');
  await page.getByRole('button', { name: 'Post reply' }).click();
  await expect(page.getByRole('article', { name: 'Reply by You' })).toContainText('two more with every layer');

  await signInAs(page, 'assistant');
  await page.goto(address);
  await expect(page.getByRole('article', { name: 'Post by Sam Okafor' })).toContainText('anonymous to classmates');
  await page.getByRole('button', { name: /^Endorse: the post by/ }).click();
  await expect(page.getByText(/^Endorsed by/)).toBeVisible();
  await expectAccessible(page, 'the thread for staff');

  await signInAs(page, 'student');
  await page.goto(address);
  await page.getByRole('button', { name: /^Accept answer/ }).click();
  await expect(page.getByText('Accepted answer')).toBeVisible();

  await signInAs(page, classmate);
  await page.goto('/search');
  await page.getByRole('searchbox', { name: 'Search for' }).fill(word);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await expectAccessible(page, 'the results');
  await page.getByRole('list', { name: 'Results' }).getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(address));
});

test('a run is asked about in private, with its code attached', async ({ page }) => {
  await signInAs(page, 'student');
  const answer = await page.request.post(`/api/v1/assignments/${slug}/submissions`, {
    headers: { origin: new URL(page.url()).origin },
    multipart: { code: 'export const lonely = 1;' },
  });
  expect(answer.status()).toBe(202);
  const { id } = (await answer.json()) as { id: string };
  await page.goto(`/assignments/${slug}/submissions/${id}`);
  await page.locator('summary').filter({ hasText: 'Write' }).click();
  await write(page, 'Your question', 'Why is this not enough?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Only whose run it is and staff see this.')).toBeVisible();
  const address = new URL(page.url()).pathname;

  await signInAs(page, classmate);
  expect((await page.goto(address))?.status()).toBe(404);

  await signInAs(page, 'assistant');
  await page.goto(address);
  await page.getByText('The code as it was handed in').click();
  await expect(page.getByText('export const lonely = 1;')).toBeVisible();
  await expectAccessible(page, 'the question about a run');
});
