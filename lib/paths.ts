/** Every address in the product is built here, so that a renamed page is one changed line. */
const seg = encodeURIComponent;

export const paths = {
  home: () => '/',
  signIn: (from?: string) => (from ? `/sign-in?from=${seg(from)}` : '/sign-in'),
  setPasswordPage: () => '/set-password',
  setPassword: (token: string) => `/set-password?token=${seg(token)}`,
  lectures: () => '/lectures',
  lecture: (slug: string) => `/lectures/${seg(slug)}`,
  assignments: () => '/assignments',
  assignment: (slug: string) => `/assignments/${seg(slug)}`,
  /** TensorFlow.js's types for the editor of the workbench. */
  editorTypes: (slug: string) => `/assignments/${seg(slug)}/types`,
  submission: (slug: string, id: string) => `/assignments/${seg(slug)}/submissions/${seg(id)}`,
  calendar: () => '/calendar',
  /** A person's secret address, for calendar programs. */
  calendarFeed: (token: string) => `/api/calendar/${seg(token)}/course.ics`,
  proposals: () => '/proposals',
  /** A written item: a reflection, a milestone, a report. */
  reflection: (slug: string) => `/reflections/${seg(slug)}`,
  discussion: () => '/discussion',
  thread: (id: string) => `/discussion/${seg(id)}`,
  search: (query?: string) => (query ? `/search?q=${seg(query)}` : '/search'),
  notices: () => '/notices',
  /** Marks it read and goes where it leads. */
  notice: (id: string) => `/notices/${seg(id)}`,
  noticeSettings: () => '/notices/settings',
  unsubscribe: (token: string) => `/unsubscribe?token=${seg(token)}`,
  join: (code?: string) => (code ? `/join?code=${seg(code)}` : '/join'),
  /** An image in a text, or a PDF that was handed in. */
  file: (id: string) => `/files/${seg(id)}`,
  grades: () => '/grades',
  staff: {
    gradebook: () => '/staff/gradebook',
    grading: () => '/staff/grading',
    regrades: () => '/staff/grading/regrades',
    regrade: (id: string) => `/staff/grading/regrades/${seg(id)}`,
    roster: () => '/staff/roster',
    person: (id: string) => `/staff/roster/${seg(id)}`,
    addPerson: () => '/staff/roster/add',
    importRoster: () => '/staff/roster/import',
    /** One-time links of all who have no password yet, as CSV. */
    passwordLinks: () => '/staff/roster/links.csv',
    joinCodes: () => '/staff/roster/join-links',
    sections: () => '/staff/roster/sections',
    proposals: () => '/staff/proposals',
    proposal: (id: string) => `/staff/proposals/${seg(id)}`,
    /** Written items: all of them, one to change, one to grade. */
    written: () => '/staff/written',
    writtenItem: (slug: string) => `/staff/written/${seg(slug)}`,
    gradeWritten: (slug: string, writingId?: string) =>
      `/staff/written/${seg(slug)}/grade${writingId ? `?at=${seg(writingId)}` : ''}`,
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
