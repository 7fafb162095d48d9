import type { Page } from '@playwright/test';
import ICAL from 'ical.js';
import { expectAccessibleInBothThemes, expectNoOverflow } from './support/axe.ts';
import { expect, signInAs, test } from './support/fixtures.ts';

const title = 'A CNN and translation';
const slug = '06-cnn-translation';

const dueEntry = (page: Page) => page.getByRole('article', { name: new RegExp(title) });

/** When the assignment is due, as a calendar program reads the feed. */
async function feedDue(page: Page, address: string): Promise<Date | undefined> {
  const answer = await page.request.get(address);
  expect(answer.status()).toBe(200);
  const root = new ICAL.Component(ICAL.parse(await answer.text()));
  const events = root.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
  return events.find(({ summary }) => summary === `Due: ${title}`)?.startDate.toJSDate();
}

async function makeAddress(page: Page): Promise<string> {
  await page.goto('/calendar');
  await page.getByRole('button', { name: /^Make (my|a new) address$/ }).click();
  return page.getByRole('textbox', { name: 'Your address' }).inputValue();
}

/** The wall clock of a field, so many days later. */
function daysLater(wallClock: string, days: number): string {
  return Temporal.PlainDateTime.from(wallClock).add({ days }).toString({ smallestUnit: 'minute' });
}

/** Opens the dates of the assignment, wherever in the term it stands. */
async function openDates(page: Page) {
  await page.goto(`/calendar?edit=item:${slug}`);
  await expect(page.getByRole('form', { name: 'Grant an extension' })).toBeVisible();
}

test('an instructor moves a date; its student sees it and the feed changes', async ({ page }) => {
  await signInAs(page, 'student');
  const address = await makeAddress(page);
  const before = await feedDue(page, address);

  await signInAs(page, 'instructor');
  await openDates(page);
  const move = page.getByRole('form', { name: 'Move for everybody' });
  const [due, closes] = [move.getByLabel('Due'), move.getByLabel('Closes')];
  const base = { due: await due.inputValue(), closes: await closes.inputValue() };
  await due.fill(daysLater(base.due, 1));
  await closes.fill(daysLater(base.closes, 1));
  await expect(move.getByRole('button', { name: /^Move/ })).toHaveCount(0);
  await move.getByRole('button', { name: 'Show who is affected' }).click();
  await expect(move.getByRole('status')).toContainText(/changes the dates of \d+ of \d+ students/);

  // What was shown is no longer what would be done: it has to be shown anew.
  await due.fill(daysLater(base.due, 2));
  await expect(move.getByRole('button', { name: /^Move/ })).toHaveCount(0);
  await move.getByRole('button', { name: 'Show who is affected' }).click();
  await move.getByRole('button', { name: /^Move and tell \d+ students$/ }).click();
  await page.waitForURL(/\/calendar#item-/);

  await signInAs(page, 'student');
  const after = await feedDue(page, address);
  expect(after && before && after.getTime() - before.getTime()).toBeGreaterThan(46 * 3600_000);
  await page.goto('/calendar');
  const shown = dueEntry(page).getByRole('time').first();
  await expect(shown).toHaveAttribute('datetime', after?.toISOString() ?? '');
});

test('an extension is its student’s alone, with the reason', async ({ page }) => {
  await signInAs(page, 'assistant');
  await openDates(page);
  await expect(page.getByRole('form', { name: 'Move for everybody' })).toHaveCount(0);
  const grant = page.getByRole('form', { name: 'Grant an extension' });
  await grant.getByLabel('Student').selectOption({ label: 'Sam Okafor' });
  await grant.getByLabel('Due for them').fill('2020-01-01T12:00');
  await grant.getByLabel('Reason').fill('A week in hospital');
  await grant.getByRole('button', { name: 'Grant extension' }).click();
  await expect(grant.getByRole('alert')).toContainText('later than the date of the class');
  await expect(grant.getByLabel('Reason')).toHaveValue('A week in hospital');
  await expect(grant.getByLabel('Student').locator('option:checked')).toHaveText('Sam Okafor');

  const dueAt = Temporal.Now.plainDateTimeISO().add({ days: 60 }).toString({ smallestUnit: 'minute' });
  await grant.getByLabel('Due for them').fill(dueAt);
  await grant.getByRole('button', { name: 'Grant extension' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw the extension of Sam Okafor' })).toBeVisible();

  await signInAs(page, 'student');
  await page.goto('/calendar');
  await expect(dueEntry(page)).toContainText('Extended for you');
  await expect(dueEntry(page)).toContainText('A week in hospital');
  await page.goto(`/assignments/${slug}`);
  await expect(page.getByText('extended for you')).toBeVisible();

  await signInAs(page, { email: 'amara.nwosu@example.edu' });
  await page.goto('/calendar');
  await expect(dueEntry(page)).toBeVisible();
  await expect(page.getByText('A week in hospital')).toHaveCount(0);

  await signInAs(page, 'assistant');
  await openDates(page);
  await page.getByRole('button', { name: 'Withdraw the extension of Sam Okafor' }).click();
  await expect(page.getByText('Nobody has an extension.')).toBeVisible();
});

test('staff plan classes: a series taken back, one class added, cancelled and deleted', async ({ page }) => {
  await signInAs(page, 'instructor');
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'Add classes' }).click();
  const panel = page.getByRole('region', { name: 'Add the classes of a term' });
  await panel.getByRole('checkbox', { name: 'Friday' }).check();
  await panel.getByLabel('Topics').fill('Workshop\nWorkshop, continued');
  await panel.getByLabel('Ends').fill('13:00');
  await panel.getByRole('button', { name: 'Add classes' }).click();
  await expect(panel.getByRole('alert')).toContainText('ends before it begins');
  await expect(panel.getByRole('checkbox', { name: 'Friday' })).toBeChecked();
  await panel.getByLabel('Ends').fill('15:00');
  await panel.getByRole('button', { name: 'Add classes' }).click();
  await expect(panel.getByRole('alert')).toContainText(/\d+ classes were added/);
  await expect(page.getByRole('article', { name: 'To be announced' }).first()).toBeVisible();
  await panel.getByRole('button', { name: 'Take them back' }).click();
  await expect(page.getByRole('article', { name: 'To be announced' })).toHaveCount(0);

  await page.getByRole('link', { name: 'Add one class' }).click();
  const one = page.getByRole('region', { name: 'Add one class' });
  await one.getByLabel('Topic').fill('Guest lecture');
  await one.getByLabel('Day').fill(Temporal.Now.plainDateISO().add({ days: 8 }).toString());
  await one.getByLabel('Name of link 1').fill('Slides');
  await one.getByLabel('Address of link 1').fill('javascript:alert(1)');
  await one.getByRole('button', { name: 'Add class' }).click();
  await expect(one.getByRole('alert')).toContainText('An address begins with https://');
  await one.getByLabel('Address of link 1').fill('/lectures');
  await one.getByLabel('Title of reading 1').fill('Chollet');
  await one.getByRole('button', { name: 'Add class' }).click();
  const guest = page.getByRole('article', { name: 'Guest lecture' });
  await expect(guest.getByRole('link', { name: 'Slides' })).toHaveAttribute('href', '/lectures');
  await expect(guest).toContainText('Read: Chollet');

  await guest.getByRole('link', { name: 'Edit Guest lecture' }).click();
  await guest.getByRole('button', { name: 'Cancel this class' }).click();
  await expect(guest.getByText('Cancelled', { exact: true })).toBeVisible();
  await guest.getByRole('link', { name: 'Edit Guest lecture' }).click();
  await guest.getByRole('button', { name: 'Delete' }).click();
  await expect(guest).toHaveCount(0);
});

test.describe('far away', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });

  test('times are said in the course’s zone and in the reader’s', async ({ page }) => {
    await signInAs(page, 'student');
    await page.goto('/calendar');
    await expect(page.getByText(/Yours, Tokyo \(GMT\+9\)/)).toBeVisible();
    await expect(dueEntry(page)).toContainText('yours');
  });
});

