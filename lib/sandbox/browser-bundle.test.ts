import { expect, test, vi } from 'vitest';

test('is built once a process, however often the module is loaded', async () => {
  const first = await import('./browser-bundle.ts');
  const name = (await first.sandboxUrls()).bundle.split('/').at(-1) ?? '';
  vi.resetModules();
  const second = await import('./browser-bundle.ts');
  expect(second).not.toBe(first);
  expect(await second.findSandboxFile(name)).toBe(await first.findSandboxFile(name));
});
