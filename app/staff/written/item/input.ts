import { instantOfWall } from '#lib/calendar/core/zone.ts';
import type { ItemDates } from '#lib/items/core.ts';
import { type Definition, nameOf, type Reading } from '#lib/writing/core/definition.ts';
import type { Criterion, FieldSpec, Scale } from '#lib/writing/core/item.ts';

/** What the form of an item says, as `lib/writing` takes it. What is wrong in it, that says. */

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim();
const all = (form: FormData, name: string) => form.getAll(name).map((value) => String(value).trim());
const numberOrNull = (value: string | undefined) => (value === undefined || value === '' ? null : Number(value));

export function definitionIn(form: FormData): Definition {
  const kind = text(form, 'kind') === 'proposal' ? 'proposal' : 'written';
  const scale = kind === 'proposal' ? 'decision' : scaleIn(text(form, 'scale'));
  return {
    kind,
    title: text(form, 'title'),
    prompt: text(form, 'prompt'),
    fields: fieldsIn(form),
    scale,
    maxPoints: scale === 'points' ? numberOrNull(text(form, 'maxPoints')) : null,
    criteria: criteriaIn(form, scale),
    allowPdf: form.get('allowPdf') === 'on',
    maxAuthors: Number(text(form, 'maxAuthors') || 1),
    hideNames: scale !== 'decision' && form.get('hideNames') === 'on',
    reading: readingIn(form),
  };
}

const scaleIn = (value: string): Scale => (value === 'points' || value === 'check' ? value : 'decision');

/** A row without a label is no field: one empty row is always there to be filled. */
function fieldsIn(form: FormData): FieldSpec[] {
  const [names, guidances, kinds, leasts, mosts] = ['Name', 'Guidance', 'Kind', 'Least', 'Most'].map((part) =>
    all(form, `field${part}`),
  );
  const fields: FieldSpec[] = [];
  for (const [i, label] of all(form, 'fieldLabel').entries()) {
    if (label === '') continue;
    const most = numberOrNull(mosts?.[i]);
    const kind = kinds?.[i] === 'topic' ? 'topic' : 'text';
    fields.push({
      name: names?.[i] || nameOf(label, [...(names ?? []), ...fields.map(({ name }) => name)]),
      label,
      guidance: guidances?.[i] ?? '',
      kind,
      words: kind === 'text' && most !== null ? { least: numberOrNull(leasts?.[i]) ?? 0, most } : null,
    });
  }
  return fields;
}

function criteriaIn(form: FormData, scale: Scale): Criterion[] {
  const names = all(form, 'criterionName');
  const points = all(form, 'criterionPoints');
  const criteria: Criterion[] = [];
  for (const [i, label] of all(form, 'criterionLabel').entries()) {
    if (label === '') continue;
    const name = names[i] || nameOf(label, [...names, ...criteria.map((one) => one.name)]);
    criteria.push({ name, label, maxPoints: scale === 'points' ? numberOrNull(points[i]) : null });
  }
  return criteria;
}

function readingIn(form: FormData): Reading | null {
  const title = text(form, 'readingTitle');
  if (title === '') return null;
  const url = text(form, 'readingUrl');
  return {
    title,
    authors: text(form, 'readingAuthors'),
    source: text(form, 'readingSource'),
    url: url === '' ? null : url,
  };
}

/** In the course's time zone. A reading of the clock that is none becomes an invalid date, which is refused by name. */
export function datesIn(form: FormData, timeZone: string): ItemDates {
  const at = (name: string) => instantOfWall(text(form, name), timeZone) ?? new Date(Number.NaN);
  return { opensAt: at('opensAt'), dueAt: at('dueAt'), closesAt: at('closesAt') };
}
