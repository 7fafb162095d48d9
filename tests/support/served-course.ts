import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { encode } from 'next-auth/jwt';
import { type Connection, connect } from '#db/client.ts';
import { startEmbedded } from '#db/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { readSettings } from '#lib/env.ts';
import { ensureBuild } from '#lib/host/build.ts';
import { startWeb } from '#lib/host/services.ts';
import { freePort } from './host.ts';
import { idOf } from './large-course.ts';

export type ServedCourse = {
  owner: Connection;
  /** `http://localhost:<port>` */
  address: string;
  /** The cookie of a person of a filled course, by the name that `idOf` takes. */
  cookieOf: (person: string) => Promise<string>;
  stop: () => Promise<void>;
};

/**
 * An empty course whose pages are served by the production server, in a process of its own as ever.
 * @param folder of its own, that goes with it
 * @param between gets the web server's database address and says which to use instead
 */
export async function serveCourse(
  folder: string,
  between: (databaseUrl: string) => Promise<string> = async (url) => url,
): Promise<ServedCourse> {
  const dataDir = path.join(folder, 'data');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const port = await freePort();
  // Children read these from the environment that they inherit.
  Object.assign(process.env, { DATA_DIR: dataDir, PORT: String(port) });
  const settings = readSettings({ DATA_DIR: dataDir, PORT: String(port), NEXT_DIST_DIR: process.env.NEXT_DIST_DIR });
  await ensureBuild(settings, () => {}, new AbortController().signal);
  const database = await startEmbedded(dataDir);
  await migrate(database.urls);
  const owner = connect(database.urls.owner, { max: 1, name: 'test owner' });
  const address = `http://localhost:${port}`;
  const sessionSecret = 'secret of a course that is gone in a minute';
  const web = startWeb({
    mode: 'production',
    settings,
    facing: { address, sessionSecret },
    databaseUrl: await between(database.urls.web),
    demo: true, // on loopback only
    progress: { say: () => {} },
  });
  await web.ready;
  return {
    owner,
    address,
    cookieOf: async (person) =>
      `course.session=${await encode({ token: { sub: idOf(person), sessionVersion: 1 }, secret: sessionSecret })}`,
    stop: async () => {
      await web.stop();
      await owner.close();
      await database.stop();
    },
  };
}
