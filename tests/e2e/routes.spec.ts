import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { classmates } from '#db/demo/people.ts';
import { expect, test } from './support/fixtures.ts';

/**
 * Who gets what from every page, action and API route. A route that is not in the table fails the first test, so a new
 * one is added here together with the decision who may use it.
 */

const visitors = ['anonymous', 'student', 'classmate', 'assistant', 'instructor'] as const;
type Visitor = (typeof visitors)[number];

const password = 'demo-course';
const emails: Record<Exclude<Visitor, 'anonymous'>, string> = {
  student: 'student@example.edu',
  classmate: classmates[0]?.email ?? '',
  assistant: 'ta@example.edu',
  instructor: 'instructor@example.edu',
};

/** A status, or where the visitor is sent. In the order of `visitors`. */
type Answer = number | string;
type Row = { file: string; request: string; answers: [Answer, Answer, Answer, Answer, Answer] };

const slug = '06-cnn-translation';
const signIn = (from: string) => `/sign-in?from=${encodeURIComponent(from)}`;

const everybody = (status: number): Row['answers'] => [status, status, status, status, status];
const signedIn = (from: string): Row['answers'] => [signIn(from), 200, 200, 200, 200];
const staffOnly = (from: string): Row['answers'] => [signIn(from), 403, 403, 200, 200];
const apiSignedIn = (status = 200): Row['answers'] => [401, status, status, status, status];

