import { expectAccessible } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

test('the cards of the demo lead where they say, and can be put away', async ({ page }) => {
  await signInAs(page, 'student');
  await page.getByRole('link', { name: 'Apply and run it' }).click();
  await expect(page.getByRole('status').filter({ hasText: /Starting|Preparing|Training/ })).toBeVisible();
  await expect(page).toHaveURL('/assignments/06-cnn-translation'); // a reload does not run it again
  await page.getByRole('button', { name: 'Stop' }).click();
  const editor = page.getByRole('region', { name: 'Editor' });
  await expect(editor.getByText('maxPooling2d').first()).toBeVisible();
  // The offer is an edit like any other: back at the starter, it is made again.
  await page.getByRole('button', { name: 'File menu' }).click();
  await page.getByRole('menuitem', { name: 'Reset to the starter' }).click();
  await editor.getByRole('button', { name: 'Apply it' }).click();
  await expect(editor.getByText('maxPooling2d').first()).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(editor.getByText('maxPooling2d')).toHaveCount(0);

  await page.goto('/');
  await page.getByRole('button', { name: 'Accept a proposal' }).click();
  await expect(page).toHaveURL(/\/staff\/proposals/);
  await page.goto('/');
  await page.getByRole('link', { name: 'Answer it' }).click();
  await expect(page.getByRole('group', { name: 'What is the value of the right-most node?' })).toBeInViewport();

  await page.goto('/');
  await page.getByRole('navigation', { name: 'Course' }).getByRole('button', { name: 'Staff' }).click();
  await expect(page.getByRole('menuitem', { name: 'Roster' })).toBeVisible();
  await expectAccessible(page, 'the menu of staff');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(page.getByRole('region', { name: 'This demo in five minutes' })).toBeHidden();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show the tour of this demo' })).toBeEnabled();
});
