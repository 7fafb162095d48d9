import { runHost } from '#lib/host/run.ts';

/** `npm run dev`: the same as start, with reload. */
export async function main(): Promise<void> {
  await runHost('development');
  process.exit(0);
}