/** `{own}` is a submission of the student: the classmate must not learn that it exists. */
const table: Row[] = [
  { file: '(public)/sign-in/page.tsx', request: 'GET /sign-in', answers: [200, '/', '/', '/', '/'] },
  { file: '(public)/set-password/page.tsx', request: 'GET /set-password?token=none', answers: everybody(200) },

  { file: '(course)/page.tsx', request: 'GET /', answers: signedIn('/') },
  { file: '(course)/[...nowhere]/page.tsx', request: 'GET /nothing/here', answers: everybody(404) },
  { file: '(course)/lectures/page.tsx', request: 'GET /lectures', answers: signedIn('/lectures') },
  {
    file: '(course)/lectures/[slug]/page.tsx',
    request: 'GET /lectures/convolutional-networks',
    answers: signedIn('/lectures/convolutional-networks'),
  },
  { file: '(course)/assignments/page.tsx', request: 'GET /assignments', answers: signedIn('/assignments') },
  {
    file: '(course)/assignments/[slug]/page.tsx',
    request: `GET /assignments/${slug}`,
    answers: signedIn(`/assignments/${slug}`),
  },
  {
    file: '(course)/assignments/[slug]/types/route.ts',
    request: `GET /assignments/${slug}/types`,
    answers: apiSignedIn(),
  },
  {
    file: '(course)/assignments/[slug]/submissions/[id]/page.tsx',
    request: `GET /assignments/${slug}/submissions/{own}`,
    answers: [signIn(`/assignments/${slug}/submissions/{own}`), 200, 404, 200, 200],
  },
  { file: '(course)/discussion/page.tsx', request: 'GET /discussion', answers: signedIn('/discussion') },
  {
    file: '(course)/discussion/page.tsx',
    request: 'GET /discussion?show=unanswered',
    answers: signedIn('/discussion?show=unanswered'),
  },
  { file: '(course)/discussion/new/page.tsx', request: 'GET /discussion/new', answers: signedIn('/discussion/new') },
  {
    file: '(course)/discussion/new/page.tsx',
    request: 'GET /discussion/new?kind=announcement',
    answers: staffOnly('/discussion/new?kind=announcement'),
  },
  {
    file: '(course)/discussion/[id]/page.tsx',
    request: 'GET /discussion/none',
    answers: [signIn('/discussion/none'), 404, 404, 404, 404],
  },
  { file: '(course)/search/page.tsx', request: 'GET /search?q=pooling', answers: signedIn('/search?q=pooling') },
  { file: '(course)/calendar/page.tsx', request: 'GET /calendar', answers: signedIn('/calendar') },
  { file: '(course)/grades/page.tsx', request: 'GET /grades', answers: signedIn('/grades') },
  { file: '(course)/proposals/page.tsx', request: 'GET /proposals', answers: signedIn('/proposals') },
  {
    file: '(course)/reflections/[slug]/page.tsx',
    request: 'GET /reflections/haber-reflection',
    answers: signedIn('/reflections/haber-reflection'),
  },
  { file: 'staff/proposals/page.tsx', request: 'GET /staff/proposals', answers: staffOnly('/staff/proposals') },
  {
    file: 'staff/proposals/[id]/page.tsx',
    request: 'GET /staff/proposals/none',
    answers: [signIn('/staff/proposals/none'), 403, 403, 404, 404],
  },
  {
    file: 'staff/tour/[step]/route.ts', // what the demo's student handed in last
    request: 'GET /staff/tour/submission',
    answers: [
      signIn('/staff/tour/submission'),
      403,
      403,
      `/assignments/${slug}/submissions/{own}`,
      `/assignments/${slug}/submissions/{own}`,
    ],
  },
  { file: 'staff/written/page.tsx', request: 'GET /staff/written', answers: staffOnly('/staff/written') },
  {
    file: 'staff/written/new/page.tsx',
    request: 'GET /staff/written/new?kind=written',
    answers: [signIn('/staff/written/new?kind=written'), 403, 403, 403, 200],
  },
  {
    file: 'staff/written/[slug]/page.tsx',
    request: 'GET /staff/written/haber-reflection',
    answers: [signIn('/staff/written/haber-reflection'), 403, 403, 403, 200],
  },
  {
    file: 'staff/written/[slug]/grade/page.tsx',
    request: 'GET /staff/written/haber-reflection/grade',
    answers: staffOnly('/staff/written/haber-reflection/grade'),
  },
  { file: '(public)/forgot-password/page.tsx', request: 'GET /forgot-password', answers: everybody(200) },
  { file: '(public)/join/page.tsx', request: 'GET /join?code=none', answers: [200, '/', '/', '/', '/'] },
  { file: '(public)/unsubscribe/page.tsx', request: 'GET /unsubscribe?token=none', answers: everybody(200) },
  { file: '(course)/notices/page.tsx', request: 'GET /notices', answers: signedIn('/notices') },
  {
    file: '(course)/notices/settings/page.tsx',
    request: 'GET /notices/settings',
    answers: signedIn('/notices/settings'),
  },
  {
    file: '(course)/notices/[id]/route.ts', // not among the reader's own
    request: 'GET /notices/none',
    answers: [signIn('/notices/none'), '/notices', '/notices', '/notices', '/notices'],
  },
  { file: 'api/notices/events/route.ts', request: 'GET /api/notices/events', answers: apiSignedIn() },
  { file: 'api/notices/seen/route.ts', request: 'POST /api/notices/seen', answers: apiSignedIn(400) }, // without a body
  { file: 'api/notices/unsubscribe/route.ts', request: 'POST /api/notices/unsubscribe', answers: everybody(400) },
  { file: 'staff/roster/page.tsx', request: 'GET /staff/roster', answers: staffOnly('/staff/roster') },
  {
    file: 'staff/roster/add/page.tsx',
    request: 'GET /staff/roster/add',
    answers: [signIn('/staff/roster/add'), 403, 403, 403, 200],
  },
  {
    file: 'staff/roster/import/page.tsx',
    request: 'GET /staff/roster/import',
    answers: [signIn('/staff/roster/import'), 403, 403, 403, 200],
  },
  {
    file: 'staff/roster/join-links/page.tsx',
    request: 'GET /staff/roster/join-links',
    answers: staffOnly('/staff/roster/join-links'),
  },
  {
    file: 'staff/roster/sections/page.tsx',
    request: 'GET /staff/roster/sections',
    answers: staffOnly('/staff/roster/sections'),
  },
  {
    file: 'staff/roster/[id]/page.tsx',
    request: 'GET /staff/roster/none',
    answers: [signIn('/staff/roster/none'), 403, 403, 404, 404],
  },
  {
    file: 'staff/roster/links.csv/route.ts',
    request: 'POST /staff/roster/links.csv',
    answers: [401, 403, 403, 403, 200],
  },
  { file: 'staff/audit/page.tsx', request: 'GET /staff/audit', answers: staffOnly('/staff/audit') },
  { file: 'staff/gradebook/page.tsx', request: 'GET /staff/gradebook', answers: staffOnly('/staff/gradebook') },
  {
    file: 'staff/gradebook/release/page.tsx',
    request: 'GET /staff/gradebook/release',
    answers: staffOnly('/staff/gradebook/release'),
  },
  { file: 'staff/grading/page.tsx', request: 'GET /staff/grading', answers: staffOnly('/staff/grading') },
  {
    file: 'staff/grading/regrades/page.tsx',
    request: 'GET /staff/grading/regrades',
    answers: staffOnly('/staff/grading/regrades'),
  },
  {
    file: 'staff/grading/regrades/[id]/page.tsx',
    request: 'GET /staff/grading/regrades/none',
    answers: [signIn('/staff/grading/regrades/none'), 403, 403, 404, 404],
  },

  { file: 'api/auth/[...nextauth]/route.ts', request: 'GET /api/auth/csrf', answers: everybody(200) },
  { file: 'api/health/route.ts', request: 'GET /api/health', answers: everybody(200) },
  {
    file: 'api/calendar/[token]/course.ics/route.ts',
    request: 'GET /api/calendar/none/course.ics',
    answers: everybody(404),
  },
  { file: 'api/v1/openapi.json/route.ts', request: 'GET /api/v1/openapi.json', answers: everybody(200) },
  { file: 'api/v1/me/route.ts', request: 'GET /api/v1/me', answers: apiSignedIn() },
  { file: 'api/v1/assignments/route.ts', request: 'GET /api/v1/assignments', answers: apiSignedIn() },
  { file: 'api/v1/assignments/[slug]/route.ts', request: `GET /api/v1/assignments/${slug}`, answers: apiSignedIn() },
  {
    file: 'api/v1/assignments/[slug]/data/[split]/route.ts',
    request: `GET /api/v1/assignments/${slug}/data/validation`,
    answers: apiSignedIn(),
  },
  {
    file: 'api/v1/assignments/[slug]/data/[split]/route.ts',
    request: `GET /api/v1/assignments/${slug}/data/private`,
    answers: apiSignedIn(404),
  },
  {
    file: 'api/v1/assignments/[slug]/submissions/route.ts',
    request: `GET /api/v1/assignments/${slug}/submissions`,
    answers: apiSignedIn(),
  },
  {
    file: 'api/v1/assignments/[slug]/submissions/route.ts',
    request: `POST /api/v1/assignments/${slug}/submissions`, // without a body
    answers: apiSignedIn(400),
  },
  {
    file: 'api/v1/submissions/[id]/route.ts',
    request: 'GET /api/v1/submissions/{own}',
    answers: [401, 200, 404, 200, 200],
  },
  {
    file: 'api/v1/submissions/[id]/events/route.ts',
    request: 'GET /api/v1/submissions/{own}/events',
    answers: [401, 200, 404, 200, 200],
  },
  { file: 'api/v1/grades.csv/route.ts', request: 'GET /api/v1/grades.csv', answers: [401, 403, 403, 200, 200] },

  { file: 'files/route.ts', request: 'POST /files?name=x.png', answers: apiSignedIn(400) }, // without a body
  {
    file: 'files/[id]/route.ts',
    request: 'GET /files/00000000-0000-0000-0000-000000000000',
    answers: apiSignedIn(404),
  },

  { file: 'sandbox/frame/route.ts', request: 'GET /sandbox/frame', answers: everybody(200) },
  { file: 'sandbox/[file]/route.ts', request: 'GET /sandbox/none.js', answers: everybody(404) },
];

