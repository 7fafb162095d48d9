import { createHash } from 'node:crypto';
import { type Db, sql } from '#db/client.ts';
import { tinyManifest } from './tiny-assignment.ts';

/** How many rows a made-up course has. */
export type CourseSize = {
  students: number;
  /** Of each of the three kinds: code, proposals, written items. */
  items: { code: number; proposals: number; written: number };
  /** One in so many students has work for an item; the first student has for every one. */
  oneIn: number;
  sessions: number;
  threads: number;
  /** In all threads together. */
  posts: number;
  /** In all; each for one person. */
  notices: number;
  audit: number;
};

/** The course that the benchmark serves: a large class at the end of a long term. */
export const largeClass: CourseSize = {
  students: 100,
  items: { code: 10, proposals: 2, written: 18 },
  oneIn: 1,
  sessions: 40,
  threads: 1000,
  posts: 10_000,
  notices: 100_000,
  audit: 100_000,
};

/** Ids follow from names, so that a course can be filled again, larger, and a test knows whom to ask for. */
export function idOf(name: string): string {
  const digits = createHash('md5').update(name).digest('hex');
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5');
}

export const instructorName = 'staff 1';
export const studentName = (n: number) => `student ${n}`;
export const threadName = (n: number) => `thread ${n}`;

const stems =
  `model loss layer gradient image kernel batch epoch weight bias filter channel stride padding pooling dense train
  accuracy noise seed shift label rate momentum dropout tensor shape axis memory pixel edge corner texture sample split
  leak variance mean matrix vector scalar product softmax entropy`.split(/\s+/);

/** Two thousand words of the made-up posts, the commonest first: that one is in a fifth of all. */
export const vocabulary: readonly string[] = [...stems, ...stems.flatMap((a) => stems.map((b) => `${a}${b}`))];

/**
 * Fills a migrated database with a course of this size, under the owner's role: in SQL, since the verbs would take
 * minutes. The same numbers make the same rows, but for the dates, which lie around `now`. Rows that are there stay.
 */
export async function fillCourse(ownerDb: Db, size: CourseSize, now = new Date()): Promise<void> {
  await ownerDb.transaction(async (tx) => {
    const at = now.toISOString();
    await tx.execute(
      sql`create temporary table if not exists bench_now on commit drop as select ${at}::timestamptz as at`,
    );
    await tx.execute(idFunction);
    for (const fill of [fillPeople, fillItems, fillCode, fillWriting, fillCalendar, fillThreads, fillNews]) {
      for (const statement of fill(size)) await tx.execute(statement);
    }
  });
  await ownerDb.execute(sql`analyze`);
}

/** As `idOf`. */
const idFunction = sql`create or replace function pg_temp.id_of(name text) returns uuid language sql immutable
  as $$ select overlay(overlay(md5(name) placing '4' from 13) placing 'a' from 17)::uuid $$`;

const now = sql`(select at from bench_now)`;
const days = (count: ReturnType<typeof sql>) => sql`(${count}) * interval '1 day'`;
const minutes = (count: ReturnType<typeof sql>) => sql`(${count}) * interval '1 minute'`;
const id = (name: ReturnType<typeof sql>) => sql`pg_temp.id_of(${name})`;
const staff = id(sql`${instructorName}`);

/** `count` words that follow from `seed`; the first of the vocabulary come most often. */
const text = (seed: ReturnType<typeof sql>, count: number) => sql`(
  select string_agg((${`{${vocabulary.join(',')}}`}::text[])[1 + floor(${vocabulary.length} *
    power(0.05 + 0.95 * (hashtextextended(${seed} || w, 1) & 1048575) / 1048576.0, 2))::int], ' ')
  from generate_series(1, ${count}::int) w)`;

