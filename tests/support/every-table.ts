import { randomUUID } from 'node:crypto';
import { type Connection, connect } from '#db/client.ts';

type Sql = Connection['client'];
type Tx = Parameters<Parameters<Sql['begin']>[1]>[0];

/** What a careless copy would spoil: line breaks, tabs, backslashes, the mark that ends a copy, every script. */
export const awkward =
  'one\ntwo\r\n\ttab \\ \\. \\N\n\\.\n{"a": "b,\'c"} 😀 日本語 \u202Eright to left\u202C é e\u0301';

type Ids = { person: string; slug: string; version: string };

/** Puts at least one row into each table that the demo and a tiny assignment leave empty. */
export async function fillEveryTable(sql: Sql): Promise<void> {
  const [person] = await sql<{ id: string }[]>`select id from users where role = 'student' order by id limit 1`;
  const [code] = await sql<{ slug: string; version: string }[]>`
    select slug, id as version from assignment_versions where slug like 'tiny%' limit 1`;
  if (!person || !code) throw new Error('A person and a tiny assignment come first.');
  const ids = { person: person.id, ...code };
  await sql.begin(async (tx) => {
    for (const fill of [fillPeople, fillGrading, fillCalendar, fillWriting, fillDiscussion]) await fill(tx, ids);
  });
}

async function fillPeople(sql: Tx, { person }: Ids): Promise<void> {
  const section = randomUUID();
  const event = randomUUID();
  await sql`insert into password_links (token_hash, user_id, expires_at) values ('hash', ${person}, 'infinity')`;
  await sql`insert into api_tokens (user_id, name, token_hash) values (${person}, ${awkward}, 'hash')`;
  await sql`insert into sign_in_failures (subject, at) values ('account:a@b.c', '2026-03-29 02:30:00.123456+02')`;
  await sql`insert into visits (user_id, place, at) values (${person}, 'home', now())`;
  await sql`insert into sections (id, name, created_at) values (${section}, ${awkward.slice(0, 60)}, now())`;
  await sql`insert into section_members (user_id, section_id) values (${person}, ${section})`;
  await sql`insert into join_codes (code, section_id, created_at, created_by, expires_at)
    values ('ABCD1234', ${section}, now(), ${person}, now())`;
  await sql`insert into events (id, kind, title, href, at) values (${event}, 'grade', 'Graded', '/', now())`;
  await sql`insert into notices (user_id, event_id, at) values (${person}, ${event}, now())`;
  await sql`insert into notice_settings (user_id, kind, mail) values (${person}, 'grade', false)`;
}

async function fillGrading(sql: Tx, { person, slug, version }: Ids): Promise<void> {
  const [submission, run, regrade] = [randomUUID(), randomUUID(), randomUUID()];
  const bytes = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 256));
  await sql`insert into submissions (id, user_id, slug, version_id, code, weights, idempotency_key, created_at)
    values (${submission}, ${person}, ${slug}, ${version}, ${awkward}, ${bytes}, 'key', now())`;
  await sql`insert into regrades (id, slug, version_id, reason, created_at)
    values (${regrade}, ${slug}, ${version}, ${awkward}, now())`;
  await sql`insert into regrade_submissions (regrade_id, submission_id) values (${regrade}, ${submission})`;
  await sql`insert into grading_runs (id, submission_id, kind, started_at, finished_at, outcome, points, max_points,
      public_score, log, regrade_id)
    values (${run}, ${submission}, 'grade', now(), now(), 'graded', 0.1 + 0.2, 10, 'NaN', ${awkward}, ${regrade})`;
  await sql`insert into test_results (run_id, position, name, passed, points, max_points, message)
    values (${run}, 0, 'Private', true, 1, 1, '')`;
  await sql`insert into hidden.metrics (run_id, split, metric, value) values (${run}, 'private', 'accuracy', 1e-300)`;
  await sql`insert into hidden.ladder (user_id, version_id, run_id, score, losses)
    values (${person}, ${version}, ${run}, 'Infinity', ${bytes.subarray(0, 0)})`;
  await sql`insert into graders (name, isolate, tier, started_at, seen_at) values ('a', 'b', 'S', now(), now())`;
  await sql`insert into grade_overrides (slug, user_id, points, reason, created_at, created_by)
    values (${slug}, ${person}, 2.5, ${awkward}, now(), ${person})`;
  await sql`insert into drafts (user_id, place, text, revision, saved_at)
    values (${person}, ${`assignment:${slug}`}, ${awkward}, 1, now())`;
  await sql`insert into draft_versions (user_id, place, text, revision, saved_at)
    values (${person}, ${`assignment:${slug}`}, '', 1, now())`;
}

