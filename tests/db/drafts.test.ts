import { describe, expect, test } from 'vitest';
import type { Db } from '#db/client.ts';
import { insertVersion, writeItem } from '#db/queries/assignments.ts';
import { insertUser } from '#db/queries/auth.ts';
import { manifestSchema } from '#lib/assignments/core/manifest.ts';
import { getDraft, getDraftVersion, listDraftVersions, saveDraft } from '#lib/assignments/server.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound, TooLarge } from '#lib/errors.ts';
import manifest from '../../assignments/06-cnn-translation/assignment.json' with { type: 'json' };
import { connection, rolledBack } from '../support/database.ts';

const slug = '96-drafts';
const start = new Date('2026-01-20T10:00:00Z');
const later = (ctx: Context, seconds: number) => ({ ...ctx, now: new Date(start.getTime() + seconds * 1000) });

async function student(db: Db, name: string): Promise<Context> {
  const user = { email: `${name}@example.test`, name, role: 'student' as const };
  const row = await insertUser(db, { ...user, passwordHash: null, createdAt: start });
  if (!row) throw new Error('There is such a user already.');
  return { user: { ...user, id: row.id }, db, now: start };
}

/** Runs a test as a student, under the web role, with one assignment published. */
const asStudent = (body: (ctx: Context, other: Context) => Promise<void>) =>
  rolledBack('owner', async (db, as) => {
    await publish(db, slug);
    const [ctx, other] = [await student(db, 'ada'), await student(db, 'grace')];
    await as('web');
    await body(ctx, other);
  });

async function publish(db: Db, name: string): Promise<void> {
  await writeItem(db, {
    slug: name,
    title: name,
    opensAt: start,
    dueAt: later({} as Context, 60).now,
    closesAt: later({} as Context, 60).now,
  }); // only its clock
  await insertVersion(db, {
    slug: name,
    version: 1,
    manifest: manifestSchema.parse(manifest),
    prompt: 'Do it.',
    starter: 'the starter',
    contentHash: '-',
    publishedAt: start,
  });
}

describe('a draft', () => {
  test('is the starter before it is first saved', () =>
    asStudent(async (ctx) => {
      expect(await getDraft(ctx, slug)).toEqual({ code: 'the starter', revision: 0, savedAt: null });
      await expect(getDraft(ctx, 'no-such')).rejects.toThrow(NotFound);
    }));

  test('is saved revision by revision, each student their own', () =>
    asStudent(async (ctx, other) => {
      const first = await saveDraft(ctx, { slug, code: 'a', baseRevision: 0 });
      expect(first).toEqual({ status: 'saved', revision: 1, savedAt: ctx.now });
      const second = await saveDraft(later(ctx, 5), { slug, code: 'b', baseRevision: 1 });
      expect(second).toMatchObject({ status: 'saved', revision: 2 });
      expect(await getDraft(ctx, slug)).toMatchObject({ code: 'b', revision: 2 });
      expect(await getDraft(other, slug)).toMatchObject({ code: 'the starter', revision: 0 });
    }));

  test('saved in two tabs is a conflict that carries the newer text and overwrites nothing', () =>
    asStudent(async (ctx) => {
      await saveDraft(ctx, { slug, code: 'first', baseRevision: 0 });
      await saveDraft(later(ctx, 1), { slug, code: 'from one tab', baseRevision: 1 });
      for (const baseRevision of [0, 1, 7]) {
        expect(await saveDraft(later(ctx, 2), { slug, code: 'from the other', baseRevision })).toEqual({
          status: 'conflict',
          draft: { code: 'from one tab', revision: 2, savedAt: later(ctx, 1).now },
        });
      }
      expect((await getDraft(ctx, slug)).code).toBe('from one tab');
    }));

  test('saved again with the same text is no conflict: the first answer may have been lost', () =>
    asStudent(async (ctx) => {
      await saveDraft(ctx, { slug, code: 'a', baseRevision: 0 });
      const again = await saveDraft(later(ctx, 3), { slug, code: 'a', baseRevision: 0 });
      expect(again).toEqual({ status: 'saved', revision: 1, savedAt: ctx.now });
      expect(await listDraftVersions(ctx, slug)).toHaveLength(1);
    }));

  test('is at most 64 kB, counted in bytes, and text', () =>
    asStudent(async (ctx) => {
      expect(await saveDraft(ctx, { slug, code: 'x'.repeat(65_536), baseRevision: 0 })).toMatchObject({ revision: 1 });
      await expect(saveDraft(ctx, { slug, code: 'é'.repeat(32_769), baseRevision: 1 })).rejects.toThrow(TooLarge);
      await expect(saveDraft(ctx, { slug, code: 'a\0b', baseRevision: 1 })).rejects.toThrow(InvalidInput);
      await expect(saveDraft(ctx, { slug, code: 'a', baseRevision: 0.5 })).rejects.toThrow(InvalidInput);
      await expect(saveDraft(ctx, { slug: 'no-such', code: 'a', baseRevision: 0 })).rejects.toThrow(NotFound);
    }));
});

