import { lockRoster } from '#db/queries/roster.ts';
import {
  deleteSectionRow,
  findSection,
  insertSection,
  listSectionRows,
  renameSectionRow,
  type SectionRow,
} from '#db/queries/sections.ts';
import { can } from '#lib/auth/core.ts';
import type { Context } from '#lib/context.ts';
import { audit } from '#lib/course/audit.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '#lib/errors.ts';
import { maxSectionName, nameProblem, tidyName } from './core/people.ts';

/** By name, with how many people are in each. */
export async function listSections(ctx: Context): Promise<SectionRow[]> {
  if (!can.seeRoster(ctx.user)) throw new Forbidden('The roster is for staff.');
  return listSectionRows(ctx.db);
}

/** @throws Conflict where there is one of that name */
export async function createSection(ctx: Context, input: { name: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors make sections.');
  const name = checkedName(input.name);
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const id = await insertSection(tx, name, ctx.now);
    if (!id) throw new Conflict(`There is a section “${name}” already.`, 'Choose another name.');
    await audit(tx, ctx, 'section.create', id, { after: { name } });
  });
}

/**
 * @param input `seen`: the name that the caller saw
 * @throws Conflict where another has that name, or somebody renamed it meanwhile
 */
export async function renameSection(ctx: Context, input: { id: string; name: string; seen: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors rename sections.');
  const name = checkedName(input.name);
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const section = await findSection(tx, input.id);
    if (!section) throw new NotFound('This section');
    if (section.name === name) return;
    if (section.name !== input.seen) {
      throw new Conflict(
        `Somebody renamed this section to “${section.name}” meanwhile.`,
        'Load the page, then decide.',
      );
    }
    if (!(await renameSectionRow(tx, section.id, name))) {
      throw new Conflict(`There is a section “${name}” already.`, 'Choose another name.');
    }
    await audit(tx, ctx, 'section.rename', section.id, { before: { name: section.name }, after: { name } });
  });
}

/** Only an empty one: where people are is not decided by the way. */
export async function deleteSection(ctx: Context, input: { id: string }): Promise<void> {
  if (!can.manageUsers(ctx.user)) throw new Forbidden('Only instructors delete sections.');
  await ctx.db.transaction(async (tx) => {
    await lockRoster(tx);
    const section = (await listSectionRows(tx)).find(({ id }) => id === input.id);
    if (!section) throw new NotFound('This section');
    if (section.members > 0) {
      const people = section.members === 1 ? '1 person is' : `${section.members} people are`;
      throw new Conflict(`${people} in ${section.name}.`, 'Move them to another section first.');
    }
    await deleteSectionRow(tx, section.id);
    await audit(tx, ctx, 'section.delete', section.id, { before: { name: section.name } });
  });
}

function checkedName(text: string): string {
  const name = tidyName(text);
  const wrong = nameProblem(name, 'The name', maxSectionName);
  if (wrong) throw new InvalidInput(wrong.message, wrong.remedy);
  if (name === '') throw new InvalidInput('A section needs a name.');
  return name;
}