async function fillCalendar(sql: Tx, { person, slug }: Ids): Promise<void> {
  const session = randomUUID();
  await sql`insert into class_sessions (id, topic, notes, starts_at, ends_at)
    values (${session}, 'Vision', ${awkward}, '2028-02-29T10:00Z', '2028-02-29T11:00Z')`;
  await sql`insert into session_links (session_id, label, url, position) values (${session}, 'Slides', '/slides', 0)`;
  await sql`insert into readings (title, session_id, slug) values ('A reading', ${session}, ${slug})`;
  await sql`insert into extensions (slug, user_id, due_at, closes_at, reason, granted_at, granted_by)
    values (${slug}, ${person}, now(), now(), ${awkward}, now(), ${person})`;
  await sql`insert into calendar_feeds (user_id, token_hash, created_at) values (${person}, 'hash', now())`;
}

async function fillWriting(sql: Tx, { person, slug }: Ids): Promise<void> {
  const [writing, version, file] = [randomUUID(), randomUUID(), randomUUID()];
  await sql`insert into items (slug, kind, opens_at, due_at, closes_at)
    values ('drill-essay', 'written', '2026-10-05', '2026-10-25 03:00+01', '2026-10-26')`;
  await sql`insert into written_items (slug, prompt, fields, scale, updated_at)
    values ('drill-essay', ${awkward}, ${JSON.stringify([{ name: 'data', label: awkward }])}, 'decision', now())`;
  await sql`insert into corrections (slug, body, created_at, created_by) values (${slug}, ${awkward}, now(), ${person})`;
  await sql`insert into files (id, owner_id, name, media_type, sha256, bytes, created_at)
    values (${file}, ${person}, 'a.pdf', 'application/pdf', '0', ${Buffer.from([0, 10, 92, 46, 10, 255])}, now())`;
  await sql`insert into writings (id, slug, created_at, created_by) values (${writing}, 'drill-essay', now(), ${person})`;
  await sql`insert into writing_authors (writing_id, slug, user_id, added_at, added_by)
    values (${writing}, 'drill-essay', ${person}, now(), ${person})`;
  await sql`insert into writing_versions (id, writing_id, number, fields, pdf_id, idempotency_key, submitted_at, submitted_by)
    values (${version}, ${writing}, 1, ${JSON.stringify({ data: awkward })}, ${file}, 'key', now(), ${person})`;
  await sql`insert into reviews (version_id, decision, comment, created_at, created_by)
    values (${version}, 'accepted', ${awkward}, now(), ${person})`;
  await sql`insert into snippets (user_id, text, created_at) values (${person}, ${awkward}, now())`;
}

async function fillDiscussion(sql: Tx, { person }: Ids): Promise<void> {
  const [thread, post] = [randomUUID(), randomUUID()];
  await sql`insert into threads (id, kind, topic, title, author_id, created_at, last_post_at)
    values (${thread}, 'discussion', 'general', 'Who?', ${person}, now(), now())`;
  await sql`insert into posts (id, thread_id, author_id, body, idempotency_key, created_at)
    values (${post}, ${thread}, ${person}, ${awkward}, 'key', now())`;
  await sql`update threads set accepted_post_id = ${post}, accepted_by = ${person} where id = ${thread}`;
  await sql`insert into post_edits (post_id, body, replaced_at, replaced_by) values (${post}, '', now(), ${person})`;
  await sql`insert into thread_reads (user_id, thread_id, read_at) values (${person}, ${thread}, now())`;
  await sql`insert into search_texts (place, title, body, visible_from)
    values ('item:drill', 'Running', ${awkward}, now()) on conflict do nothing`;
}

/** Every row of every table of ours and every waiting job, as text, in an order of its own. */
export async function contentsOf(ownerUrl: string): Promise<Record<string, string[]>> {
  const owner = connect(ownerUrl, { max: 1, name: 'test' });
  try {
    const tables = await owner.client<{ name: string }[]>`
      select schemaname || '.' || tablename as name from pg_tables
      where schemaname in ('public', 'hidden') or tablename = '__drizzle_migrations' order by 1`;
    const contents: Record<string, string[]> = {};
    for (const { name } of tables) contents[name] = await rowsOf(owner.client, `select * from ${name}`);
    const jobs = `select id, name, data, priority, group_id, date_trunc('milliseconds', start_after)
      from pgboss.job where state < 'completed'`;
    return { ...contents, jobs: await rowsOf(owner.client, jobs) };
  } finally {
    await owner.close();
  }
}

/** A long row by its beginning and a sum over all of it. */
async function rowsOf(sql: Sql, query: string): Promise<string[]> {
  const rows = await sql.unsafe<{ row: string }[]>(
    `select left(t::text, 200) || ' ' || md5(t::text) as row from (${query}) t order by 1`,
  );
  return rows.map(({ row }) => row);
}
