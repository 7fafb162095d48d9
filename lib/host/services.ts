import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InvalidSetting, type Settings } from '#lib/env.ts';
import { type Child, keepRunning } from './child.ts';
import type { Progress } from './progress.ts';

export type HostMode = 'production' | 'development';

/** What people outside see, and what their sessions are signed with. */
export type PublicSettings = { address: string; sessionSecret: string };

/** No child inherits an address or a secret that it is not given here. */
const withoutSecrets = {
  DATABASE_URL: undefined,
  OWNER_DATABASE_URL: undefined,
  GRADER_DATABASE_URL: undefined,
  NEXTAUTH_SECRET: undefined,
  SMTP_URL: undefined,
};

/**
 * The address is the environment's, else the one the course knows as its own. Embedded: the secret is made once and kept, so that a restart signs nobody out. With a database of its own, a course
 * may have several hosts, which must agree.
 * @throws InvalidSetting where the environment must say it and does not
 */
export async function publicSettings(
  settings: Settings,
  { embedded, known }: { embedded: boolean; known: string | null },
): Promise<PublicSettings> {
  const { NEXTAUTH_SECRET, PORT, DATA_DIR } = settings;
  const address = settings.NEXTAUTH_URL ?? known;
  if (!embedded && !address) {
    throw new InvalidSetting(
      'NEXTAUTH_URL',
      'is not set',
      'Set it to the address people open, as https://course.example.edu.',
    );
  }
  if (!embedded && !NEXTAUTH_SECRET) {
    const remedy = 'Set it to the same random text on every host: `openssl rand -hex 32` makes one.';
    throw new InvalidSetting('NEXTAUTH_SECRET', 'is not set', remedy);
  }
  return {
    address: address ?? `http://localhost:${PORT}`,
    sessionSecret: NEXTAUTH_SECRET ?? (await keptSecret(path.join(DATA_DIR, 'session-secret'))),
  };
}

async function keptSecret(file: string): Promise<string> {
  const found = await readFile(file, 'utf8').catch(() => '');
  if (found) return found;
  const secret = randomBytes(32).toString('hex');
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}

export type WebOptions = {
  mode: HostMode;
  settings: Settings;
  facing: PublicSettings;
  databaseUrl: string;
  demo: boolean;
  progress: Pick<Progress, 'say'>;
};

export function startWeb({ mode, settings, facing, databaseUrl, demo, progress }: WebOptions): Child {
  const logFile = path.join(settings.DATA_DIR, 'web.log');
  return keepRunning({
    entry: new URL('./web.ts', import.meta.url),
    env: {
      ...withoutSecrets,
      NODE_ENV: mode,
      DATABASE_URL: databaseUrl,
      SMTP_URL: settings.SMTP_URL,
      NEXTAUTH_URL: facing.address,
      NEXTAUTH_SECRET: facing.sessionSecret,
      LISTEN_HOST: listenHost(settings, demo),
      NEXT_TELEMETRY_DISABLED: '1',
    },
    logFile,
    onRestart: (seconds) => progress.say(`The web server ended; it starts again in ${seconds} s. See ${logFile}.`),
  });
}

/** A demo has a known password: nobody but this machine may reach it. @throws InvalidSetting where one is to be shown */
export function listenHost({ LISTEN_HOST }: Pick<Settings, 'LISTEN_HOST'>, demo: boolean): string {
  if (!demo) return LISTEN_HOST ?? '0.0.0.0';
  if (!LISTEN_HOST || LISTEN_HOST === '127.0.0.1') return '127.0.0.1';
  throw new InvalidSetting(
    'LISTEN_HOST',
    'would show a demo, whose password is known, to others',
    'Unset it, or make a real course: npm run -s course -- init',
  );
}

export function startGrader(databaseUrl: string, dataDir: string, progress: Pick<Progress, 'say'>): Child {
  const logFile = path.join(dataDir, 'grader.log');
  return keepRunning({
    entry: new URL('./grader.ts', import.meta.url),
    env: { ...withoutSecrets, GRADER_DATABASE_URL: databaseUrl },
    logFile,
    onRestart: (seconds) => progress.say(`The grader ended; it starts again in ${seconds} s. See ${logFile}.`),
  });
}