describe('earlier versions', () => {
  test('can be listed, read and restored, and what they replace stays', () =>
    asStudent(async (ctx) => {
      await saveDraft(ctx, { slug, code: 'good\ncode', baseRevision: 0 });
      await saveDraft(later(ctx, 1), { slug, code: 'a wrong turn', baseRevision: 1 });
      const versions = await listDraftVersions(ctx, slug);
      expect(versions.map(({ revision, lines }) => [revision, lines])).toEqual([
        [2, 1],
        [1, 2],
      ]);
      const versionId = versions.at(-1)?.id ?? '';
      const { code, revision } = await getDraftVersion(ctx, slug, versionId);
      expect({ code, revision }).toEqual({ code: 'good\ncode', revision: 1 });
      await saveDraft(later(ctx, 2), { slug, code, baseRevision: 2 });
      expect((await getDraft(ctx, slug)).code).toBe('good\ncode');
      expect((await listDraftVersions(ctx, slug)).map(({ revision }) => revision)).toEqual([3, 2, 1]);
    }));

  test('belong to their student alone', () =>
    asStudent(async (ctx, other) => {
      await saveDraft(ctx, { slug, code: 'mine', baseRevision: 0 });
      const versionId = (await listDraftVersions(ctx, slug))[0]?.id ?? '';
      expect(await listDraftVersions(other, slug)).toEqual([]);
      await expect(getDraftVersion(other, slug, versionId)).rejects.toThrow(NotFound);
      await expect(getDraftVersion(ctx, slug, 'no-such')).rejects.toThrow(NotFound);
    }));

  test('are thinned while they grow', () =>
    asStudent(async (ctx) => {
      for (let i = 0; i < 60; i++) {
        await saveDraft(later(ctx, 2 * i), { slug, code: `save ${i}`, baseRevision: i });
      }
      const versions = await listDraftVersions(ctx, slug);
      expect(versions.length).toBeLessThan(25);
      expect(versions[0]?.revision).toBe(60);
    }));
});

test('of two tabs that save at the same moment one wins and the other is told', async () => {
  const owner = connection('owner');
  const name = `95-race-${crypto.randomUUID().slice(0, 8)}`;
  await publish(owner.db, name);
  const ctx = { ...(await student(owner.db, name)), db: connection('web').db };
  const save = (code: string, baseRevision: number) => saveDraft(ctx, { slug: name, code, baseRevision });
  for (let revision = 0; revision < 5; revision++) {
    const results = await Promise.all([save(`left ${revision}`, revision), save(`right ${revision}`, revision)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['conflict', 'saved']);
    const lost = results.find((result) => result.status === 'conflict');
    expect(lost).toMatchObject({ draft: await getDraft(ctx, name) });
  }
});
