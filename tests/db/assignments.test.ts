import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { insertUser } from '#db/queries/auth.ts';
import { insertSubmission } from '#db/queries/grading.ts';
import { assignmentVersions } from '#db/schema/assignments.ts';
import { auditLog } from '#db/schema/course.ts';
import { gradingRuns } from '#db/schema/grading.ts';
import { hiddenSplits } from '#db/schema/hidden.ts';
import { manifestSchema } from '#lib/assignments/core/manifest.ts';
import { type PublishOptions, publishAssignment } from '#lib/assignments/publish.ts';
import { getAssignment, listAssignments, readVisibleSplit } from '#lib/assignments/server.ts';
import type { Context } from '#lib/context.ts';
import { NotFound } from '#lib/errors.ts';
import { decode } from '#lib/harness/safetensors.ts';
import { moveItem } from '#lib/items/server.ts';
import { rolledBack } from '../support/database.ts';
import { insertPerson } from '../support/tiny-assignment.ts';

const root = path.resolve(import.meta.dirname, '../..');
const real = path.join(root, 'assignments/06-cnn-translation');
const options: PublishOptions = {
  seed: 'the secret of a test',
  termStart: new Date('2026-01-12T00:00:00Z'),
  timeZone: 'UTC',
  now: new Date('2026-01-20T10:00:00Z'),
};

/**
 * A copy of the real manifest with four images a split, and without the marks that these would not bear, under another
 * name: quick to publish, free to change.
 */
const slug = '97-small';
let parent: string;
let folder: string;
beforeAll(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'publish-'));
  folder = path.join(parent, slug);
  for (const name of ['prompt.mdx', 'starter.ts']) cpSync(path.join(real, name), path.join(folder, name));
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(path.join(real, 'assignment.json'), 'utf8')));
  const moved = { kind: 'shift', name: 'Moved', points: 9, pixels: 1, outputs: 'same' };
  const tests = manifest.tests.map((one) => (one.kind === 'metric' ? moved : one));
  writeFileSync(path.join(folder, 'assignment.json'), JSON.stringify({ ...manifest, tests }));
  writeFileSync(
    path.join(folder, 'data.ts'),
    `export function buildSplits(seed) {
       const of = (n) => ({ x: { shape: [4, 20, 20, 1], data: new Float32Array(1600).fill(n + seed.length) },
                            y: { shape: [4, 10], data: new Float32Array(40).fill(n) } });
       return { train: of(1), validation: of(2), public: of(3), private: of(4) };
     }`,
  );
});
afterAll(() => rmSync(parent, { recursive: true }));

async function student(db: Db, name = 'Ada'): Promise<Context> {
  const user = { email: `${name}@example.test`, name, role: 'student' as const };
  const row = await insertUser(db, { ...user, passwordHash: null, createdAt: options.now });
  if (!row) throw new Error('There is such a user already.');
  return { user: { ...user, id: row.id }, db, now: options.now };
}

const bytesOf = (data: ArrayBufferView | undefined) =>
  data ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.alloc(0);

const countOf = async (db: Db, what: Parameters<Db['$count']>[0]) => Number(await db.$count(what));

