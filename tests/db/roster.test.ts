import { describe, expect, it } from 'vitest';
import type { Db } from '#db/client.ts';
import { findPersonRow, listAllPeople } from '#db/queries/roster.ts';
import { signInLimits, type User } from '#lib/auth/core.ts';
import {
  changeRole,
  createToken,
  createUser,
  deactivateUser,
  findPasswordLinkUser,
  reactivateUser,
  userFromSession,
  userFromToken,
} from '#lib/auth/server.ts';
import { signInWithPassword } from '#lib/auth/sign-in.ts';
import type { Context } from '#lib/context.ts';
import { Conflict, Forbidden, InvalidInput, NotFound, TooLarge } from '#lib/errors.ts';
import { applyImport, previewImport } from '#lib/roster/import.ts';
import { joinCourse } from '#lib/roster/join.ts';
import { createJoinCode, listJoinCodes, revokeJoinCode } from '#lib/roster/join-codes.ts';
import {
  addPerson,
  changePerson,
  createMissingLinks,
  getPerson,
  listPeople,
  type PersonFields,
} from '#lib/roster/people.ts';
import { createSection, deleteSection, listSections, renameSection } from '#lib/roster/sections.ts';
import { dropUpload, findUpload, keepUpload } from '#lib/roster/upload.ts';
import { connection, rolledBack } from '../support/database.ts';
import { person } from '../support/people.ts';

const now = new Date('2026-11-23T12:00:00Z');
const password = 'a long enough password';

/** One instructor, whose rights the verbs have; under the web role. */
const asInstructor = (body: (ctx: Context) => Promise<unknown>) =>
  rolledBack('owner', async (db, as) => {
    const user = await person(db, 'Ingrid', 'instructor');
    await as('web');
    await body({ user, db, now });
  });

const csv = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));
const head = 'email,name,role,section';
const choice = { deactivateMissing: false, sendLinks: false };

async function importNow(ctx: Context, file: Uint8Array, more: Partial<typeof choice> = {}) {
  const { fingerprint } = await previewImport(ctx, file);
  return applyImport(ctx, file, { ...choice, ...more, fingerprint });
}

async function auditOf(db: Db, subject: string) {
  return db.execute<{ verb: string; before: unknown; after: unknown }>(
    `select verb, before, after from audit_log where subject = '${subject}' order by at, verb`,
  );
}

/** What a page shows of a person, as its form sends it back, with what was changed in it. */
async function edited(ctx: Context, id: string, change: Partial<PersonFields>) {
  const { name, role, sectionId } = await getPerson(ctx, id);
  const seen = { name, role, sectionId };
  return { id, ...seen, ...change, seen };
}

async function byEmail(db: Db, email: string) {
  const found = (await listAllPeople(db)).find((one) => one.email === email);
  if (!found) throw new Error(`${email} is not there`);
  return found;
}

