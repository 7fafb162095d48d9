import { runHost } from '#lib/host/run.ts';

/** `npm start`: the course, built and served until Ctrl-C. */
export async function main(): Promise<void> {
  await runHost('production');
  process.exit(0);
}
