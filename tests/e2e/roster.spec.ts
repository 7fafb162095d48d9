import type { Browser, Page } from '@playwright/test';
import { expect, signInAs, test } from './support/fixtures.ts';

/** Week one: people come by a link or a file, and go. Names differ each time, because the specs share one course. */

const mark = () => Math.random().toString(36).slice(2, 8);
const password = 'demo-course';

async function asInstructor(page: Page): Promise<void> {
  await signInAs(page, 'instructor');
}

/** A browser of their own for a second person. */
async function stranger(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL: baseURL ?? '' })).newPage();
}

async function join(page: Page, link: string, name: string, email: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Join' }).click();
}

test('a student joins by a link, and loses access at once when deactivated', async ({ page, browser, baseURL }) => {
  await asInstructor(page);
  await page.goto('/staff/roster/join-links');
  await page.getByRole('combobox', { name: 'Works for' }).selectOption('1 day');
  await page.getByRole('button', { name: 'Make join link' }).click();
  const link = await page
    .getByText(/\/join\?code=\w+/)
    .first()
    .textContent();
  const code = new URL(link ?? '').searchParams.get('code') ?? '';

  const [name, email] = [`Zoë ${mark()}`, `zoe.${mark()}@join.example`];
  const student = await stranger(browser, baseURL);
  await join(student, '/join', name, email);
  await expect(student.getByRole('textbox', { name: 'Code' })).toBeFocused(); // asked for by the browser
  await student.getByRole('textbox', { name: 'Code' }).fill('WRONG-WRONG');
  await student.getByRole('button', { name: 'Join' }).click();
  await expect(student.getByRole('alert').filter({ hasText: 'does not work' })).toBeVisible();
  await expect(student.getByRole('textbox', { name: 'E-mail' })).toHaveValue(email);
  await join(student, `/join?code=${code}`, name, email);
  await expect(student.getByRole('heading', { level: 1, name: 'This week' })).toBeVisible();

  await page.goto(`/staff/roster?q=${email}`);
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('button', { name: 'Reactivate' })).toBeVisible();
  await student.goto('/grades');
  await expect(student).toHaveURL('/sign-in?from=%2Fgrades');

  await page.goto('/staff/roster/join-links');
  await page
    .getByRole('button', { name: /^Revoke/ })
    .first()
    .click();
  await expect(page.getByText('Revoked').first()).toBeVisible();
  await join(student, `/join?code=${code}`, 'Too Late', `late.${mark()}@join.example`);
  await expect(student.getByRole('alert').filter({ hasText: 'does not work' })).toBeVisible();
  await student.context().close();
});

test('a file is previewed, line by line, and then applied as it was', async ({ page }) => {
  await asInstructor(page);
  const id = mark();
  const lines = [
    'E-Mail;Name;Role;Section',
    `one.${id}@import.example;"Ünal, Öz\n${id}";student;Group ${id}`,
    'no address;Nobody;student;',
    `two.${id}@import.example;Two ${id};assistant;`,
    `ONE.${id}@import.example;Again;student;`,
  ];
  await page.goto('/staff/roster/import');
  const file = { name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}`) };
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 new, 0 changed' })).toBeVisible();
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems.getByRole('row', { name: /^4 .*no e-mail address/ })).toBeVisible();
  await expect(problems.getByRole('row', { name: /^6 .*on line 2 already/ })).toBeVisible();

  await page.getByRole('button', { name: 'Apply to 2 people' }).click();
  await expect(page.getByText('Applied: 2 added, 0 changed, 0 deactivated')).toBeVisible();
  await page.goto(`/staff/roster?q=${id}`);
  const row = page.getByRole('row', { name: new RegExp(`Ünal, Öz ${id}`) });
  await expect(row).toContainText(`Group ${id}`);
  await expect(row).toContainText('No password yet');

  await row.getByRole('link').click();
  await page.getByRole('button', { name: 'Make a link to hand out' }).click();
  await expect(page.getByLabel('Link to set a password')).toHaveValue(/\/set-password\?token=link_/);
  await page.getByRole('link', { name: 'What was changed' }).click();
  await expect(page.getByRole('row', { name: /Ingrid Solheim added a person/ })).toContainText(`Group ${id}`);
  await expect(page.getByRole('row', { name: /Ingrid Solheim made a password link/ })).toBeVisible();
});

test('a preview that the roster has left behind is not applied', async ({ page }) => {
  await asInstructor(page);
  const id = mark();
  await page.goto('/staff/roster/import');
  const buffer = Buffer.from(`email,name\nthree.${id}@import.example,Three\n`);
  await page.getByLabel('CSV file').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('button', { name: 'Apply to 1 person' })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto('/staff/roster/add');
  await other.getByRole('textbox', { name: 'E-mail' }).fill(`four.${id}@import.example`);
  await other.getByRole('textbox', { name: 'Name' }).fill('Four');
  await other.getByRole('button', { name: 'Add' }).click();
  await expect(other.getByRole('alert').filter({ hasText: 'Four was added' })).toBeVisible();
  await other.close();
  await page.getByRole('button', { name: 'Apply to 1 person' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'changed since this preview' })).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'The file' })).toBeVisible();
});
