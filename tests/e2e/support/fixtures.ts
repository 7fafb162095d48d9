import { test as base, expect, type Page } from '@playwright/test';

/** Every test also proves that no request of its pages left our origin. */
export const test = base.extend<{ ownOrigin: undefined }>({
  ownOrigin: [
    async ({ context, baseURL }, use) => {
      const foreign: string[] = [];
      const own = new URL(baseURL ?? '').origin;
      // Answers, not requests: Chromium announces also those that a policy then refuses.
      context.on('response', (response) => {
        const url = new URL(response.url());
        if (url.protocol.startsWith('http') && url.origin !== own) foreign.push(response.url());
      });
      await use(undefined);
      expect(foreign, 'requests that left our origin').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

const accounts = { student: 'student@example.edu', assistant: 'ta@example.edu', instructor: 'instructor@example.edu' };

/** Signs in over the page's own cookies, without the form: the form has tests of its own. */
export async function signInAs(page: Page, who: keyof typeof accounts | { email: string }): Promise<void> {
  const email = typeof who === 'string' ? accounts[who] : who.email;
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const form = { csrfToken, email, password: 'demo-course', json: 'true' };
  const answer = await page.request.post('/api/auth/callback/credentials', { form });
  expect(answer.status(), `${email} signs in`).toBe(200);
  // Specs read the origin off the page before they go anywhere.
  await page.goto('/');
}
