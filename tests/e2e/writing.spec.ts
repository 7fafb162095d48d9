import type { Page } from '@playwright/test';
import { classmates } from '#db/demo/people.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

const words = (n: number, word = 'data') => Array.from({ length: n }, () => word).join(' ');
const haber = '/reflections/haber-reflection';

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

test('a proposal is handed in, sent back, revised and accepted', async ({ page }) => {
  test.setTimeout(240_000); // four people after another, each page read for accessibility
  await signInAs(page, 'student');
  await page.goto('/proposals');
  await expect(page.getByRole('heading', { level: 1, name: 'Project proposal' })).toBeVisible();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('4 fields need a change')).toBeVisible();
  await expect(page.getByText('Choose one of the topics of the calendar.')).toBeVisible();

  await page.getByRole('combobox', { name: 'Project category' }).selectOption('Convolutional neural networks');
  await field(page, 'Societal or technical motivation').fill(words(45, 'because'));
  await field(page, 'Data set').fill(`${words(40)} with $n = 500$ images`);
  await field(page, 'Methods').fill(words(31, 'convolve'));
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('Version 1 is handed in')).toBeVisible();
  await expectAccessible(page);

  await signInAs(page, 'instructor');
  await page.goto('/staff/proposals');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Sam Okafor' }).click();
  await expect(page.getByRole('region', { name: 'Data set' })).toContainText('images');
  await page.getByRole('button', { name: 'Ask for changes' }).click();
  await expect(page.getByText('Say in the comment what is to be changed.')).toBeVisible();
  await field(page, 'Comment').fill('Which images are these, and **who** took them?');
  await page.getByRole('button', { name: 'Ask for changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sam Okafor' }), 'the next one waits').toHaveCount(0);

  await signInAs(page, 'student');
  await page.goto('/proposals');
  await expect(page.getByRole('article', { name: 'Review of version 1' })).toContainText('Which images are these');
  await field(page, 'Data set').fill(`${words(40)} with $n = 500$ public images`);
  await page.getByRole('button', { name: 'Hand in version 2' }).click();
  await expect(page.getByText('Version 2 is handed in')).toBeVisible();
  await page.getByText('Version 2', { exact: true }).click();
  await expect(page.getByRole('insertion').filter({ hasText: 'public' })).toBeVisible();

  await signInAs(page, 'assistant');
  await page.goto('/staff/proposals');
  await page.getByRole('link', { name: 'Sam Okafor' }).click();
  await expect(page.getByRole('heading', { name: 'Versions' })).toBeVisible();
  await expectAccessible(page);
  // By keys: A puts the focus on the answer, Enter gives it.
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: 'Accept' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Sam Okafor' }), 'the next one waits').toHaveCount(0);

  await signInAs(page, 'student');
  await page.goto('/proposals');
  await expect(page.getByText('This was accepted: there is nothing to revise.')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Review of version 2' })).toContainText('Accepted');
});

test('a reflection is graded by keys alone, released and read', async ({ page }) => {
  test.slow();
  await signInAs(page, 'student');
  await page.goto(haber);
  await field(page, 'Your text').fill(words(320, 'reflect'));
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('Version 1 is handed in')).toBeVisible();
  await expectAccessible(page);

  await signInAs(page, 'instructor');
  await page.goto('/staff/written/haber-reflection/grade');
  await expect(page.getByText('Text 1, name hidden until release')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('Okafor');
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible();
  await expectAccessible(page);

  const score = (name: RegExp) => page.getByRole('spinbutton', { name });
  await page.keyboard.press('1');
  await expect(score(/claims/)).toHaveValue('4');
  await page.keyboard.press('1');
  await expect(score(/claims/)).toHaveValue('3');
  await page.keyboard.press('2');
  await page.keyboard.press('3');
  await expect(page.getByText('9 of 10 points')).toBeVisible();
  await page.keyboard.press('e');
  await expect(field(page, 'Comment')).toBeFocused();
  await page.keyboard.insertText('Carefully read. ');
  await page.keyboard.press('1');
  await expect(score(/claims/), 'a key in a field is a letter').toHaveValue('3');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('article', { name: 'Review of version 1' })).toContainText('9 of 10 points');

  await signInAs(page, 'student');
  await page.goto(haber);
  await expect(page.locator('body'), 'not before it is released').not.toContainText('Carefully read');

  await signInAs(page, 'instructor');
  await page.goto('/staff/written/haber-reflection/grade');
  await page.getByText('Release to all').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Release 1 grade' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Released/)).toBeVisible();
  await expect(page.getByText('Sam Okafor')).toBeVisible();

  await signInAs(page, 'student');
  await page.goto(haber);
  await expect(page.getByRole('article', { name: 'Review of version 1' })).toContainText('Carefully read. 1');
  await expect(page.getByText('9 of 10 points')).toBeVisible();
  await expect(page.getByRole('button', { name: /Hand in/ })).toHaveCount(0);
  await signInAs(page, { email: classmates[0]?.email ?? '' });
  await page.goto(haber);
  await expect(page.locator('body'), 'nobody else reads it').not.toContainText('Carefully read');
});

test('an instructor asks for something new and corrects it', async ({ page }) => {
  await signInAs(page, 'instructor');
  await page.goto('/staff/written');
  await page.getByRole('link', { name: 'New written item' }).click();
  await page.getByRole('textbox', { name: 'Title', exact: true }).first().fill('Milestone one');
  await field(page, 'Prompt').fill('Show what you have.');
  await page.getByRole('textbox', { name: 'Criterion 1' }).fill('It runs');
  await page.getByRole('spinbutton', { name: 'Points' }).last().fill('4');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('The criteria add up to 4 points, not to 10.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Criterion 1' })).toHaveValue('It runs');
  await page.getByRole('spinbutton', { name: 'Points' }).last().fill('10');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('link', { name: 'Milestone one', exact: true })).toBeVisible();

  await page.getByRole('combobox', { name: 'Item' }).selectOption('Milestone one');
  await page.getByRole('textbox', { name: 'Correction' }).fill('Two pages, not one.');
  await page.getByRole('button', { name: 'Publish correction' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw the correction of Milestone one' })).toBeVisible();
  await expectAccessible(page);
  await signInAs(page, 'student');
  await page.goto('/reflections/milestone-one');
  await expect(page.getByRole('region', { name: 'Corrections' })).toContainText('Two pages, not one.');
});