const page = [307, 200, 200, 200, 200];
const staffPage = [307, 403, 403, 200, 200];

/** Addresses with what no column takes and no calendar has: each is answered as if it had not been said. */
const oddAddresses: [string, number[]][] = [
  ['/discussion?topic=%00', page],
  ['/discussion?cursor=999999999999999.00000000-0000-0000-0000-000000000000', page],
  ['/notices?before=%2B275760-09-13T00:00:00Z', page],
  ['/search?q=%00', page],
  ['/staff/audit?person=%00', staffPage],
  ['/staff/audit?verb=%00&subject=%00', staffPage],
  ['/staff/audit?from=0000-01-01&to=9999-12-31', staffPage],
  ['/staff/roster?q=%00&section=is:%00', staffPage],
  ['/api/v1/assignments/%00', [401, 404, 404, 404, 404]],
];

const root = path.resolve(import.meta.dirname, '../..');

test('every page and route is in the table', () => {
  const found = globSync('**/{page.tsx,route.ts}', { cwd: path.join(root, 'app') });
  expect(found.toSorted()).toEqual([...new Set(table.map((row) => row.file))].toSorted());
});

/** Plain requests, so that nothing follows a redirect and a stream can be left after its first line. */
class Client {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(baseUrl: string) {
    this.#origin = new URL(baseUrl).origin;
  }