function fillPeople({ students }: CourseSize) {
  return [
    sql`insert into course (title, time_zone, term_start, term_end)
      select 'A large class', 'Europe/Berlin', ${now} - interval '60 days', ${now} + interval '60 days'
      on conflict do nothing`,
    sql`insert into users (id, email, name, role)
      select pg_temp.id_of('staff ' || n), 'staff-' || n || '@bench.example', 'Staff Member ' || n,
        case n when 1 then 'instructor' else 'assistant' end
      from generate_series(1, 3) n on conflict do nothing`,
    sql`insert into users (id, email, name, role)
      select pg_temp.id_of('student ' || n), 'student-' || n || '@bench.example', 'Student Number ' || n, 'student'
      from generate_series(1, ${students}::int) n on conflict do nothing`,
    sql`insert into sections (id, name, created_at)
      select pg_temp.id_of('section ' || n), 'Section ' || n, ${now} from generate_series(1, 4) n on conflict do nothing`,
    sql`insert into section_members (user_id, section_id)
      select pg_temp.id_of('student ' || n), pg_temp.id_of('section ' || n % 4 + 1)
      from generate_series(1, ${students}::int) n on conflict do nothing`,
    sql`insert into visits (user_id, place, at)
      select u.id, p.place, ${now} - interval '2 days' from users u, (values ('home'), ('lecture:convolutional-networks'),
        ('assignment:code-1')) p(place) on conflict do nothing`,
  ];
}

/** Due every few days over the term: half of them before now, those released. */
function fillItems({ items: { code, proposals, written } }: CourseSize) {
  const insert = (kind: string, name: string, count: number) => sql`
    insert into items (slug, kind, title, opens_at, due_at, closes_at, released_at)
    select ${name} || '-' || n, ${kind}, initcap(${name}) || ' number ' || n,
      ${now} + ${days(sql`${at} - 14`)}, ${now} + ${days(at)}, ${now} + ${days(sql`${at} + 3`)},
      case when ${at} < 0 then ${now} end
    from generate_series(1, ${count}::int) n on conflict do nothing`;
  const at = sql`(n * 37 % 120) - 35`; // the first is due in two days
  return [
    insert('code', 'code', code),
    insert('proposal', 'proposal', proposals),
    insert('written', 'reflection', written),
    sql`insert into assignment_versions (id, slug, version, manifest, prompt, starter, content_hash, published_at)
      select pg_temp.id_of('version ' || slug), slug, 1, jsonb_set(${JSON.stringify(tinyManifest)}::jsonb, '{title}',
        to_jsonb(title)), 'Say which is larger.', 'export {}', slug, ${now}
      from items where kind = 'code' on conflict do nothing`,
    sql`insert into written_items (slug, prompt, fields, scale, max_points, updated_at)
      select slug, 'Write about ' || title, ${JSON.stringify(fields)}::jsonb,
        case kind when 'proposal' then 'decision' else 'points' end, case kind when 'proposal' then null else 10 end, ${now}
      from items where kind <> 'code' on conflict do nothing`,
  ];
}

const fields = [{ name: 'text', label: 'Your text', guidance: '', kind: 'text', words: { least: 1, most: 500 } }];

/** The pairs of a student and an item with work in it. */
const worked = ({ students, oneIn }: CourseSize, kinds: string[]) => sql`(
  select n as student, i.slug, i.kind, i.due_at, row_number() over (order by n, i.slug) as k
  from generate_series(1, ${students}::int) n, items i
  where i.kind = any(${`{${kinds.join(',')}}`}::text[])
    and (n = 1 or (hashtextextended(n || i.slug, 1) & 1048575) % ${oneIn}::int = 0)) pairs`;

/** Two graded attempts and, for one pair in ten, one that waits. */
function fillCode(size: CourseSize) {
  const pairs = worked(size, ['code']);
  const submission = id(sql`'submission ' || student || ' ' || slug || ' ' || attempt`);
  const run = id(sql`'run ' || student || ' ' || slug || ' ' || attempt`);
  return [
    sql`insert into submissions (id, user_id, slug, version_id, code, idempotency_key, created_at)
      select ${submission}, pg_temp.id_of('student ' || student), slug, pg_temp.id_of('version ' || slug),
        repeat('// code' || chr(10), 100), 'bench ' || attempt, least(due_at, ${now}) - ${minutes(sql`attempt * 60`)}
      from ${pairs}, generate_series(1, 3) attempt where attempt < 3 or student % 10 = 1 on conflict do nothing`,
    sql`insert into grading_runs (id, submission_id, kind, started_at, finished_at, outcome, points, max_points, public_score)
      select ${run}, ${submission}, 'grade', least(due_at, ${now}) - interval '1 hour',
        least(due_at, ${now}) - interval '59 minutes', 'graded', (student + attempt) % 11, 10, 0.5 + attempt / 10.0
      from ${pairs}, generate_series(1, 2) attempt on conflict do nothing`,
    sql`insert into test_results (run_id, position, name, passed, points, max_points, message)
      select ${run}, position, 'Test ' || position, true, 1, 5, 'It holds.'
      from ${pairs}, generate_series(1, 2) attempt, generate_series(1, 2) position on conflict do nothing`,
    sql`insert into hidden.metrics (run_id, split, metric, value)
      select ${run}, 'private', 'accuracy', 0.9 from ${pairs}, generate_series(1, 2) attempt on conflict do nothing`,
    sql`insert into grade_overrides (id, slug, user_id, points, reason, created_at, created_by)
      select ${id(sql`'override ' || k`)}, slug, pg_temp.id_of('student ' || student), 7, 'Said in class.', ${now}, ${staff}
      from ${pairs} where student % 20 = 1 on conflict do nothing`,
  ];
}

