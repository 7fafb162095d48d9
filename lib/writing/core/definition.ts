import { z } from 'zod';
import { itemKinds } from '#lib/items/core.ts';
import { isBlank } from '#lib/text/core.ts';
import { criterionSchema, type FieldSpec, fieldSpecSchema, scales } from './item.ts';

/** What an instructor says of a written item, checked as a whole: one part can forbid another. */

const unique = (names: { name: string }[]) => new Set(names.map(({ name }) => name)).size === names.length;

export const readingSchema = z.object({
  title: z.string().trim().min(1, 'The reading needs a title.').max(300),
  authors: z.string().trim().max(300),
  source: z.string().trim().max(300),
  url: z
    .union([z.url({ protocol: /^https?$/ }).max(2000), z.literal('').transform(() => null), z.null()])
    .describe('The address of the reading'),
});
export type Reading = z.infer<typeof readingSchema>;

export const definitionSchema = z
  .object({
    kind: z.enum(itemKinds).exclude(['code']),
    title: z.string().trim().min(1, 'The title is missing.').max(200, 'The title has at most 200 characters.'),
    prompt: z
      .string()
      .trim()
      .min(1, 'The prompt is missing.')
      .refine((text) => new TextEncoder().encode(text).length <= 65_536, 'The prompt is longer than 64 kB.'),
    fields: z.array(fieldSpecSchema).min(1, 'A written item has at least one field.').max(12),
    scale: z.enum(scales),
    maxPoints: z.number('Say how many points it is worth.').positive('Points are above 0.').max(1000).nullable(),
    criteria: z.array(criterionSchema).max(9, 'At most nine criteria: each has a number key.'),
    allowPdf: z.boolean(),
    maxAuthors: z.number().int().min(1).max(6, 'At most six people write together.'),
    hideNames: z.boolean(),
    reading: readingSchema.nullable(),
  })
  .superRefine((item, ctx) => {
    for (const message of [...oddTexts(item), ...contradictions(item)]) ctx.addIssue({ code: 'custom', message });
  });
export type Definition = z.infer<typeof definitionSchema>;

/** What no column takes, wherever it stands, and a title that nobody could see. */
function oddTexts(item: { title: string }): string[] {
  // As JSON writes a null character.
  if (JSON.stringify(item).includes('\\u0000')) return ['A text holds a null character. Delete it.'];
  return isBlank(item.title) ? ['The title is missing.'] : [];
}

type Parts = Pick<Definition, 'kind' | 'fields' | 'scale' | 'maxPoints' | 'criteria' | 'hideNames'>;

function contradictions({ kind, fields, scale, maxPoints, criteria, hideNames }: Parts): string[] {
  const found: string[] = [];
  if (!unique(fields)) found.push('Two fields have the same label.');
  if (!unique(criteria)) found.push('Two criteria have the same label.');
  if (kind === 'proposal' && scale !== 'decision') found.push('A proposal is accepted or changes are asked for.');
  if (scale === 'decision' && hideNames) found.push('Names are hidden only where grades are released together.');
  if ((scale === 'points') !== (maxPoints !== null))
    found.push('Points belong to the scale with points, and to no other.');
  const withPoints = criteria.filter((criterion) => criterion.maxPoints !== null);
  if (scale !== 'points' && withPoints.length > 0) found.push('Only an item with points has criteria with points.');
  if (scale === 'points' && withPoints.length > 0) {
    const sum = withPoints.reduce((total, criterion) => total + (criterion.maxPoints ?? 0), 0);
    if (Math.abs(sum - (maxPoints ?? 0)) > 1e-6)
      found.push(`The criteria add up to ${sum} points, not to ${maxPoints}.`);
  }
  return found;
}

/** Why an item that has been answered cannot become this; null when it can. What was handed in must stay readable. */
export function changeProblem(
  before: Pick<Definition, 'kind' | 'scale' | 'fields'>,
  after: Pick<Definition, 'kind' | 'scale' | 'fields'>,
  used: { versions: number; reviews: number },
): string | null {
  if (before.kind !== after.kind) return 'A proposal stays a proposal.';
  if (used.reviews > 0 && before.scale !== after.scale) return 'Something was reviewed: the scale stays as it is.';
  const lost = before.fields.find(
    ({ name, kind }) => !after.fields.some((one) => one.name === name && one.kind === kind),
  );
  return used.versions > 0 && lost ? `Something was handed in: the field “${lost.label}” stays.` : null;
}

/** A name for a field or a criterion out of its label, as `data_set`; distinct from those taken. */
export function nameOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '');
  const base = plain.slice(0, 36) || 'part';
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}_${i}`;
    if (!taken.includes(name)) return name;
  }
}

/** An address for an item out of its title, as `haber-reflection`. */
export function slugOf(title: string, taken: readonly string[]): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const base = plain.slice(0, 56).replace(/-$/, '') || 'item';
  for (let i = 1; ; i++) {
    const slug = i === 1 ? base : `${base}-${i}`;
    if (!taken.includes(slug)) return slug;
  }
}

/** The deck's form of a proposal: what each part is for. A new proposal begins with these. */
export const proposalFields: FieldSpec[] = [
  {
    name: 'category',
    label: 'Project category',
    guidance: 'One of the topics of the course calendar: the one your question belongs to.',
    kind: 'topic',
    words: null,
  },
  {
    name: 'motivation',
    label: 'Societal or technical motivation',
    guidance: 'Who is helped, or what can be done that could not be done before? One clear reason is enough.',
    kind: 'text',
    words: { least: 40, most: 250 },
  },
  {
    name: 'data_set',
    label: 'Data set',
    guidance: 'How large it is, what one example looks like, and whether it is public or how you will collect it.',
    kind: 'text',
    words: { least: 30, most: 250 },
  },
  {
    name: 'methods',
    label: 'Methods',
    guidance: 'A few sentences: which kind of network, trained how, compared with what, and measured by what.',
    kind: 'text',
    words: { least: 30, most: 250 },
  },
];

/** A reflection begins with one field. */
export const reflectionFields: FieldSpec[] = [
  { name: 'text', label: 'Your text', guidance: '', kind: 'text', words: { least: 300, most: 500 } },
];
