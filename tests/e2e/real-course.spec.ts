import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { launch, newCourse, type Program } from '../support/host.ts';
import { untilAnswering } from './support/fixtures.ts';

/** A course of its own beside the one of the other journeys: made at the terminal, opened in the browser. */

const password = 'five words in a row';
const email = 'prof@example.edu';

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await untilAnswering(page);
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'What waits' })).toBeVisible();
}

async function startThread(page: Page, title: string): Promise<void> {
  await page.goto('/discussion/new');
  await untilAnswering(page);
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('textbox', { name: 'Text' }).fill('Read this first.');
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

test('a course is begun, backed up and restored', async ({ browser }) => {
  test.setTimeout(180_000); // two starts of a host, three commands
  const { settings, folder, remove } = await newCourse();
  const address = `http://localhost:${settings.PORT}`;
  const page = await browser.newPage({ baseURL: address });
  let host: Program | undefined;
  const start = async () => {
    host = launch(['start'], { ...settings, LISTEN_HOST: '127.0.0.1' });
    await host.says('Ctrl-C stops everything.');
  };
  const stop = async () => {
    host?.child.kill('SIGINT');
    expect(await host?.exited).toBe(0);
  };
  const command = async (...args: string[]) => {
    const program = launch(args, settings);
    expect(await program.exited, program.errors()).toBe(0);
    return program.output();
  };
  try {
    const term = [
      '--title',
      'Learning Deeply',
      '--start',
      '2026-10-05',
      '--end',
      '2027-02-12',
      '--zone',
      'Europe/Berlin',
    ];
    const first = ['--address', address, '--instructor', email, '--name', 'Ada Ngũgĩ', '--yes'];
    const link = /http\S+/.exec(await command('init', ...term, ...first))?.[0] ?? '';
    await start();

    await page.goto(link);
    await untilAnswering(page);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByRole('button', { name: /^Enter as/ })).toHaveCount(0); // no demo accounts
    await signIn(page);
    await expect(page.getByRole('button', { name: 'Demo: change role' })).toHaveCount(0);

    await startThread(page, 'Welcome to the course');
    await command('backup', path.join(folder, 'kept.zst'));
    await startThread(page, 'Written after the backup');
    await stop();
    expect(await command('restore', path.join(folder, 'kept.zst'), '--replace')).toContain('Restored: Learning Deeply');
    await start();

    await page.goto('/discussion'); // still signed in
    await expect(page.getByRole('link', { name: 'Welcome to the course' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Written after the backup' })).toHaveCount(0);
    await stop();
  } finally {
    host?.child.kill('SIGKILL');
    await page.close();
    await remove();
  }
});