/** Two versions each, of which the first is reviewed, and the second of every other text. */
function fillWriting(size: CourseSize) {
  const pairs = worked(size, ['proposal', 'written']);
  const writing = id(sql`'writing ' || student || ' ' || slug`);
  const version = id(sql`'version ' || student || ' ' || slug || ' ' || number`);
  const user = sql`pg_temp.id_of('student ' || student)`;
  const handedIn = sql`least(due_at, ${now}) - ${minutes(sql`3 - number`)}`;
  return [
    sql`insert into writings (id, slug, created_at, created_by)
      select ${writing}, slug, ${now}, ${user} from ${pairs} on conflict do nothing`,
    sql`insert into writing_authors (writing_id, slug, user_id, added_at, added_by)
      select ${writing}, slug, ${user}, ${now}, ${user} from ${pairs} on conflict do nothing`,
    sql`insert into writing_versions (id, writing_id, number, fields, idempotency_key, submitted_at, submitted_by)
      select ${version}, ${writing}, number, jsonb_build_object('text', ${text(sql`slug || student || number`, 60)}),
        'bench ' || number, ${handedIn}, ${user}
      from ${pairs}, generate_series(1, 2) number on conflict do nothing`,
    sql`insert into reviews (id, version_id, decision, points, comment, created_at, created_by)
      select ${id(sql`'review ' || student || ' ' || slug || ' ' || number`)}, ${version},
        case kind when 'proposal' then 'accepted' end, case kind when 'proposal' then null else 8 end, 'Good.', ${now}, ${staff}
      from ${pairs}, generate_series(1, 2) number where number = 1 or k % 2 = 0 on conflict do nothing`,
    sql`insert into drafts (user_id, place, text, revision, saved_at)
      select ${user}, 'writing:' || slug || ':text', 'Begun.', 1, ${now} from ${pairs} on conflict do nothing`,
    sql`insert into extensions (id, slug, user_id, due_at, closes_at, reason, granted_at, granted_by)
      select ${id(sql`'extension ' || student || ' ' || slug`)}, slug, ${user}, due_at + interval '2 days',
        due_at + interval '9 days', 'Ill.', ${now}, ${staff}
      from ${pairs} where student % 10 = 1 on conflict do nothing`,
    sql`insert into corrections (id, slug, body, created_at, created_by)
      select ${id(sql`'correction ' || slug`)}, slug, 'Read page 7 too.', ${now}, ${staff}
      from items where kind = 'written' on conflict do nothing`,
  ];
}

function fillCalendar({ sessions }: CourseSize) {
  return [
    sql`insert into class_sessions (id, topic, starts_at, ends_at)
      select pg_temp.id_of('session ' || n), 'Topic ' || n, ${now} + ${days(sql`(n * 3 % 120) - 60`)},
        ${now} + ${days(sql`(n * 3 % 120) - 60`)} + interval '90 minutes'
      from generate_series(1, ${sessions}::int) n on conflict do nothing`,
    sql`insert into session_links (id, session_id, label, url, position)
      select pg_temp.id_of('link ' || n), pg_temp.id_of('session ' || n), 'Slides', 'https://slides.example/' || n, 0
      from generate_series(1, ${sessions}::int) n on conflict do nothing`,
    sql`insert into readings (id, title, authors, session_id, position)
      select pg_temp.id_of('reading ' || n), 'Reading ' || n, 'An Author', pg_temp.id_of('session ' || n), 0
      from generate_series(1, ${sessions}::int) n on conflict do nothing`,
  ];
}

