import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Db, sql } from '#db/client.ts';
import { writeItem } from '#db/queries/assignments.ts';
import { insertUser } from '#db/queries/auth.ts';
import type { Role } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { InvalidInput, NotFound, TooLarge, TooMany } from '#lib/errors.ts';
import { limits } from '#lib/files/core.ts';
import { readFile, storeFile } from '#lib/files/server.ts';
import { rolledBack } from '../support/database.ts';

const now = new Date('2026-01-20T10:00:00Z');

async function person(db: Db, name: string, role: Role = 'student'): Promise<Context> {
  const user = { email: `${name}@example.test`, name, role };
  const row = await insertUser(db, { ...user, passwordHash: null, createdAt: now });
  if (!row) throw new Error('There is such a user already.');
  return { user: { ...user, id: row.id }, db, now };
}

type People = { ada: Context; grace: Context; mallory: Context; staff: Context };

/** Runs a test under the web role. */
const asPeople = (body: (people: People, as: (role: 'owner' | 'web') => Promise<void>) => Promise<void>) =>
  rolledBack('owner', async (db, as) => {
    const [ada, grace, mallory] = [await person(db, 'ada'), await person(db, 'grace'), await person(db, 'mallory')];
    const staff = await person(db, 'staff', 'assistant');
    await as('web');
    await body({ ada, grace, mallory, staff }, as);
  });

const image = async (red = 200) =>
  new Uint8Array(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: red, g: 0, b: 0 } } })
      .png()
      .toBuffer(),
  );
const pdf = (words = 'x') => new Uint8Array(Buffer.from(`%PDF-1.7\n${words}\n%%EOF\n`));

/** A written item, and one version of it by `authors` with a PDF. */
async function handIn(db: Db, pdfId: string, authors: Context[]): Promise<void> {
  const slug = '97-report';
  const [by] = authors;
  if (!by) throw new Error('Nobody hands in.');
  const dueAt = new Date(now.getTime() + 60_000);
  await writeItem(db, { slug, title: slug, opensAt: now, dueAt, closesAt: dueAt });
  const [writing] = await db.execute<{ id: string }>(
    sql`insert into writings (slug, created_at, created_by) values (${slug}, now(), ${by.user.id}) returning id`,
  );
  for (const { user } of authors) {
    await db.execute(sql`insert into writing_authors (writing_id, slug, user_id, added_at, added_by)
      values (${writing?.id}, ${slug}, ${user.id}, now(), ${by.user.id})`);
  }
  await db.execute(sql`insert into writing_versions (writing_id, number, fields, pdf_id, idempotency_key, submitted_at, submitted_by)
    values (${writing?.id}, 1, '{}', ${pdfId}, 'k', now(), ${by.user.id})`);
}

