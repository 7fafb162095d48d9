import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesOf, fieldText, valueText, verbNames, verbText } from './core.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('verbs', () => {
  it('all have words', () => {
    const files = globSync('lib/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8'));
    const calls = files.flatMap((text) => [
      ...text.matchAll(/\baudit(?:All)?\(\s*[^,]+,[^,]+(?:, now: [^}]+\})?,\s*'([a-z-]+\.[a-z-]+)'/g),
    ]);
    const verbs = new Set(calls.map((found) => found[1] ?? ''));
    expect(verbs.size).toBeGreaterThan(15);
    expect([...verbs].filter((verb) => !verbNames[verb])).toEqual([]);
  });

  it('are readable also where they are new', () => {
    expect(verbText('user.change-role')).toBe('changed a role');
    expect(verbText('thread.un-lock')).toBe('thread: un lock');
  });
});

describe('what was changed', () => {
  it('is told field by field, only where it differs', () => {
    expect(changesOf({ name: 'Ada', role: 'student' }, { name: 'Ada', role: 'assistant' })).toEqual([
      { field: 'role', before: 'student', after: 'assistant' },
    ]);
    expect(changesOf(null, { points: 3 })).toEqual([{ field: 'points', before: null, after: 3 }]);
    expect(changesOf('draft', 'final')).toEqual([{ field: 'value', before: 'draft', after: 'final' }]);
    expect(changesOf(null, null)).toEqual([]);
  });

  it('is read in words', () => {
    expect(fieldText('dueAt')).toBe('due at');
    expect(fieldText('max_points')).toBe('max points');
    expect(valueText(true)).toEqual({ kind: 'text', text: 'yes' });
    expect(valueText(null)).toEqual({ kind: 'nothing' });
    expect(valueText('2026-11-25T10:00:00.000Z')).toMatchObject({ kind: 'instant' });
    expect(valueText({ a: 1, b: [2] })).toEqual({ kind: 'text', text: '{"a": 1, "b": [2]}' });
  });
});