/** Posts go round the threads; the first of each is its question. The first thread has a tenth of all besides. */
function fillThreads({ students, threads, posts }: CourseSize) {
  const author = (n: ReturnType<typeof sql>) => sql`pg_temp.id_of('student ' || (${n} % ${students}::int) + 1)`;
  const at = (n: ReturnType<typeof sql>) => sql`${now} - ${minutes(sql`${n} % 90000`)}`;
  const thread = sql`case when n % 10 = 0 then 1 else n % ${threads}::int + 1 end`;
  return [
    sql`insert into threads (id, kind, topic, title, author_id, anonymous, staff_only, created_at, last_post_at, pinned_at)
      select pg_temp.id_of('thread ' || n), case n % 50 when 0 then 'announcement' else 'discussion' end,
        case n % 3 when 0 then 'item:code-1' else 'general' end, 'Question ' || n || ' about ' || ${text(sql`'t' || n`, 4)},
        ${author(sql`n`)}, n % 7 = 0, n % 31 = 0, ${at(sql`n * 13 + 1`)}, ${at(sql`n * 13`)}, case n when 2 then ${now} end
      from generate_series(1, ${threads}::int) n on conflict do nothing`,
    sql`insert into posts (id, thread_id, author_id, anonymous, body, idempotency_key, created_at)
      select id, id, author_id, anonymous, ${text(sql`title`, 50)}, title, created_at from threads
      on conflict do nothing`,
    sql`insert into posts (id, thread_id, author_id, body, idempotency_key, created_at, edited_at)
      select pg_temp.id_of('post ' || n), pg_temp.id_of('thread ' || ${thread}), ${author(sql`n * 7`)}, ${text(sql`'p' || n`, 50)},
        'bench ' || n, ${at(sql`n`)}, case n % 20 when 0 then ${now} end
      from generate_series(1, ${posts}::int - ${threads}::int) n on conflict do nothing`,
    sql`insert into post_edits (id, post_id, body, replaced_at, replaced_by)
      select pg_temp.id_of('edit ' || id), id, 'Before.', created_at, author_id from posts where edited_at is not null
      on conflict do nothing`,
    sql`insert into thread_reads (user_id, thread_id, read_at)
      select pg_temp.id_of('student ' || s), pg_temp.id_of('thread ' || n), ${now} - interval '9 days'
      from generate_series(1, least(${students}::int, 50)) s, generate_series(1, ${threads}::int, 2) n
      on conflict do nothing`,
    sql`insert into search_texts (place, title, body, visible_from)
      select 'thread:' || t.id, t.title, p.body, 'epoch' from threads t join posts p on p.id = t.id on conflict do nothing`,
    sql`insert into search_texts (place, title, body, visible_from)
      select 'item:' || slug, title, ${text(sql`slug`, 200)}, ${now} from items on conflict do nothing`,
  ];
}

function fillNews({ students, notices, audit }: CourseSize) {
  return [
    sql`insert into events (id, kind, title, href, at, actor_id)
      select pg_temp.id_of('event ' || n), 'reply', 'A reply in thread ' || n, '/discussion', ${now} - ${minutes(sql`n`)}, ${staff}
      from generate_series(1, ceil(${notices}::int / ${students}::float8)::int) n on conflict do nothing`,
    sql`insert into notices (user_id, event_id, at, read_at)
      select pg_temp.id_of('student ' || n % ${students}::int + 1), pg_temp.id_of('event ' || n / ${students}::int + 1),
        ${now} - ${minutes(sql`n / ${students}::int + 1`)}, case when n / ${students}::int > 5 then ${now} end
      from generate_series(0, ${notices}::int - 1) n on conflict do nothing`,
    sql`insert into audit_log (id, at, actor_id, verb, subject, after)
      select pg_temp.id_of('audit ' || n), ${now} - ${minutes(sql`n`)}, case n % 5 when 0 then ${staff} else pg_temp.id_of('student ' || n %
        ${students}::int + 1) end, case n % 4 when 0 then 'item.move' else 'submission.create' end,
        case n % 4 when 0 then 'item:code-1' else pg_temp.id_of('student ' || n % ${students}::int + 1)::text end,
        '{"slug": "code-1"}'
      from generate_series(1, ${audit}::int) n on conflict do nothing`,
  ];
}