describe('publishAssignment', () => {
  test('stores the real assignment, whose data comes back as it was built', () =>
    rolledBack('owner', async (db) => {
      const started = performance.now();
      const published = await publishAssignment(db, real, options);
      expect(performance.now() - started).toBeLessThan(20_000); // 1 s when idle
      expect(published).toMatchObject({ slug: '06-cnn-translation', changed: true });
      const ctx = await student(db);
      const train = await readVisibleSplit(ctx, '06-cnn-translation', 'train');
      const [x, y] = decode(gunzipSync(train.gzip));
      expect([train.rows, x?.name, x?.shape, y?.name, y?.shape]).toEqual([
        6000,
        'x',
        [6000, 20, 20, 1],
        'y',
        [6000, 10],
      ]);
      expect(Object.getPrototypeOf(train.gzip)).toBe(Uint8Array.prototype); // and no Buffer
      expect((await readVisibleSplit(ctx, '06-cnn-translation', 'validation')).rows).toBe(1000);
      const built = (await import('#assignments/06-cnn-translation/data.ts')).buildSplits(options.seed);
      expect(Buffer.compare(bytesOf(x?.data), bytesOf(built.train.x.data))).toBe(0);
      expect(Buffer.compare(bytesOf(y?.data), bytesOf(built.train.y.data))).toBe(0);
    }));

  test('takes dates from the manifest, in the zone of the course', () =>
    rolledBack('owner', async (db) => {
      const timeZone = 'America/New_York';
      await publishAssignment(db, folder, { ...options, timeZone, termStart: new Date('2026-03-01T05:00:00Z') });
      const { policy } = await getAssignment(await student(db), slug);
      expect(policy.opensAt.toISOString()).toBe('2026-03-01T13:00:00.000Z'); // 08:00 in winter
      expect(policy.dueAt.toISOString()).toBe('2026-03-16T03:59:00.000Z'); // 23:59 on the 15th, in summer
    }));

  test('the same content again changes nothing', () =>
    rolledBack('owner', async (db) => {
      const first = await publishAssignment(db, folder, options);
      const before = await countOf(db, auditLog);
      const later = { ...options, now: new Date('2026-02-01T00:00:00Z') };
      expect(await publishAssignment(db, folder, later)).toEqual({ ...first, changed: false });
      expect(await countOf(db, auditLog)).toBe(before);
    }));

  test('changed content becomes the next version, and moved dates stay moved', () =>
    rolledBack('owner', async (db) => {
      const first = await publishAssignment(db, folder, options);
      const ctx = await student(db);
      const instructor = { ...ctx, user: await insertPerson(db, 'instructor') };
      const { policy: base } = await getAssignment(ctx, slug);
      const moved = {
        opensAt: new Date('2026-01-02T12:00:00Z'),
        dueAt: new Date('2026-01-30T12:00:00Z'),
        closesAt: new Date('2026-01-31T12:00:00Z'),
      };
      await moveItem(instructor, slug, moved, base);
      const second = await publishAssignment(db, folder, { ...options, seed: 'another, longer secret' });
      expect(second).toMatchObject({ version: first.version + 1, changed: true });
      const shown = await getAssignment(ctx, slug);
      expect(shown).toMatchObject({ versionId: second.versionId, version: second.version });
      expect(shown.policy).toMatchObject(moved);
      const [x] = decode(gunzipSync((await readVisibleSplit(ctx, slug, 'train')).gzip));
      expect(x?.data[0]).toBe(1 + 'another, longer secret'.length);
    }));

  test('says in the audit log who published what', () =>
    rolledBack('owner', async (db) => {
      const { user } = await student(db);
      await publishAssignment(db, folder, { ...options, by: user });
      const [row] = await db
        .select()
        .from(auditLog)
        .where(sql`subject = ${`assignment:${slug}`}`);
      expect(row).toMatchObject({ actorId: user.id, verb: 'assignment.publish', after: { version: 1 } });
    }));

  test('leaves nothing behind when the folder is wrong', () =>
    rolledBack('owner', async (db) => {
      const before = await countOf(db, assignmentVersions);
      await expect(publishAssignment(db, path.join(parent, '98-missing'), options)).rejects.toThrow(/is missing/);
      expect(await countOf(db, assignmentVersions)).toBe(before);
    }));
});

