import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, type Edit, editFor, editForBlock, editForEnter, type Selection } from './commands.ts';

/** `|` marks the selection: one for a caret, two around what is selected. */
function read(marked: string): Selection {
  const start = marked.indexOf('|');
  const rest = marked.slice(0, start) + marked.slice(start + 1);
  const end = rest.indexOf('|');
  return end < 0 ? { text: rest, start, end: start } : { text: rest.slice(0, end) + rest.slice(end + 1), start, end };
}

function show({ text }: Selection, { from, to, insert, start, end }: Edit): string {
  const after = text.slice(0, from) + insert + text.slice(to);
  const selected = start === end ? '|' : `|${after.slice(start, end)}|`;
  return after.slice(0, start) + selected + after.slice(end);
}

describe('a command', () => {
  test.each<[Command, string, string]>([
    ['bold', 'a |word| b', 'a **|word|** b'],
    ['bold', 'a **|word|** b', 'a |word| b'],
    ['bold', 'a | word | b', 'a  **|word|**  b'],
    ['bold', '|', '**|bold text|**'],
    ['italic', '|word|', '*|word|*'],
    ['italic', '**|word|**', '***|word|***'],
    ['code', 'call |fit| now', 'call `|fit|` now'],
    ['code', 'see |a\nb|', 'see \n```\n|a\nb|\n```'],
    ['formula', 'loss |E = mc^2|', 'loss $|E = mc^2|$'],
    ['formula', '|', '$|x^2|$'],
    ['link', '|paper|', '[paper](|https://|)'],
    ['link', '|https://a.b/c|', '[|words|](https://a.b/c)'],
    ['list', 'one|', '- one|'],
    ['list', '- one|', 'one|'],
    ['list', '|one\ntwo|', '|- one\n- two|'],
    ['list', '|- one\n\n- two|', '|one\n\ntwo|'],
  ])('%s turns %j into %j', (command, before, after) => {
    expect(show(read(before), editFor(command, read(before)))).toBe(after);
  });

  test('bold twice changes nothing, wherever words are selected', () => {
    const words = fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6}){0,3}$/);
    fc.assert(
      fc.property(words, words, words, (before, inner, after) => {
        const once = read(`${before} |${inner}| ${after}`);
        const edit = editFor('bold', once);
        const text = once.text.slice(0, edit.from) + edit.insert + once.text.slice(edit.to);
        const twice = { text, start: edit.start, end: edit.end };
        expect(show(twice, editFor('bold', twice))).toBe(`${before} |${inner}| ${after}`);
      }),
    );
  });
});

test.each([
  ['- one|', '- one\n- |'],
  ['- [x] done|', '- [x] done\n- [ ] |'],
  ['9. nine|', '9. nine\n10. |'],
  ['  * deep|', '  * deep\n  * |'],
  ['a\n- |', 'a\n|'],
])('Enter in %j', (before, after) => {
  const at = read(before);
  const edit = editForEnter(at);
  expect(edit && show(at, edit)).toBe(after);
});

test('Enter elsewhere is a new line, as ever', () => {
  for (const at of ['plain|', '|', '-no item|', '- |one|']) expect(editForEnter(read(at))).toBeNull();
});

test.each([
  ['|', 'B|'],
  ['a|', 'a\n\nB|'],
  ['a\n|', 'a\n\nB|'],
  ['a\n\n|b', 'a\n\nB|\n\nb'],
  ['a |x| b', 'a \n\nB|\n\n b'],
])('a block in %j', (before, after) => {
  expect(show(read(before), editForBlock(read(before), 'B'))).toBe(after);
});
