import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from './people.ts';
import { isEmptyPlan, planImport } from './plan.ts';
import type { ReadRows, RosterRow } from './rows.ts';

const person = (email: string, rest: Partial<Person> = {}): Person => ({
  id: `id of ${email}`,
  email,
  name: email,
  role: 'student',
  section: null,
  deactivated: false,
  ...rest,
});
const row = (email: string, rest: Partial<RosterRow> = {}): RosterRow => ({
  line: 2,
  email,
  name: email,
  role: null,
  section: null,
  ...rest,
});
const read = (rows: RosterRow[], hasSections = false): ReadRows => ({ rows, problems: [], ignored: [], hasSections });

const head = person('head', { role: 'instructor' });

describe('what an import would do', () => {
  it('tells new, changed, unchanged and missing people apart', () => {
    const people = [head, person('same'), person('renamed'), person('gone'), person('away', { deactivated: true })];
    const plan = planImport(read([row('same'), row('renamed', { name: 'Anew' }), row('fresh')]), people, []);
    expect(plan.added).toEqual([{ line: 2, email: 'fresh', name: 'fresh', role: 'student', section: null }]);
    expect(plan.changed).toEqual([{ line: 2, person: people[2], name: { from: 'renamed', to: 'Anew' } }]);
    expect(plan.unchanged).toEqual([people[1]]);
    expect(plan.missing).toEqual([people[3]]);
    expect(plan.problems).toEqual([]);
  });

  it('keeps what the file does not speak of', () => {
    const people = [head, person('ada', { role: 'assistant', section: 'Monday' })];
    expect(isEmptyPlan(planImport(read([row('ada', { name: '' })]), people, ['Monday']))).toBe(true);
  });

  it('moves between sections in one spelling, and makes those that are new', () => {
    const people = [head, person('ada', { section: 'Monday' }), person('alan', { section: 'Monday' })];
    const rows = [
      row('ada', { section: 'MONDAY' }),
      row('alan', { section: '' }),
      row('x', { section: 'friday' }),
      row('y', { section: 'Friday' }),
    ];
    const plan = planImport(read(rows, true), people, ['Monday']);
    expect(plan.unchanged).toEqual([people[1]]);
    expect(plan.changed[0]?.section).toEqual({ from: 'Monday', to: null });
    expect(plan.added.map(({ section }) => section)).toEqual(['friday', 'friday']);
    expect(plan.newSections).toEqual(['friday']);
  });

  it('brings back who was deactivated', () => {
    const away = person('away', { deactivated: true });
    expect(planImport(read([row('away')]), [head, away], []).changed).toEqual([
      { line: 2, person: away, returns: true },
    ]);
  });

  it('does not demote the last instructor', () => {
    const rows = [row('head', { role: 'student' }), row('other', { role: 'student' })];
    const other = person('other', { role: 'instructor' });
    const both = planImport(read(rows), [head, other], []);
    expect(both.changed).toEqual([]);
    expect(both.problems).toHaveLength(2);
    expect(planImport(read(rows.slice(0, 1)), [head, other], []).changed).toHaveLength(1);
    const asleep = person('other', { role: 'instructor', deactivated: true });
    expect(planImport(read(rows.slice(0, 1)), [head, asleep], []).problems).toHaveLength(1);
  });

  it('asks for the name of who is new', () => {
    const { added, problems } = planImport(read([row('new', { name: '', line: 7 })]), [head], []);
    expect(added).toEqual([]);
    expect(problems[0]).toMatchObject({ line: 7 });
  });

  it('puts everybody of the file somewhere, once, and a second import does nothing', () => {
    const email = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const role = fc.constantFrom('student', 'assistant', 'instructor', null);
    const section = fc.constantFrom('', 'One', 'Two', 'two');
    const rows = fc.uniqueArray(fc.record({ email, name: fc.constantFrom('A', 'B'), role, section }), {
      selector: (one) => one.email,
    });
    const people = fc.uniqueArray(
      fc.record({
        email,
        role: fc.constantFrom('student' as const, 'assistant' as const, 'instructor' as const),
        section: fc.constantFrom(null, 'One'),
        deactivated: fc.boolean(),
      }),
      { selector: (one) => one.email },
    );
    fc.assert(
      fc.property(rows, people, (lines, known) => {
        const roster = [head, ...known.map(({ email: of, ...rest }) => person(of, rest))];
        const input = read(
          lines.map((line, i) => ({ ...line, line: i + 2 })),
          true,
        );
        const plan = planImport(input, roster, ['One']);
        expect(plan.added.length + plan.changed.length + plan.unchanged.length).toBe(lines.length);
        const after = roster.map((one) => {
          const change = plan.changed.find(({ person: who }) => who.id === one.id);
          if (!change) return one;
          const { name, role: newRole, section: moved } = change;
          return {
            ...one,
            name: name?.to ?? one.name,
            role: newRole?.to ?? one.role,
            section: moved ? moved.to : one.section,
            deactivated: false,
          };
        });
        const added = plan.added.map(({ line: _, ...rest }) => person(rest.email, rest));
        expect(isEmptyPlan(planImport(input, [...after, ...added], ['One', ...plan.newSections]))).toBe(true);
      }),
    );
  });
});
