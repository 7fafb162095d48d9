import { type Db, sql } from '#db/client.ts';

type Right = 'select' | 'insert' | 'update' | 'delete';

/** What each role may do with a table; what is not listed, it may not. The owner may do everything. */
type TableRights = {
  web?: Right[];
  grader?: Right[];
  /** Columns that the web role may change where it may not change the whole row: who, what and when stay as they were. */
  webChanges?: string[];
};

const read: Right[] = ['select'];
const append: Right[] = ['select', 'insert'];
const write: Right[] = ['select', 'insert', 'update'];
const all: Right[] = ['select', 'insert', 'update', 'delete'];

export const publicRights: Record<string, TableRights> = {
  users: { web: write },
  password_links: { web: all },
  api_tokens: { web: append, webChanges: ['revoked_at'] },
  sign_in_failures: { web: all },
  // That it is a demo, say, is the host's.
  course: { web: read, grader: read, webChanges: ['term_start', 'term_end', 'time_zone'] },
  visits: { web: all },
  audit_log: { web: append, grader: ['insert'] },
  items: { web: append, grader: read, webChanges: ['title', 'opens_at', 'due_at', 'closes_at', 'released_at'] },
  written_items: { web: write },
  corrections: { web: append, webChanges: ['withdrawn_at', 'withdrawn_by'] },
  writings: { web: append },
  writing_authors: { web: ['select', 'insert', 'delete'] },
  writing_versions: { web: append },
  reviews: { web: append },
  snippets: { web: all },
  files: { web: append },
  threads: {
    web: append,
    webChanges: ['last_post_at', 'accepted_post_id', 'accepted_by', 'pinned_at', 'pinned_by', 'locked_at', 'locked_by'],
  },
  posts: {
    web: append,
    webChanges: ['body', 'edited_at', 'endorsed_at', 'endorsed_by', 'removed_at', 'removed_by'],
  },
  post_edits: { web: append },
  thread_reads: { web: all },
  search_texts: { web: all },
  class_sessions: { web: all },
  session_links: { web: all },
  readings: { web: all },
  extensions: { web: append, grader: read, webChanges: ['withdrawn_at', 'withdrawn_by'] },
  calendar_feeds: { web: append, webChanges: ['revoked_at'] },
  events: { web: append, grader: append },
  notices: { web: append, grader: append, webChanges: ['read_at', 'mail_due_at', 'mail_tries', 'mailed_at'] },
  notice_settings: { web: all, grader: read },
  grade_overrides: { web: append, webChanges: ['withdrawn_at', 'withdrawn_by'] },
  sections: { web: all },
  section_members: { web: all },
  join_codes: { web: append, webChanges: ['section_id', 'revoked_at'] },
  assignment_versions: { web: read, grader: read },
  visible_splits: { web: read, grader: read },
  drafts: { web: all },
  draft_versions: { web: ['select', 'insert', 'delete'] },
  submissions: { web: append, grader: read },
  grading_runs: { web: read, grader: write },
  regrades: { web: write, grader: read },
  regrade_submissions: { web: write, grader: read },
  test_results: { web: read, grader: append },
  graders: { web: read, grader: all },
  released_metrics: { web: read },
};

export const hiddenRights: Record<string, TableRights> = {
  deployment: {},
  splits: { grader: read },
  metrics: { grader: append },
  ladder: { grader: write },
};

/** The web role only sends jobs and counts them; graders take them, settle them and look after the queues. */
const webQueueTables = ['job', 'job_common'];

export type RoleNames = { web: string; grader: string };

/** Gives both roles exactly the rights above, whatever they had before. Runs inside the owner's transaction. */
export async function applyGrants(tx: Db, names: RoleNames): Promise<void> {
  for (const role of [names.web, names.grader]) {
    const to = sql.identifier(role);
    for (const name of ['public', 'hidden', 'pgboss']) {
      const schema = sql.identifier(name);
      await tx.execute(sql`revoke all on all tables in schema ${schema} from ${to}`);
      await tx.execute(sql`revoke all on schema ${schema} from ${to}`);
    }
    await tx.execute(sql`grant usage on schema public, pgboss to ${to}`);
    await tx.execute(sql`grant select on all tables in schema pgboss to ${to}`);
  }
  await tx.execute(sql`grant usage on schema hidden to ${sql.identifier(names.grader)}`);
  await tx.execute(sql`grant insert, update, delete on all tables in schema pgboss to ${sql.identifier(names.grader)}`);
  for (const table of webQueueTables) await grant(tx, 'pgboss', table, ['insert'], names.web);
  // A student's newer job goes before the older ones: the web role may move jobs in their queue, and change no more.
  await grantChanges(tx, 'pgboss', 'job', ['priority'], names.web);
  for (const [schema, rights] of [['public', publicRights] as const, ['hidden', hiddenRights] as const]) {
    for (const [table, { web = [], webChanges = [], grader = [] }] of Object.entries(rights)) {
      await grant(tx, schema, table, web, names.web);
      await grantChanges(tx, schema, table, webChanges, names.web);
      await grant(tx, schema, table, grader, names.grader);
    }
  }
}

async function grant(tx: Db, schema: string, table: string, rights: Right[], role: string): Promise<void> {
  if (rights.length === 0) return;
  const list = sql.raw(rights.join(', '));
  const where = sql`${sql.identifier(schema)}.${sql.identifier(table)}`;
  await tx.execute(sql`grant ${list} on ${where} to ${sql.identifier(role)}`);
}

async function grantChanges(tx: Db, schema: string, table: string, columns: string[], role: string): Promise<void> {
  if (columns.length === 0) return;
  const names = sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
  const where = sql`${sql.identifier(schema)}.${sql.identifier(table)}`;
  await tx.execute(sql`grant update (${names}) on ${where} to ${sql.identifier(role)}`);
}
