import { expect, test, vi } from 'vitest';
import { authOptions } from './options.ts';

test('a fault of ours says nothing of itself to whoever tries to sign in', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const [provider] = authOptions().providers;
  if (provider?.type !== 'credentials') throw new Error('There is no way to sign in.');
  // Where the library keeps what it was given; its types leave it out.
  const { options } = provider as unknown as { options: Pick<typeof provider, 'authorize'> };
  const given = { email: 'ada@example.edu', password: 'a long enough password' };
  const tried = options.authorize(given, { headers: {}, body: {}, query: {}, method: 'POST' });
  await expect(tried).rejects.toThrow(/^unavailable$/);
  expect(JSON.stringify(log.mock.calls)).not.toContain('ada@example.edu');
  log.mockRestore();
  vi.unstubAllEnvs();
});