describe('hidden data', () => {
  test('is there, inputs and labels apart, for the grader', () =>
    rolledBack('owner', async (db, as) => {
      await publishAssignment(db, folder, options);
      await as('grader');
      const rows = await db.select().from(hiddenSplits).orderBy(hiddenSplits.split);
      const own = rows.filter(({ rows }) => rows === 4);
      expect(own.map(({ split }) => split)).toEqual(['private', 'public']);
      for (const { inputs, labels } of own) {
        expect(decode(gunzipSync(inputs)).map(({ name }) => name)).toEqual(['x']);
        expect(decode(gunzipSync(labels)).map(({ name }) => name)).toEqual(['y']);
      }
    }));

  test.each(['hidden.splits', 'hidden.deployment', 'hidden.metrics'])('%s is denied to the web role', (table) =>
    rolledBack('owner', async (db, as) => {
      await publishAssignment(db, folder, options);
      await as('web');
      const error = await db.execute(sql.raw(`select * from ${table}`)).catch((thrown: unknown) => thrown);
      expect(String((error as Error).cause)).toMatch(/permission denied for schema hidden/);
    }),
  );

  test.each(['public', 'private', 'public-test', 'hidden', '', '../train'])(
    'a split named "%s" does not exist for anybody',
    (split) =>
      rolledBack('owner', async (db) => {
        await publishAssignment(db, folder, options);
        const ctx = await student(db);
        await expect(readVisibleSplit(ctx, slug, split)).rejects.toThrow(NotFound);
        const instructor = { ...ctx, user: { ...ctx.user, role: 'instructor' as const } };
        await expect(readVisibleSplit(instructor, slug, split)).rejects.toThrow(NotFound);
      }),
  );
});

describe('listAssignments', () => {
  test('counts attempts of the caller, but not what ended in our own failure', () =>
    rolledBack('owner', async (db) => {
      const { versionId } = await publishAssignment(db, folder, options);
      const [ctx, other] = [await student(db), await student(db, 'Grace')];
      await submitted(ctx, versionId, null);
      await submitted(ctx, versionId, 'student_error');
      await submitted(ctx, versionId, 'infra_error');
      await submitted(other, versionId, null);
      const used = async (who: Context) =>
        (await listAssignments(who)).find((each) => each.slug === slug)?.policy.attempts;
      expect(await used(ctx)).toEqual({ used: 2, max: 30, left: 28 });
      expect(await used(other)).toEqual({ used: 1, max: 30, left: 29 });
      expect((await getAssignment(ctx, slug)).policy.attempts.used).toBe(2);
    }));

  test('shows the newest version with its points, and neither seed nor hidden data', () =>
    rolledBack('owner', async (db) => {
      await publishAssignment(db, folder, options);
      const detail = await getAssignment(await student(db), slug);
      expect(detail).toMatchObject({ slug, version: 1, maxPoints: 10 });
      expect(detail.starter).toBe(readFileSync(path.join(folder, 'starter.ts'), 'utf8'));
      expect(JSON.stringify(detail)).not.toContain(options.seed);
    }));

  test('works under the web role', () =>
    rolledBack('owner', async (db, as) => {
      await publishAssignment(db, folder, options);
      const ctx = await student(db);
      await as('web');
      expect((await listAssignments(ctx)).map((each) => each.slug)).toContain(slug);
    }));

  test('an unknown assignment is not found', () =>
    rolledBack('owner', async (db) => {
      const ctx = await student(db);
      await expect(getAssignment(ctx, 'no-such')).rejects.toThrow(NotFound);
      await expect(readVisibleSplit(ctx, 'no-such', 'train')).rejects.toThrow(NotFound);
    }));
});

async function submitted(ctx: Context, versionId: string, outcome: 'student_error' | 'infra_error' | null) {
  const submissionId = await insertSubmission(ctx.db, {
    userId: ctx.user.id,
    slug,
    versionId,
    code: 'export {}',
    idempotencyKey: crypto.randomUUID(),
    createdAt: ctx.now,
  });
  if (!outcome) return;
  const points = outcome === 'infra_error' ? null : 0;
  await ctx.db.insert(gradingRuns).values({
    submissionId,
    kind: 'grade',
    jobId: crypto.randomUUID(),
    startedAt: ctx.now,
    finishedAt: ctx.now,
    outcome,
    points,
    maxPoints: points === null ? null : 10,
  });
}