describe('a file', () => {
  test('is stored once, however often it is sent', () =>
    asPeople(async ({ ada, grace }) => {
      const first = await storeFile(ada, { name: 'plot.png', bytes: await image() });
      expect(first).toMatchObject({ name: 'plot.png', mediaType: 'image/png', width: 8, height: 8 });
      expect((await storeFile(ada, { name: 'again.png', bytes: await image() })).id).toBe(first.id);
      expect((await storeFile(grace, { name: 'plot.png', bytes: await image() })).id).not.toBe(first.id);
    }));

  test('is what its bytes are, whatever its name', () =>
    asPeople(async ({ ada }) => {
      const stored = await storeFile(ada, { name: 'report.pdf', bytes: await image() });
      expect(stored).toMatchObject({ name: 'report.png', mediaType: 'image/png' });
    }));

  test.each([
    [
      'a page named as an image',
      Buffer.from('<!DOCTYPE html><script>alert(1)</script>'),
      InvalidInput,
      /neither a PNG/,
    ],
    ['a drawing that can run', Buffer.from('<svg onload="alert(1)">'), InvalidInput, /SVG images are not taken/],
    ['nothing', Buffer.alloc(0), InvalidInput, /empty/],
    ['half a PDF', Buffer.from('%PDF-1.7\nhalf'), InvalidInput, /cut off/],
    [
      'a huge image',
      Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(limits.imageBytes)]),
      TooLarge,
      /10 MB/,
    ],
    [
      'a huge PDF',
      Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(limits.pdfBytes), Buffer.from('%%EOF')]),
      TooLarge,
      /20 MB/,
    ],
  ])('%s is refused in words', (_, bytes, error, words) =>
    asPeople(async ({ ada }) => {
      const refused = await storeFile(ada, { name: 'x.png', bytes: new Uint8Array(bytes) }).catch(
        (thrown: unknown) => thrown,
      );
      expect(refused).toBeInstanceOf(error);
      expect(refused).toMatchObject({ message: expect.stringMatching(words), remedy: expect.any(String) });
    }),
  );

  test('no more than a day’s share, and tomorrow again', () =>
    asPeople(async ({ ada, grace }) => {
      await ada.db.execute(sql`insert into files (owner_id, name, media_type, sha256, bytes, created_at)
        select ${ada.user.id}, 'x.pdf', 'application/pdf', 'sha' || n, 'x', ${now.toISOString()}::timestamptz
        from generate_series(1, ${limits.dailyFiles}) n`);
      await expect(storeFile(ada, { name: 'x.pdf', bytes: pdf() })).rejects.toThrow(TooMany);
      await storeFile(grace, { name: 'x.pdf', bytes: pdf() });
      await storeFile({ ...ada, now: new Date(now.getTime() + 24 * 3600_000 + 1000) }, { name: 'x.pdf', bytes: pdf() });
    }));
});

describe('who may have it', () => {
  test('an image: everybody who is signed in', () =>
    asPeople(async ({ ada, mallory }) => {
      const { id } = await storeFile(ada, { name: 'plot.png', bytes: await image() });
      expect((await readFile(mallory, id)).bytes.byteLength).toBeGreaterThan(50);
    }));

  test('a PDF: its owner, whom it was written with, and staff', () =>
    asPeople(async ({ ada, grace, mallory, staff }, as) => {
      const { id } = await storeFile(ada, { name: 'report.pdf', bytes: pdf() });
      await expect(readFile(grace, id)).rejects.toThrow(NotFound);
      await as('owner');
      await handIn(ada.db, id, [ada, grace]);
      await as('web');
      for (const reader of [ada, grace, staff]) {
        expect(Buffer.from((await readFile(reader, id)).bytes)).toEqual(Buffer.from(pdf()));
      }
      await expect(readFile(mallory, id)).rejects.toThrow(NotFound);
    }));

  test('a PDF that one author did not write with another stays apart', () =>
    asPeople(async ({ ada, grace, mallory }, as) => {
      const [mine, other] = [
        await storeFile(ada, { name: 'a.pdf', bytes: pdf('a') }),
        await storeFile(mallory, { name: 'b.pdf', bytes: pdf('b') }),
      ];
      await as('owner');
      await handIn(ada.db, mine.id, [ada, grace]);
      await as('web');
      await expect(readFile(grace, other.id)).rejects.toThrow(NotFound);
    }));

  test('its name says nothing to others: people name files after themselves', () =>
    asPeople(async ({ ada, grace, staff }, as) => {
      const picture = await storeFile(ada, { name: 'Ada Lovelace.png', bytes: await image() });
      const report = await storeFile(ada, { name: 'Lovelace.pdf', bytes: pdf() });
      await as('owner');
      await handIn(ada.db, report.id, [ada]);
      await as('web');
      expect((await readFile(ada, report.id)).name).toBe('Lovelace.pdf');
      expect((await readFile(grace, picture.id)).name).toMatch(/^image-[0-9a-f]{8}\.png$/);
      expect((await readFile(staff, report.id)).name).toMatch(/^file-[0-9a-f]{8}\.pdf$/);
    }));

  test('no such file, and no such id', () =>
    asPeople(async ({ ada }) => {
      for (const id of ['none', "'; drop table files; --", '00000000-0000-0000-0000-000000000000']) {
        await expect(readFile(ada, id)).rejects.toThrow(NotFound);
      }
    }));
});