test('a new address makes the old one useless, and an unchanged calendar is not sent again', async ({ page }) => {
  await signInAs(page, 'student');
  const first = await makeAddress(page);
  const read = await page.request.get(first);
  expect(read.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const headers = { 'if-none-match': read.headers().etag ?? '' };
  expect((await page.request.get(first, { headers })).status()).toBe(304);
  const second = await makeAddress(page);
  expect(second).not.toBe(first);
  expect((await page.request.get(first)).status()).toBe(404);
  await page.getByRole('button', { name: 'Switch it off' }).click();
  await expect(page.getByText('The address no longer works.')).toBeVisible();
  expect((await page.request.get(second)).status()).toBe(404);
});

test('the month leads through the year and to what happens on its days', async ({ page }) => {
  await signInAs(page, 'student');
  await page.goto('/calendar?view=month&month=2028-02');
  await expect(page.getByRole('heading', { name: 'February 2028' })).toBeVisible();
  await page.getByRole('link', { name: 'March 2028' }).click();
  await expect(page.getByRole('heading', { name: 'March 2028' })).toBeVisible();
  await page.getByRole('link', { name: 'Today', exact: true }).click();
  await expect(page.getByRole('link', { name: /14:00/ }).first()).toBeVisible();
});

test('what staff fill in is accessible, and no wider than a small phone', async ({ page }) => {
  test.slow(); // ten readings of a page with a whole term on it
  await page.setViewportSize({ width: 320, height: 800 });
  await signInAs(page, 'instructor');
  await page.goto('/calendar');
  const edit = page.getByRole('link', { name: 'Edit Backpropagation', includeHidden: true });
  const session = new URL((await edit.getAttribute('href')) ?? '', page.url()).searchParams.get('edit') ?? '';
  for (const what of ['series', 'class', 'term', `item:${slug}`, session]) {
    await page.goto(`/calendar?edit=${encodeURIComponent(what)}`);
    await expect(page.getByRole('link', { name: 'Close' })).toBeVisible();
    await expectNoOverflow(page, what);
    await expectAccessibleInBothThemes(page, what);
  }
});
