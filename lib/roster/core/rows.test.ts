import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileRecord, maxRows, readRows } from './rows.ts';

const file = (...lines: string[][]): FileRecord[] => lines.map((cells, i) => ({ line: i + 1, cells }));
const head = ['E-mail', 'Name', 'Role', 'Section', 'Matriculation'];

describe('reading the lines of a roster', () => {
  it('finds the columns by their headings, and says which it does not use', () => {
    const { rows, problems, ignored } = readRows(
      file(
        head,
        [' Ada@Example.EDU ', 'Ada  Lovelace', 'TA', 'Monday', '1234'],
        ['alan@example.edu', 'Alan', '', '', ''],
      ),
    );
    expect(problems).toEqual([]);
    expect(ignored).toEqual(['Matriculation']);
    expect(rows).toEqual([
      { line: 2, email: 'ada@example.edu', name: 'Ada Lovelace', role: 'assistant', section: 'Monday' },
      { line: 3, email: 'alan@example.edu', name: 'Alan', role: null, section: '' },
    ]);
  });

  it('joins first and last names, and composes accents that came apart', () => {
    const { rows } = readRows(file(['email', 'First name', 'Surname'], ['a@example.edu', 'Zoe\u0308', 'Li']));
    expect(rows[0]?.name).toBe('Zo\u00eb Li');
  });

  it('names every line that cannot be used, and what to do about it', () => {
    const { rows, problems } = readRows(
      file(
        head,
        ['good@example.edu', 'Good'],
        ['no address', 'Bad'],
        ['', 'Nobody'],
        ['x@example.edu', '=HYPERLINK("http://evil.example")'],
        ['y@example.edu', 'Y', 'dean'],
        ['GOOD@example.edu', 'Twice'],
        ['z@example.edu', 'Z\u202e', 'student'],
        ['s@example.edu', 'S', 'student', '@group'],
        ['w@example.edu', '\u200b\u200d', 'student'],
      ),
    );
    expect(rows.map(({ line }) => line)).toEqual([2]);
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(problems[4]?.message).toContain('line 2');
    for (const { message, remedy } of problems) expect(`${message} ${remedy}`).toMatch(/^\S.+[.!”] \S.+\.$/);
  });

  it.each([
    ['nothing', [], 'empty'],
    ['no headings', file(['ada@example.edu', 'Ada']), 'e-mail'],
    ['no names', file(['email', 'role'], ['ada@example.edu', 'student']), 'names'],
    ['nobody', file(head), 'No person'],
    ['two columns of one kind', file(['email', 'mail', 'name'], ['a@example.edu', '', 'A']), 'more than one'],
    ['too many', file(head, ...Array.from({ length: maxRows + 1 }, () => ['a@example.edu', 'A'])), '5001'],
  ])('refuses a file with %s', (_what, records, words) => {
    const { rows, problems } = readRows(records);
    expect(rows).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(words);
  });

  it('accounts for every line, whatever is in it', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a@example.edu', 'b@example.edu', 'student', 'Ada', ''));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 20 }), (body) => {
        const { rows, problems } = readRows(file(head, ...body));
        const lines = [...rows, ...problems].map(({ line }) => line).toSorted((a, b) => a - b);
        expect(lines).toEqual(body.map((_, i) => i + 2));
        expect(new Set(rows.map(({ email }) => email)).size).toBe(rows.length);
      }),
    );
  });
});
