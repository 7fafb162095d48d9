/*
 * `next build` in a process that ends, with its workers, when the host does: Next itself would go on without it.
 */
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
await import('next/dist/bin/next');
process.once('beforeExit', () => process.exit());

export {};
