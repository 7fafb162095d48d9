/** What the audit log's verbs are called, in words: who did it comes before, to what after. */
export const verbNames: Record<string, string> = {
  'announcement.post': 'announced',
  'assignment.publish': 'published an assignment',
  'calendar.make-feed': 'made a calendar address',
  'calendar.revoke-feed': 'revoked a calendar address',
  'correction.add': 'added a correction',
  'correction.withdraw': 'withdrew a correction',
  'course.create': 'created the course',
  'course.init': 'made the demo into a course',
  'course.set-term': 'set the dates of term',
  'extension.grant': 'granted an extension',
  'extension.withdraw': 'withdrew an extension',
  'grade.set': 'set a grade by hand',
  'grade.withdraw': 'withdrew a grade set by hand',
  'grading.again': 'sent failed gradings again',
  'grading.verify-again': 'had grades verified again',
  'item.create': 'created an item',
  'item.edit': 'changed an item',
  'item.move': 'moved a date',
  'item.release': 'released grades',
  'join-code.create': 'made a join link',
  'join-code.revoke': 'revoked a join link',
  'post.endorse': 'endorsed a post',
  'post.remove': 'removed a post',
  'post.restore': 'restored a post',
  'regrade.discard': 'discarded a regrade',
  'regrade.publish': 'published a regrade',
  'regrade.retry': 'tried a regrade again',
  'regrade.start': 'started a regrade',
  'roster.import': 'imported a roster',
  'section.create': 'made a section',
  'section.delete': 'deleted a section',
  'section.rename': 'renamed a section',
  'session.add': 'added a class session',
  'session.add-series': 'added class sessions',
  'session.change': 'changed a class session',
  'session.delete': 'deleted a class session',
  'submission.create': 'submitted',
  'submission.grade': 'graded',
  'submission.verify': 'verified a grade',
  'thread.accept': 'accepted an answer',
  'token.create': 'made an API token',
  'user.change': 'changed a person',
  'user.change-role': 'changed a role',
  'user.create': 'added a person',
  'user.deactivate': 'deactivated a person',
  'user.join': 'joined by a link',
  'user.password-link': 'made a password link',
  'user.reactivate': 'reactivated a person',
  'user.set-password': 'set their password',
  'writing.add-author': 'added a co-author',
  'writing.remove-author': 'removed a co-author',
  'writing.review': 'decided or graded a text',
  'writing.submit': 'submitted a text',
};

/** A verb in words; one that nobody named yet as it is spelled: `thread.lock` is "thread: lock". */
export function verbText(verb: string): string {
  return verbNames[verb] ?? verb.replace('.', ': ').replaceAll('-', ' ');
}

/** One thing that was changed: what it was and what it is; null is nothing. */
export type FieldChange = { field: string; before: unknown; after: unknown };

/** What a row says was changed, field by field; of rows that hold both sides only what differs. */
export function changesOf(before: unknown, after: unknown): FieldChange[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function fieldsOf(side: unknown): Record<string, unknown> {
  if (side === null || side === undefined) return {};
  if (typeof side !== 'object' || Array.isArray(side)) return { value: side };
  return Object.fromEntries(Object.entries(side));
}

/** A field's name in words: `dueAt` is "due at", `max_points` "max points". */
export function fieldText(field: string): string {
  return field.replace(/[_-]/g, ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

const instantText = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value as a person reads it. Instants stay as they are: how they are said depends on the reader's clock. */
export function valueText(value: unknown): { kind: 'nothing' } | { kind: 'instant' | 'text'; text: string } {
  if (value === null || value === '') return { kind: 'nothing' };
  if (typeof value === 'boolean') return { kind: 'text', text: value ? 'yes' : 'no' };
  if (typeof value === 'string') return { kind: instantText.test(value) ? 'instant' : 'text', text: value };
  return { kind: 'text', text: JSON.stringify(value).replaceAll(',"', ', "').replaceAll('":', '": ') };
}