  async send(method: string, target: string, init: { headers?: Record<string, string>; body?: BodyInit } = {}) {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { origin: this.#origin, ...(cookie ? { cookie } : {}), ...init.headers };
    const body = init.body ? { body: init.body } : {};
    const response = await fetch(this.#origin + target, { method, redirect: 'manual', headers, ...body });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    return response;
  }

  async signIn(email: string): Promise<this> {
    const { csrfToken } = (await (await this.send('GET', '/api/auth/csrf')).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, email, password, json: 'true' });
    const answer = await this.send('POST', '/api/auth/callback/credentials', { body });
    expect(answer.status, `${email} signs in`).toBe(200);
    return this;
  }
}

async function clientFor(visitor: Visitor, baseUrl: string): Promise<Client> {
  const client = new Client(baseUrl);
  return visitor === 'anonymous' ? client : client.signIn(emails[visitor]);
}

async function submitOnce(client: Client): Promise<string> {
  const form = new FormData();
  form.set('code', 'export const nothing = 1;');
  const target = `/api/v1/assignments/${slug}/submissions`;
  const headers = { 'idempotency-key': 'table-of-routes' };
  const accepted = await client.send('POST', target, { body: form, headers });
  expect(accepted.status).toBe(202);
  return ((await accepted.json()) as { id: string }).id;
}

async function answerOf(client: Client, request: string): Promise<Answer> {
  const [method = '', target = ''] = request.split(' ');
  const response = await client.send(method, target);
  await response.body?.cancel();
  const location = response.headers.get('location');
  if (response.status < 300 || response.status >= 400 || !location) return response.status;
  const to = new URL(location, 'http://here.invalid');
  return to.pathname + to.search;
}

test.describe('the table', () => {
  let own: string;
  test.beforeAll(async ({ baseURL }) => {
    own = await submitOnce(await clientFor('student', baseURL ?? ''));
  });

  for (const [column, visitor] of visitors.entries()) {
    test(`${visitor} gets what it says`, async ({ baseURL }) => {
      const client = await clientFor(visitor, baseURL ?? '');
      const fill = (text: string) => text.replaceAll('{own}', own).replaceAll('%7Bown%7D', own);
      for (const { request, answers } of table) {
        const expected = answers[column];
        const wanted = typeof expected === 'string' ? fill(expected) : expected;
        expect.soft(await answerOf(client, fill(request)), `${visitor}: ${request}`).toBe(wanted);
      }
      for (const [target, answers] of oddAddresses) {
        const response = await client.send('GET', target);
        await response.body?.cancel();
        expect.soft(response.status, `${visitor}: ${target}`).toBe(answers[column]);
      }
    });
  }
});

test('a write with a session is refused from another site', async ({ baseURL }) => {
  const client = await clientFor('student', baseURL ?? '');
  const target = `/api/v1/assignments/${slug}/submissions`;
  for (const origin of ['https://evil.example', 'null']) {
    expect((await client.send('POST', target, { headers: { origin } })).status).toBe(403);
  }
});

test('a wrong token is nobody, also beside a good session', async ({ baseURL }) => {
  const client = await clientFor('student', baseURL ?? '');
  for (const authorization of ['Bearer wrong', 'Bearer', 'Basic c3R1ZGVudDpkZW1v']) {
    expect((await client.send('GET', '/api/v1/me', { headers: { authorization } })).status).toBe(401);
  }
});

/** The actions anybody may call: the link, code or token in their input is what authorises them. */
const openActions = ['setPasswordAction', 'forgotPasswordAction', 'joinAction', 'unsubscribeAction'];

type Action = { exportedName?: string; workers?: Record<string, unknown> };

/** As the production build lists them: what is not in this list cannot be called. */
function listActions(): [string, Action][] {
  const manifest = path.join(root, process.env.NEXT_DIST_DIR ?? '.next', 'server/server-reference-manifest.json');
  test.skip(!existsSync(manifest), 'actions are listed by the production build');
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as { node: Record<string, Action> };
  return Object.entries(node).filter(([, { exportedName = '' }]) => !openActions.includes(exportedName));
}

/** The address of a page that carries an action: asked elsewhere, Next forwards the call and answers 200 whatever comes. */
function pageWith({ exportedName, workers = {} }: Action): string {
  const files = Object.keys(workers).map((worker) => `${worker.replace(/^app\//, '')}.tsx`);
  const row = table.find(({ file }) => files.includes(file));
  expect(row, `a page with ${exportedName}`).toBeDefined();
  return row?.request.split(' ')[1] ?? '';
}

test('no server action does anything for a stranger', async ({ baseURL }) => {
  const client = new Client(baseURL ?? '');
  const actions = listActions();
  expect(actions.length).toBeGreaterThan(0);
  for (const [id, action] of actions) {
    const headers = { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' };
    const response = await client.send('POST', pageWith(action), { headers, body: JSON.stringify([slug, slug]) });
    await response.body?.cancel();
    const sentAway = response.headers.get('x-action-redirect')?.startsWith('/sign-in') ?? false;
    expect.soft(sentAway || response.status >= 400, `${action.exportedName} refuses`).toBe(true);
  }
});

test('every server action asks who is there', () => {
  const files = globSync('app/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));
  const actions = files
    .filter((text) => text.startsWith("'use server'"))
    .flatMap((text) => text.split(/^export async function /m).slice(1));
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) expect.soft(action, action.split('(')[0]).toMatch(/\b\w*[cC]ontext\(/);
});
