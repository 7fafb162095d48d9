import { test as base, expect, type Page } from '@playwright/test';

/** Every test also proves that no request of its pages left our origin. */
export const test = base.extend<{ ownOrigin: undefined }>({
  page: async ({ page, javaScriptEnabled }, use) => {
    const answering = async <T>(coming: Promise<T>) => {
      const answer = await coming;
      if (javaScriptEnabled !== false) await untilAnswering(page);
      return answer;
    };
    const { goto, reload } = page;
    page.goto = (...args) => answering(goto.apply(page, args));
    page.reload = (...args) => answering(reload.apply(page, args));
    await use(page);
  },
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

/**
 * Waits until a page that has just come also answers: until React has taken it over, a click or a key is lost, and
 * Playwright waits only for what can be seen, which is there before.
 */
export async function untilAnswering(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isTaken = (element: Element) => Object.keys(element).some((key) => key.startsWith('__reactProps'));
    const isOurs = document.querySelector('script[src*="/_next/"]') !== null;
    return !isOurs || [...document.querySelectorAll('button')].every(isTaken);
  });
}

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
