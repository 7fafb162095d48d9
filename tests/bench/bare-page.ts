import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '#lib/env.ts';
import { freePort } from '../support/host.ts';

/** Inside the project, so that it is made of the same Next and React. */
const folder = path.join(projectRoot, 'tests/.results/bare-page');

/** One page, rendered for each request, that says nothing. */
const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': 'export default { poweredByHeader: false, typescript: { ignoreBuildErrors: true } };',
  'app/layout.js': `import { createElement } from 'react';
export default ({ children }) => createElement('html', { lang: 'en' }, createElement('body', null, children));`,
  'app/page.js': `import { createElement } from 'react';
export const dynamic = 'force-dynamic';
export default () => createElement('p', null, 'Nothing.');`,
};

/** Builds an app of one empty page and serves it as the course is served, in a process of its own. */
export async function serveBarePage(): Promise<{ address: string; stop: () => Promise<void> }> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const { NEXT_DIST_DIR: _, ...env } = process.env;
  const settings = { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as NodeJS.ProcessEnv; // all of it text
  const next = path.join(projectRoot, 'node_modules/next/dist/bin/next');
  const build = fork(next, ['build', folder], { env: settings, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new Error('The bare page could not be built.');
  const port = await freePort();
  const server = fork(fileURLToPath(new URL('./bare-server.ts', import.meta.url)), [folder, String(port)], {
    env: settings,
  });
  await Promise.race([once(server, 'message'), once(server, 'exit').then(failed)]);
  return {
    address: `http://localhost:${port}`,
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function failed(): never {
  throw new Error('The bare page could not be served.');
}
