import { describe, expect, it } from 'vitest';
import type { Db } from '#db/client.ts';
import { listAudit } from '#lib/audit/server.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Forbidden, InvalidInput } from '#lib/errors.ts';
import { rolledBack } from '../support/database.ts';
import { person } from '../support/people.ts';

const now = new Date('2031-03-30T12:00:00Z');
const zone = 'Europe/Berlin';

/** The clocks go forward on this day; nothing else in the log is so late. */
const inWorld = (body: (ingrid: Context, ada: Context) => Promise<unknown>) =>
  rolledBack('owner', async (db, as) => {
    const context = async (name: string, role: 'instructor' | 'student') => ({
      user: await person(db, name, role),
      db,
      now,
    });
    const [ingrid, ada] = [await context('Ingrid', 'instructor'), await context('Ada Łukasz', 'student')];
    await as('web');
    await body(ingrid, ada);
  });

const at = (ctx: Context, time: string) => ({ ...ctx, now: new Date(time) });
const write = (ctx: Context, verb: string, subject: string, change = {}) => audit(ctx.db, ctx, verb, subject, change);

describe('the audit log', () => {
  it('is found by who did it, to whom, what, about what and when', () =>
    inWorld(async (ingrid, ada) => {
      const change = { before: { role: 'student' }, after: { role: 'assistant' } };
      await write(ingrid, 'user.change-role', ada.user.id, change);
      await write(ada, 'submission.create', '06-cnn');
      await write(at(ingrid, '2031-03-29T22:59:59Z'), 'item.move', '06-cnn'); // the day before, in Berlin
      const verbs = async (search: Parameters<typeof listAudit>[1]) =>
        (await listAudit(ingrid, { from: '2031-03-29', ...search }, zone)).entries.map(({ verb }) => verb);
      expect((await verbs({ person: 'łukasz' })).toSorted()).toEqual(['submission.create', 'user.change-role']);
      expect(await verbs({ person: ingrid.user.email, verb: 'item.move' })).toEqual(['item.move']);
      expect(await verbs({ subject: '06-cnn' })).toEqual(['submission.create', 'item.move']);
      expect(await verbs({ person: 'nobody of this name' })).toEqual([]);
      expect(await verbs({ to: '2031-03-29' })).toEqual(['item.move']);
      expect(await verbs({ from: '2031-03-30', subject: '06-cnn' })).toEqual(['submission.create']);
      const [entry] = (await listAudit(ingrid, { subject: ada.user.id }, zone)).entries;
      expect(entry).toMatchObject({ actor: 'Ingrid', subjectName: 'Ada Łukasz' });
      expect(entry?.changes).toEqual([{ field: 'role', before: 'student', after: 'assistant' }]);
    }));

  it('comes in pages that neither lose nor repeat a row, also of one transaction', () =>
    inWorld(async (ingrid) => {
      for (let i = 0; i < 120; i += 1) await write(ingrid, 'item.edit', `item-${i}`);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listAudit(ingrid, { from: '2031-03-30', ...(cursor ? { cursor } : {}) }, zone);
        seen.push(...page.entries.map(({ subject }) => subject));
        cursor = page.next;
      } while (cursor);
      expect(seen).toHaveLength(120);
      expect(new Set(seen).size).toBe(120);
    }));

  it('uses its indexes', () =>
    inWorld(async ({ db }) => {
      await db.execute('set local enable_seqscan = off');
      const plan = async (condition: string) =>
        JSON.stringify(await db.execute(`explain select from audit_log where ${condition} order by at desc limit 50`));
      expect(await plan("subject = 'x'")).toContain('audit_log_subject');
      expect(await plan('at < now()')).toContain('audit_log_at');
      const id = crypto.randomUUID();
      const both = await plan(`(actor_id in ('${id}') or subject in ('${id}'))`);
      expect(both).toMatch(/audit_log_(actor|subject|at)/);
    }));

  it('is for staff, and says what is wrong with a search', () =>
    inWorld(async (ingrid, ada) => {
      await expect(listAudit(ada, {}, zone)).rejects.toThrow(Forbidden);
      await expect(listAudit(ingrid, { from: '30.3.2031' }, zone)).rejects.toThrow(InvalidInput);
      await expect(listAudit(ingrid, { cursor: 'x_y' }, zone)).rejects.toThrow(InvalidInput);
      const year = (text: string) => `${text}-01-01T00:00:00Z_${crypto.randomUUID()}`;
      for (const search of [{ to: '9999-12-31' }, { from: '0000-01-01' }, { cursor: year('0000') }]) {
        await expect(listAudit(ingrid, search, zone)).rejects.toThrow(InvalidInput);
      }
    }));

  it.each([
    "update audit_log set after = '{}'",
    'delete from audit_log',
    'truncate audit_log',
    'drop table audit_log',
    'alter table audit_log disable trigger all',
  ])('cannot be changed by what serves the pages: %s', async (statement) => {
    const refused = rolledBack('web', (db: Db) => db.execute(statement)).catch((error) => error.cause ?? error);
    expect(String(await refused)).toMatch(/permission denied|must be owner/);
  });
});