describe('importing a file', () => {
  it('does what the preview said, with a row in the audit log for each person', () =>
    asInstructor(async (ctx) => {
      const ada = await person(ctx.db, 'Ada', 'student');
      const alan = await person(ctx.db, 'Alan', 'student');
      const file = csv(head, `${ada.email},Ada Lovelace,assistant,Monday`, 'new@roster.example,New,,Monday');
      const { plan } = await previewImport(ctx, file);
      expect(plan.changed.map(({ person: one }) => one.id)).toEqual([ada.id]);
      expect(plan.missing.map(({ id }) => id)).toContain(alan.id);

      expect(await importNow(ctx, file)).toEqual({ added: 1, changed: 1, deactivated: 0 });
      expect(await getPerson(ctx, ada.id)).toMatchObject({
        name: 'Ada Lovelace',
        role: 'assistant',
        section: 'Monday',
      });
      const fresh = await byEmail(ctx.db, 'new@roster.example');
      expect(fresh).toMatchObject({ role: 'student', section: 'Monday', hasPassword: false });
      expect((await getPerson(ctx, alan.id)).deactivatedAt).toBeNull();
      expect(await auditOf(ctx.db, ada.id)).toEqual([
        {
          verb: 'user.change',
          before: { name: 'Ada', role: 'student', section: null },
          after: { name: 'Ada Lovelace', role: 'assistant', section: 'Monday' },
        },
      ]);
      expect(await auditOf(ctx.db, fresh.id)).toMatchObject([{ verb: 'user.create' }]);
      expect((await previewImport(ctx, file)).plan).toMatchObject({ added: [], changed: [], newSections: [] });
    }));

  it('ends the sessions of those whose role it changes, and of nobody else', () =>
    asInstructor(async (ctx) => {
      const [ada, alan] = [await person(ctx.db, 'Ada', 'student'), await person(ctx.db, 'Alan', 'student')];
      await importNow(ctx, csv('email,name,role', `${ada.email},Ada,assistant`, `${alan.email},Alan T.,student`));
      expect(await userFromSession(ctx, { userId: ada.id, sessionVersion: 1 })).toBeNull();
      expect(await userFromSession(ctx, { userId: alan.id, sessionVersion: 1 })).toMatchObject({ name: 'Alan T.' });
    }));

  it.each<[string, (ctx: Context) => Promise<unknown>]>([
    [
      'somebody was added',
      (ctx) => addPerson(ctx, { email: 'x@roster.example', name: 'X', role: 'student', sectionId: null }),
    ],
    ['a role changed', async (ctx) => changeRole(ctx, { email: (await byName(ctx, 'Ada')).email, role: 'assistant' })],
    ['somebody left', async (ctx) => deactivateUser(ctx, { email: (await byName(ctx, 'Ada')).email })],
    ['a section was made', (ctx) => createSection(ctx, { name: 'Tuesday' })],
  ])('is refused where %s since the preview', (_what, meanwhile) =>
    asInstructor(async (ctx) => {
      await person(ctx.db, 'Ada', 'student');
      const file = csv(head, 'new@roster.example,New,,');
      const { fingerprint } = await previewImport(ctx, file);
      await meanwhile(ctx);
      await expect(applyImport(ctx, file, { ...choice, fingerprint })).rejects.toThrow(Conflict);
      expect((await listAllPeople(ctx.db)).map(({ email }) => email)).not.toContain('new@roster.example');
    }),
  );

  it('is refused where the file is another', () =>
    asInstructor(async (ctx) => {
      const { fingerprint } = await previewImport(ctx, csv(head, 'new@roster.example,New,,'));
      const other = csv(head, 'new@roster.example,New,instructor,');
      await expect(applyImport(ctx, other, { ...choice, fingerprint })).rejects.toThrow(Conflict);
    }));

  it('deactivates who is missing only when told, and only where every line could be read', () =>
    asInstructor(async (ctx) => {
      const ada = await person(ctx.db, 'Ada', 'student');
      const token = await createToken(ctx, { email: ada.email, name: 'laptop' });
      const file = csv(head, 'new@roster.example,New,,');
      await expect(importNow(ctx, csv(head, 'bad,Bad,,'), { deactivateMissing: true })).resolves.toMatchObject({
        deactivated: 0,
      });
      const half = csv(head, 'new@roster.example,New,,', 'bad,Bad,,');
      await expect(importNow(ctx, half, { deactivateMissing: true })).rejects.toThrow('Not every line');
      await importNow(ctx, file, { deactivateMissing: true });
      expect((await getPerson(ctx, ada.id)).deactivatedAt).toEqual(now);
      expect((await getPerson(ctx, ctx.user.id)).deactivatedAt).toBeNull();
      expect(await userFromToken(ctx, token)).toBeNull();
      expect(await userFromSession(ctx, { userId: ada.id, sessionVersion: 1 })).toBeNull();
    }));

  it('takes five thousand people, and nothing of a file that fails', () =>
    asInstructor(async (ctx) => {
      const people = Array.from({ length: 5000 }, (_, i) => `p${i}@roster.example,Person Ünal ${i},student,S${i % 7}`);
      const file = csv(head, ...people);
      expect(await importNow(ctx, file)).toEqual({ added: 5000, changed: 0, deactivated: 0 });
      const renamed = csv(head, ...people.map((line) => line.replace('Person', 'P')));
      expect(await importNow(ctx, renamed)).toEqual({ added: 0, changed: 5000, deactivated: 0 });
      expect((await listSections(ctx)).filter(({ name }) => /^S\d$/.test(name))).toHaveLength(7);
      await expect(previewImport(ctx, new Uint8Array(900_001))).rejects.toThrow(TooLarge);
    }));

  it.each(['student', 'assistant'] as const)('is not for a %s', (role) =>
    asInstructor(async ({ db }) => {
      const ctx = { user: await person(db, 'Eve', role), db, now };
      const file = csv(head, 'new@roster.example,New,,');
      await expect(previewImport(ctx, file)).rejects.toThrow(Forbidden);
      await expect(applyImport(ctx, file, { ...choice, fingerprint: '' })).rejects.toThrow(Forbidden);
      await expect(keepUpload(ctx, file)).rejects.toThrow(Forbidden);
      await expect(findUpload(ctx)).rejects.toThrow(Forbidden);
    }),
  );

  it('keeps an uploaded file for whoever uploaded it', () =>
    asInstructor(async (ctx) => {
      const file = csv(
        head,
        ...Array.from({ length: 5000 }, (_, i) => `some.person.${i * 7919}@roster.example,Person ${i},,`),
      );
      await keepUpload(ctx, csv(head, 'earlier'));
      await keepUpload(ctx, file);
      expect(Buffer.from((await findUpload(ctx)) ?? []).equals(file)).toBe(true);
      const other = { ...ctx, user: await person(ctx.db, 'Other', 'instructor') };
      expect(await findUpload(other)).toBeNull();
      await dropUpload(ctx);
      expect(await findUpload(ctx)).toBeNull();
    }));
});

