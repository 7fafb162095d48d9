import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Where a Chromium lies that Playwright can drive, or undefined: Playwright's own first, then the system's. */
export function findBrowser(): string | undefined {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const folders = (process.env.PATH ?? '').split(path.delimiter).concat('/usr/bin', '/snap/bin');
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => existsSync(file));
}

/**
 * Finds a Chromium, or installs one: Playwright's own download, else Debian's package where we are root.
 * @throws naming what is missing and the command that brings it
 */
export function ensureBrowser(say: (line: string) => void): string {
  const attempts: [string, () => void][] = [
    ['Downloading Playwright’s Chromium', () => run('playwright', ['install', 'chromium'], 120_000)],
    ['Installing Debian’s package chromium', installPackage],
  ];
  for (const [what, attempt] of attempts) {
    const found = findBrowser();
    if (found) return found;
    say(`${what} …`);
    attempt();
  }
  const found = findBrowser();
  if (found) return found;
  throw new Error(
    'No Chromium was found and none could be installed, so the browser tests cannot run. Install one with ' +
      '`npx playwright install --with-deps chromium` or `apt-get install chromium`.',
  );
}

function installPackage(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  run('apt-get', ['update', '-qq'], 180_000);
  run('apt-get', ['install', '-y', '-qq', 'chromium'], 420_000);
}

function run(command: string, args: string[], timeout: number): void {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
