import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CourseError } from '#lib/errors.ts';

/** A host that was killed a moment ago still lets go of its port. */
const patienceMs = 3000;

/** Looks before anything long begins. @throws CourseError when something listens on the port and goes on to */
export async function refuseTakenPort(port: number): Promise<void> {
  const since = performance.now();
  for (;;) {
    const error = await tryPort(port);
    if (!error) return;
    if (performance.now() - since > patienceMs) throw portError(port, error);
    await wait(100);
  }
}

async function tryPort(port: number): Promise<unknown> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    return error;
  }
  await new Promise((resolve) => probe.close(resolve));
  return null;
}

export function portError(port: number, error: unknown): CourseError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES') return new CourseError(403, `Port ${port} needs root.`, 'Choose another: PORT=3000 npm start');
  if (code !== 'EADDRINUSE') return new CourseError(500, `Cannot listen on port ${port}: ${String(error)}.`);
  const another = port < 65_535 ? port + 1 : 3000;
  return new CourseError(
    409,
    `Port ${port} is in use.`,
    `Stop what uses it, or choose another: PORT=${another} npm start`,
  );
}
