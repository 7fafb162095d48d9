import { expect, signInAs, test, untilAnswering } from './support/fixtures.ts';

const student = 'student@example.edu';
const password = 'demo-course';

test('a stranger is sent to sign in, and then to the page asked for', async ({ page }) => {
  await page.goto('/assignments');
  await expect(page).toHaveURL('/sign-in?from=%2Fassignments');
  // By keyboard alone: the fields follow each other, Enter sends.
  await page.getByRole('textbox', { name: 'E-mail' }).focus();
  await page.keyboard.type(student);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/assignments');
  await expect(page.getByRole('heading', { level: 1, name: 'Assignments' })).toBeVisible();
});

test('a wrong password says so and keeps what was typed', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(student);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue(student);
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
});

test('guessing is stopped with the time to wait', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`nobody-${Date.now()}@example.edu`); // not counted before
  const alert = page.getByRole('alert').filter({ hasText: /wrong|Too many/ });
  for (let tries = 0; tries < 10; tries += 1) {
    await page.getByLabel('Password', { exact: true }).fill(`guess ${tries}`);
    const answer = page.waitForResponse('**/api/auth/callback/credentials*');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await answer;
    await expect(alert).toContainText('wrong');
  }
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(alert).toContainText(/Too many tries.*in 15 minutes/s);
});

for (const from of ['https://evil.example/', '//evil.example', '/\\evil.example', '/\t/evil.example']) {
  test(`signing in does not lead away from here: ${from}`, async ({ page }) => {
    await page.goto(`/sign-in?from=${encodeURIComponent(from)}`);
    await page.getByRole('button', { name: 'Enter as student' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'This week' })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe('/');
  });
}

for (const role of ['student', 'assistant', 'instructor'] as const) {
  test(`one button enters the demo as ${role}`, async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: `Enter as ${role}` }).click();
    const navigation = page.getByRole('navigation', { name: 'Course' });
    if (role === 'student') return expect(navigation.getByRole('link', { name: 'Grades' })).toBeVisible();
    // The places of staff are in a menu that the keyboard opens, walks and closes.
    const menu = navigation.getByRole('button', { name: 'Staff' });
    await expect(menu).toBeVisible();
    await untilAnswering(page);
    const first = navigation.getByRole('menuitem', { name: 'Gradebook' });
    await menu.press('Enter');
    await expect(first).toBeVisible();
    await page.keyboard.press('Home');
    await expect(first).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(menu).toBeFocused();
    await menu.press('Enter');
    await expect(first).toBeVisible();
    // The menu moves the focus a moment after the key: the next key starts from where it is.
    await page.keyboard.press('Home');
    await expect(first).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(navigation.getByRole('menuitem', { name: 'Proposals' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/staff/proposals');
  });
}

test('the demo shows every side: the role can be switched', async ({ page }) => {
  await signInAs(page, 'student');
  await page.goto('/');
  await page.getByRole('button', { name: 'Demo: change role' }).click();
  await page.getByRole('menuitemradio', { name: 'Instructor' }).click();
  await expect(page.getByRole('heading', { name: 'What waits' })).toBeVisible();
});

test('signing out ends it, also for the page before', async ({ page, context }) => {
  await signInAs(page, 'student');
  await page.goto('/grades');
  const session = (await context.cookies()).find((cookie) => cookie.name.endsWith('course.session'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  await page.getByRole('button', { name: 'Sam Okafor' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await page.goto('/grades');
  await expect(page).toHaveURL('/sign-in?from=%2Fgrades');
});

test('the chosen appearance stays', async ({ page }) => {
  await signInAs(page, 'student');
  await page.goto('/');
  await page.getByRole('button', { name: 'Sam Okafor' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  // In the page as it arrives, not put there later: no flash.
  expect(await (await page.request.get('/')).text()).toContain('data-theme="dark"');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the menu leads everywhere and closes behind itself', async ({ page }) => {
    await signInAs(page, 'student');
    await page.goto('/');
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Assignments' }).click();
    await expect(page).toHaveURL('/assignments');
    await expect(page.getByRole('dialog')).toBeHidden();
  });
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await signInAs(page, 'student');
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
