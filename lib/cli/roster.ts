import { readFile } from 'node:fs/promises';
import { roleNames } from '#lib/auth/core.ts';
import { InvalidInput } from '#lib/errors.ts';
import type { Changed, ImportPlan } from '#lib/roster/core/plan.ts';
import { applyImport, type ImportResult, previewImport } from '#lib/roster/import.ts';
import { print } from './print.ts';
import { withCourse } from './session.ts';

type Options = { apply?: boolean; deactivateMissing?: boolean; sendLinks?: boolean; json?: boolean };

/** `course user import FILE.csv`: what the page shows and does, in a terminal. */
export async function importRoster(name: string, options: Options): Promise<void> {
  const file = await readFile(name).catch((error) => {
    throw new InvalidInput(`${name} cannot be read (${error.code}).`, 'Give the path of a CSV file.');
  });
  await withCourse(async ({ ctx }) => {
    const { plan, ignored, guessed, fingerprint } = await previewImport(ctx, file);
    const choice = {
      fingerprint,
      deactivateMissing: options.deactivateMissing ?? false,
      sendLinks: options.sendLinks ?? false,
    };
    const applied = options.apply ? await applyImport(ctx, file, choice) : null;
    const notes = [
      ...(guessed ? ['The file does not say how it writes accents; it was read as Windows-1252.'] : []),
      ...(ignored.length > 0 ? [`Columns that are not used: ${ignored.join(', ')}.`] : []),
    ];
    const text = [...notes, ...lines(plan), '', ending(plan, applied)].join('\n');
    print(options, { ...plan, unchanged: plan.unchanged.length, ignored, guessed, applied }, text);
  });
}

function lines({ problems, added, changed, missing, newSections }: ImportPlan): string[] {
  return [
    ...problems.map(({ line, message, remedy }) => `! line ${line}: ${message} ${remedy}`),
    ...newSections.map((section) => `+ section ${section}`),
    ...added.map(({ name, email, role, section }) => `+ ${name} <${email}> ${role}${section ? `, ${section}` : ''}`),
    ...changed.map((change) => `~ ${change.person.name} <${change.person.email}> ${differences(change)}`),
    ...missing.map(({ name, email }) => `? ${name} <${email}> is not in the file`),
  ];
}

function differences({ name, role, section, returns }: Changed): string {
  return [
    name && `name: ${name.from} → ${name.to}`,
    role && `role: ${roleNames[role.from]} → ${roleNames[role.to]}`,
    section && `section: ${section.from ?? 'none'} → ${section.to ?? 'none'}`,
    returns && 'is reactivated',
  ]
    .filter(Boolean)
    .join(', ');
}

function ending({ added, changed, unchanged, missing, problems }: ImportPlan, applied: ImportResult | null): string {
  if (applied)
    return `Applied: ${applied.added} added, ${applied.changed} changed, ${applied.deactivated} deactivated.`;
  const counts = [
    `${added.length} new`,
    `${changed.length} changed`,
    `${unchanged.length} unchanged`,
    `${missing.length} missing`,
    `${problems.length} with a problem`,
  ];
  return `${counts.join(', ')}. Nothing is changed yet: add --apply.`;
}
