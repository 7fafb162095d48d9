/** Every address in the product is built here, so that a renamed page is one changed line. */
const seg = encodeURIComponent;

const queryOf = (parts: Record<string, string | undefined>) => {
  const set = Object.entries(parts).flatMap(([name, value]) => (value ? [`${name}=${seg(value)}`] : []));
  return set.length > 0 ? `?${set.join('&')}` : '';
};

export const paths = {
  home: () => '/',
  signIn: (from?: string) => (from ? `/sign-in?from=${seg(from)}` : '/sign-in'),
  forgotPassword: () => '/forgot-password',
  setPasswordPage: () => '/set-password',
  setPassword: (token: string) => `/set-password?token=${seg(token)}`,
  lectures: () => '/lectures',
  lecture: (slug: string, heading?: string) => `/lectures/${seg(slug)}${heading ? `#${seg(heading)}` : ''}`,
  assignments: () => '/assignments',
  assignment: (slug: string) => `/assignments/${seg(slug)}`,
  /** In a demo: what the workbench does by itself once it is open. */
  startInWorkbench: (slug: string, start: 'run' | 'apply' | 'submit') => `/assignments/${seg(slug)}?start=${start}`,
  /** TensorFlow.js's types for the editor of the workbench. */
  editorTypes: (slug: string) => `/assignments/${seg(slug)}/types`,
  submission: (slug: string, id: string) => `/assignments/${seg(slug)}/submissions/${seg(id)}`,
  /** @param query `view`, `month`, `show`, and what is being edited */
  calendar: (query: Record<string, string> = {}) => {
    const search = new URLSearchParams(query).toString();
    return search === '' ? '/calendar' : `/calendar?${search}`;
  },
  /** Where an item is worked on. */
  item: ({ kind, slug }: { kind: string; slug: string }): string =>
    kind === 'code' ? paths.assignment(slug) : kind === 'proposal' ? paths.proposals(slug) : paths.reflection(slug),
  /** A person's secret address, for calendar programs. */
  calendarFeed: (token: string) => `/api/calendar/${seg(token)}/course.ics`,
  /** @param slug where a course asks for more than the one called `proposal` */
  proposals: (slug?: string) => (slug && slug !== 'proposal' ? `/proposals?item=${seg(slug)}` : '/proposals'),
  /** A written item: a reflection, a milestone, a report. */
  reflection: (slug: string) => `/reflections/${seg(slug)}`,
  /** @param filter as the page's own links carry it: `show`, `topic`, `cursor` */
  discussion: (filter: Record<string, string | undefined> = {}) => `/discussion${queryOf(filter)}`,
  newThread: (start: { topic?: string; kind?: 'announcement' } = {}) => `/discussion/new${queryOf(start)}`,
  /** @param at the post to begin with */
  thread: (id: string, at?: string) => `/discussion/${seg(id)}${at ? `?at=${seg(at)}#post-${seg(at)}` : ''}`,
  /** A page of a long thread, after or before a post, or the first. */
  threadPage: (id: string, place: { after?: string; before?: string }) =>
    `/discussion/${seg(id)}${queryOf(place)}#posts`,
  search: (query?: string, more: { in?: string; page?: string } = {}) => `/search${queryOf({ q: query, ...more })}`,
  notices: () => '/notices',
  /** Marks it read and goes where it leads. */
  notice: (id: string) => `/notices/${seg(id)}`,
  noticeSettings: () => '/notices/settings',
  unsubscribe: (token: string) => `/unsubscribe?token=${seg(token)}`,
  join: (code?: string) => (code ? `/join?code=${seg(code)}` : '/join'),
  /** An image in a text, or a PDF that was handed in. */
  file: (id: string) => `/files/${seg(id)}`,
  /** Where a file is sent to, as the body of a POST. */
  upload: (name: string) => `/files?name=${seg(name)}`,
  grades: () => '/grades',
  staff: {
    gradebook: () => '/staff/gradebook',
    /** What is kept back until staff show it to all. */
    release: () => '/staff/gradebook/release',
    /** @param section the heading to go to */
    grading: (section?: 'not-graded' | 'queue' | 'differing') => `/staff/grading${section ? `#${section}` : ''}`,
    regrades: (filter: { show?: 'draft' } = {}) => `/staff/grading/regrades${queryOf(filter)}`,
    regrade: (id: string) => `/staff/grading/regrades/${seg(id)}`,
    roster: () => '/staff/roster',
    person: (id: string) => `/staff/roster/${seg(id)}`,
    addPerson: () => '/staff/roster/add',
    importRoster: () => '/staff/roster/import',
    /** One-time links of all who have no password yet, as CSV. */
    passwordLinks: () => '/staff/roster/links.csv',
    joinCodes: () => '/staff/roster/join-links',
    sections: () => '/staff/roster/sections',
    /** @param filter where a course asks for more than one: which */
    proposals: (filter: { item?: string } = {}) => `/staff/proposals${queryOf(filter)}`,
    proposal: (id: string) => `/staff/proposals/${seg(id)}`,
    /** Written items: all of them, one to change, one to grade. */
    written: () => '/staff/written',
    newWritten: (kind: 'proposal' | 'written') => `/staff/written/new?kind=${kind}`,
    writtenItem: (slug: string) => `/staff/written/${seg(slug)}`,
    gradeWritten: (slug: string, writingId?: string) =>
      `/staff/written/${seg(slug)}/grade${writingId ? `?at=${seg(writingId)}` : ''}`,
    /** In a demo: goes to what a card of the home page is about. */
    tour: (step: 'submission' | 'proposal' | 'reflection') => `/staff/tour/${step}`,
    audit: () => '/staff/audit',
    auditOf: (subject: string) => `/staff/audit?subject=${seg(subject)}`,
  },
  /** The null-origin frame that runs student code. */
  sandboxFrame: () => '/sandbox/frame',
  /** What the page hands to that frame: the harness's bundle and the WASM binary, named by their hashes. */
  sandboxFile: (name: string) => `/sandbox/${seg(name)}`,
  api: {
    health: () => '/api/health',
    noticeEvents: () => '/api/notices/events',
    noticesSeen: () => '/api/notices/seen',
    /** For mail programs: a POST needs no more than the token. */
    unsubscribe: (token: string) => `/api/notices/unsubscribe?token=${seg(token)}`,
    me: () => '/api/v1/me',
    openapi: () => '/api/v1/openapi.json',
    assignments: () => '/api/v1/assignments',
    assignment: (slug: string) => `/api/v1/assignments/${seg(slug)}`,
    data: (slug: string, split: string) => `/api/v1/assignments/${seg(slug)}/data/${seg(split)}`,
    submissions: (slug: string) => `/api/v1/assignments/${seg(slug)}/submissions`,
    submission: (id: string) => `/api/v1/submissions/${seg(id)}`,
    submissionEvents: (id: string) => `/api/v1/submissions/${seg(id)}/events`,
    gradesCsv: () => '/api/v1/grades.csv',
  },
} as const;
