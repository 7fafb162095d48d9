import { diffArrays } from 'diff';

/** A stretch of two texts laid over each other. */
export type Stretch = { kind: 'same' | 'added' | 'removed'; text: string };

/** Beyond so many changes two texts have little in common, and word by word would only be confetti. */
const maxEdits = 1500;

/**
 * What changed from one text to another, word by word, in reading order: the removed before what took its place. All
 * but `added` make up `before`, all but `removed` make up `after`.
 */
export function differenceOf(before: string, after: string): Stretch[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: maxEdits });
  if (!changes)
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

/** Words with the space behind them: a space alone is no change that a reader would look for. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