async function byName(ctx: Context, name: string) {
  const found = (await listAllPeople(ctx.db)).find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not there`);
  return found;
}

describe('the people of the course', () => {
  it('are found by name, role, section and state', () =>
    asInstructor(async (ctx) => {
      await importNow(ctx, csv(head, 'ana@roster.example,Ana 100%,,Monday', 'bo@roster.example,Bo_,assistant,'));
      const names = async (filter: Parameters<typeof listPeople>[1]) =>
        (await listPeople(ctx, filter)).people.map(({ name }) => name);
      expect(await names({ text: 'ana@' })).toEqual(['Ana 100%']);
      expect(await names({ text: '%' })).toEqual(['Ana 100%']);
      expect(await names({ text: '_' })).toEqual(['Bo_']);
      expect(await names({ section: 'Monday' })).toEqual(['Ana 100%']);
      expect(await names({ section: '', role: 'assistant' })).toEqual(['Bo_']);
      await deactivateUser(ctx, { email: 'bo@roster.example' });
      expect(await names({ state: 'deactivated' })).toEqual(['Bo_']);
      expect(await names({ state: 'no_password' })).not.toContain('Bo_');
    }));

  it('change name, role and section together, and each leaves its trace', () =>
    asInstructor(async (ctx) => {
      const ada = await person(ctx.db, 'Ada', 'student');
      await createSection(ctx, { name: 'Monday' });
      const sectionId = (await listSections(ctx)).find(({ name }) => name === 'Monday')?.id ?? '';
      await changePerson(ctx, await edited(ctx, ada.id, { name: ' Ada  L. ', role: 'assistant', sectionId }));
      expect(await getPerson(ctx, ada.id)).toMatchObject({ name: 'Ada L.', role: 'assistant', section: 'Monday' });
      await changePerson(ctx, await edited(ctx, ada.id, {}));
      expect((await auditOf(ctx.db, ada.id)).map(({ verb }) => verb)).toEqual([
        'user.change',
        'user.change',
        'user.change-role',
      ]);
      const wrong = await edited(ctx, ada.id, { name: '=cmd' });
      await expect(changePerson(ctx, wrong)).rejects.toThrow('formula');
      await expect(changePerson(ctx, { ...wrong, id: 'no-such' })).rejects.toThrow(InvalidInput);
      await expect(changePerson(ctx, { ...wrong, name: 'A', id: 'no-such' })).rejects.toThrow(NotFound);
    }));

  it('changed by two at once keep what each changed, and are a conflict where both changed the same', () =>
    asInstructor(async (ctx) => {
      const ada = await person(ctx.db, 'Ada', 'student');
      const [renamed, promoted] = [
        await edited(ctx, ada.id, { name: 'Ada L.' }),
        await edited(ctx, ada.id, { role: 'assistant' }),
      ];
      const other = await edited(ctx, ada.id, { name: 'Augusta' });
      await changePerson(ctx, promoted);
      await changePerson(ctx, renamed);
      expect(await getPerson(ctx, ada.id)).toMatchObject({ name: 'Ada L.', role: 'assistant' });
      await expect(changePerson(ctx, other)).rejects.toThrow(Conflict);
      expect(await getPerson(ctx, ada.id)).toMatchObject({ name: 'Ada L.' });
      await changePerson(ctx, renamed); // sent twice
    }));

  it('never lose their last instructor', () =>
    asInstructor(async (ctx) => {
      const { email, id } = ctx.user;
      await expect(changeRole(ctx, { email, role: 'assistant' })).rejects.toThrow('only instructor');
      await expect(deactivateUser(ctx, { email })).rejects.toThrow('only instructor');
      const demoted = await edited(ctx, id, { role: 'student' });
      await expect(changePerson(ctx, demoted)).rejects.toThrow('only instructor');
      const other = await person(ctx.db, 'Other', 'instructor');
      await deactivateUser(ctx, { email: other.email });
      await expect(changeRole(ctx, { email, role: 'assistant' })).rejects.toThrow('only instructor');
      await reactivateUser(ctx, { email: other.email });
      await changeRole(ctx, { email, role: 'assistant' });
      expect(await getPerson(ctx, id)).toMatchObject({ role: 'assistant' });
    }));

  it('come back with new sessions only', () =>
    asInstructor(async (ctx) => {
      const ada = await person(ctx.db, 'Ada', 'student');
      await deactivateUser(ctx, { email: ada.email });
      await reactivateUser(ctx, { email: ada.email });
      expect(await userFromSession(ctx, { userId: ada.id, sessionVersion: 1 })).toBeNull();
      expect(await userFromSession(ctx, { userId: ada.id, sessionVersion: 3 })).toMatchObject({ id: ada.id });
      expect((await auditOf(ctx.db, ada.id)).map(({ verb }) => verb)).toEqual(['user.deactivate', 'user.reactivate']);
    }));

  it('get a link each while they have no password', () =>
    asInstructor(async (ctx) => {
      const input = { email: 'new@roster.example', name: 'New', role: 'student', sectionId: null } as const;
      const { token: first } = await addPerson(ctx, input);
      const links = await createMissingLinks(ctx);
      const own = links.find(({ email }) => email === input.email);
      expect(await findPasswordLinkUser(ctx, own?.token ?? '')).toMatchObject({ email: input.email });
      expect(await findPasswordLinkUser(ctx, first)).toBeNull();
      await expect(addPerson(ctx, input)).rejects.toThrow(Conflict);
    }));

  it('are seen by assistants and changed by instructors', () =>
    asInstructor(async ({ db }) => {
      const assistant = { user: await person(db, 'Tom', 'assistant'), db, now };
      const student = { user: await person(db, 'Sam', 'student'), db, now };
      const someone = { email: 'x@roster.example', name: 'X', role: 'student', sectionId: null } as const;
      await expect(listPeople(assistant, {})).resolves.toMatchObject({ page: 1 });
      for (const ctx of [assistant, student]) {
        await expect(addPerson(ctx, someone)).rejects.toThrow(Forbidden);
        await expect(changePerson(ctx, { ...someone, id: student.user.id, seen: someone })).rejects.toThrow(Forbidden);
        await expect(reactivateUser(ctx, { email: student.user.email })).rejects.toThrow(Forbidden);
        await expect(createMissingLinks(ctx)).rejects.toThrow(Forbidden);
        await expect(createSection(ctx, { name: 'X' })).rejects.toThrow(Forbidden);
        await expect(createJoinCode(ctx, { days: 7, sectionId: null })).rejects.toThrow(Forbidden);
      }
      await expect(listPeople(student, {})).rejects.toThrow(Forbidden);
      await expect(getPerson(student, student.user.id)).rejects.toThrow(Forbidden);
      await expect(listSections(student)).rejects.toThrow(Forbidden);
      await expect(listJoinCodes(student)).rejects.toThrow(Forbidden);
    }));
});

it('two instructors who demote each other at the same moment leave one', async () => {
  const { db } = connection('owner');
  await db.execute(`update users set role = 'assistant' where role = 'instructor'`);
  const [a, b] = [await person(db, 'A', 'instructor'), await person(db, 'B', 'instructor')];
  const web = connection('web').db;
  const demote = (user: User, other: User) =>
    changeRole({ user, db: web, now }, { email: other.email, role: 'assistant' }).then(
      () => 'done',
      (error) => error,
    );
  const results = await Promise.all([demote(a, b), demote(b, a)]);
  expect(results.filter((one) => one === 'done')).toHaveLength(1);
  expect(results.find((one) => one !== 'done')).toBeInstanceOf(Conflict);
});

describe('sections', () => {
  it('have one name each, and go only when nobody is in them', () =>
    asInstructor(async (ctx) => {
      await createSection(ctx, { name: ' Group  A ' });
      await expect(createSection(ctx, { name: 'GROUP a' })).rejects.toThrow(Conflict);
      await createSection(ctx, { name: 'Group B' });
      const find = async (name: string) => (await listSections(ctx)).find((one) => one.name === name)?.id ?? '';
      await expect(renameSection(ctx, { id: await find('Group B'), name: 'group a', seen: 'Group B' })).rejects.toThrow(
        Conflict,
      );
      await renameSection(ctx, { id: await find('Group B'), name: 'GROUP B', seen: 'Group B' });
      const late = { id: await find('GROUP B'), name: 'Group C', seen: 'Group B' };
      await expect(renameSection(ctx, late)).rejects.toThrow('renamed this section to “GROUP B”');
      const ada = await person(ctx.db, 'Ada', 'student');
      const sectionId = await find('Group A');
      await changePerson(ctx, await edited(ctx, ada.id, { sectionId }));
      await expect(deleteSection(ctx, { id: sectionId })).rejects.toThrow('1 person is in Group A');
      await changePerson(ctx, await edited(ctx, ada.id, { sectionId: null }));
      const code = await createJoinCode(ctx, { days: 7, sectionId });
      await deleteSection(ctx, { id: sectionId });
      expect((await listJoinCodes(ctx)).find((one) => one.code === code)?.section).toBeNull();
    }));
});

describe('joining by a code', () => {
  const form = { name: 'Ada', email: 'ada@join.example', password, address: '192.0.2.7' };
  const anonymous = ({ db }: Context) => ({ db, now });

  it('enrols a student in the code’s section, who can sign in at once', () =>
    asInstructor(async (ctx) => {
      await createSection(ctx, { name: 'Monday' });
      const sectionId = (await listSections(ctx)).find(({ name }) => name === 'Monday')?.id ?? '';
      const code = await createJoinCode(ctx, { days: 7, sectionId });
      const typed = `${code.slice(0, 5)}-${code.slice(5)}`.toLowerCase();
      const joined = await joinCourse(anonymous(ctx), { ...form, code: typed, email: 'ADA@join.example' });
      if (joined.kind !== 'joined') throw new Error(joined.kind);
      expect(await userFromSession(ctx, joined.claims)).toMatchObject({ email: form.email, role: 'student' });
      expect(await findPersonRow(ctx.db, joined.user.id)).toMatchObject({ section: 'Monday', name: 'Ada' });
      expect(await signInWithPassword(anonymous(ctx), form)).toMatchObject({ kind: 'signed_in' });
      const [entry] = await auditOf(ctx.db, joined.user.id);
      expect(entry?.verb).toBe('user.join');
      expect(JSON.stringify(entry)).not.toContain(code);
    }));

  it('signs in whoever has an account, and makes no second one', () =>
    asInstructor(async (ctx) => {
      const { user } = await createUser(ctx, { ...form, role: 'assistant' });
      const code = await createJoinCode(ctx, { days: 1, sectionId: null });
      const joined = await joinCourse(anonymous(ctx), { ...form, name: 'Somebody', code });
      expect(joined).toMatchObject({ kind: 'joined', user: { id: user.id, role: 'assistant', name: 'Ada' } });
    }));

  it('tells nobody who is enrolled: one answer whatever the account', () =>
    asInstructor(async (ctx) => {
      const code = await createJoinCode(ctx, { days: 1, sectionId: null });
      await createUser(ctx, { ...form, role: 'student' });
      await createUser(ctx, { email: 'none@join.example', name: 'None', role: 'student' });
      await createUser(ctx, { ...form, email: 'gone@join.example', role: 'student' });
      await deactivateUser(ctx, { email: 'gone@join.example' });
      const answer = async (email: string, given = password, by = code) =>
        joinCourse(anonymous(ctx), { ...form, email, password: given, code: by });
      expect(await answer(form.email, 'some other password')).toEqual({ kind: 'refused' });
      expect(await answer('none@join.example')).toEqual({ kind: 'refused' });
      expect(await answer('gone@join.example')).toEqual({ kind: 'refused' });
      // Without a code that works, nothing depends on the person.
      for (const email of [form.email, 'none@join.example', 'stranger@join.example']) {
        expect(await answer(email, password, 'AAAAA-AAAAA')).toEqual({ kind: 'bad_code' });
      }
    }));

  it('ends when the code is revoked or has expired', () =>
    asInstructor(async (ctx) => {
      const code = await createJoinCode(ctx, { days: 1, sectionId: null });
      const tomorrow = new Date(now.getTime() + 24 * 60 * 60_000);
      expect(await joinCourse({ db: ctx.db, now: tomorrow }, { ...form, code })).toEqual({ kind: 'bad_code' });
      await revokeJoinCode(ctx, { code });
      expect(await joinCourse(anonymous(ctx), { ...form, code })).toEqual({ kind: 'bad_code' });
      await expect(revokeJoinCode(ctx, { code })).rejects.toThrow(Conflict);
      await expect(createJoinCode(ctx, { days: 3650, sectionId: null })).rejects.toThrow(InvalidInput);
    }));

  it('is limited like signing in, also for codes that are guessed', () =>
    asInstructor(async (ctx) => {
      const guess = (i: number) =>
        joinCourse(anonymous(ctx), { ...form, email: `g${i}@join.example`, code: `GUESS${i}` });
      for (let i = 0; i < signInLimits.address.failures; i += 1) expect((await guess(i)).kind).toBe('bad_code');
      const code = await createJoinCode(ctx, { days: 1, sectionId: null });
      expect((await joinCourse(anonymous(ctx), { ...form, code })).kind).toBe('too_many');
    }));

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a formula for a name', { name: '=1+1' }, 'formula'],
    ['no address', { email: 'ada' }, 'e-mail'],
    ['a short password', { password: 'short' }, 'at least 10'],
  ])('refuses %s before it looks at anything', (_what, wrong, words) =>
    asInstructor(async (ctx) => {
      await expect(joinCourse(anonymous(ctx), { ...form, code: 'X', ...wrong })).rejects.toThrow(words);
    }),
  );
});
