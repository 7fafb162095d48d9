/** What the buttons and keys of the editor do to a text: pure, so that each can be undone as one step of typing. */

/** The selection is from `start` up to `end`. */
export type Selection = { text: string; start: number; end: number };

/** Replace what lies from `from` up to `to`, then select. */
export type Edit = { from: number; to: number; insert: string; start: number; end: number };

export type Command = 'bold' | 'italic' | 'code' | 'link' | 'list' | 'formula';

export function editFor(command: Command, at: Selection): Edit {
  if (command === 'bold') return wrap(at, '**', 'bold text');
  if (command === 'italic') return wrap(at, '*', 'emphasised text');
  if (command === 'list') return list(at);
  if (command === 'link') return link(at);
  const lines = at.text.slice(at.start, at.end).includes('\n');
  if (command === 'code') return lines ? fence(at, '```', '```') : wrap(at, '`', 'code');
  return lines ? fence(at, '$$', '$$') : wrap(at, '$', 'x^2');
}

/** Puts marks around the selection, or takes them away where they are; without a selection, an example to type over. */
function wrap({ text, start, end }: Selection, mark: string, example: string): Edit {
  const n = mark.length;
  const inner = text.slice(start, end);
  if (
    text.slice(start - n, start) === mark &&
    text.slice(end, end + n) === mark &&
    !isPartOfLonger(text, start - n, mark)
  ) {
    return { from: start - n, to: end + n, insert: inner, start: start - n, end: end - n };
  }
  const words = inner.trim() || example;
  const lead = inner.trim() ? inner.length - inner.trimStart().length : inner.length;
  const from = start + lead;
  return {
    from,
    to: inner.trim() ? from + words.length : end,
    insert: `${mark}${words}${mark}`,
    start: from + n,
    end: from + n + words.length,
  };
}

/** The star before bold text is half of its mark, not a mark of emphasis. */
const isPartOfLonger = (text: string, from: number, mark: string) => mark === '*' && text[from - 1] === '*';

function fence({ text, start, end }: Selection, open: string, close: string): Edit {
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const after = end === text.length || text[end] === '\n' ? '' : '\n';
  const inner = text.slice(start, end).replace(/\n$/, '');
  const from = start + before.length + open.length + 1;
  const insert = `${before}${open}\n${inner}\n${close}${after}`;
  return { from: start, to: end, insert, start: from, end: from + inner.length };
}

const address = /^(https?:\/\/|mailto:)\S+$/i;

/** What is still missing gets selected: the address, or the words where the selection was an address. */
function link({ text, start, end }: Selection): Edit {
  const inner = text.slice(start, end);
  if (address.test(inner))
    return { from: start, to: end, insert: `[words](${inner})`, start: start + 1, end: start + 6 };
  const words = inner || 'words';
  const to = start + words.length + 3;
  return { from: start, to: end, insert: `[${words}](https://)`, start: to, end: to + 'https://'.length };
}

const item = /^(\s*)([-*+]|\d{1,9}[.)])(\s+(?:\[[ xX]\]\s+)?)/;

/** Makes each line touched by the selection an item; where all are, plain lines. */
function list({ text, start, end }: Selection): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', Math.max(start, end - (end > start && text[end - 1] === '\n' ? 1 : 0)));
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const all = lines.every((line) => item.test(line) || (lines.length > 1 && line.trim() === ''));
  const insert = lines
    .map((line) =>
      all ? line.replace(item, '$1') : line.trim() || lines.length === 1 ? `- ${line.trimStart()}` : line,
    )
    .join('\n');
  return start === end
    ? { from, to, insert, start: from + insert.length, end: from + insert.length }
    : { from, to, insert, start: from, end: from + insert.length };
}

/** What Enter does in a list: begins the next item, or leaves the list from an empty one. Null anywhere else. */
export function editForEnter({ text, start, end }: Selection): Edit | null {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const [all, indent = '', mark = '', space = ''] = item.exec(line) ?? [];
  if (!all || start !== end) return null;
  if (line === all) return { from, to: end, insert: '', start: from, end: from };
  const number = Number.parseInt(mark, 10);
  const following = Number.isNaN(number) ? mark : `${number + 1}${mark.slice(-1)}`;
  const insert = `\n${indent}${following}${space.replace(/[xX]/, ' ')}`;
  return { from: start, to: end, insert, start: start + insert.length, end: start + insert.length };
}

/** A block on lines of its own, with an empty line on each side, in place of the selection. */
export function editForBlock({ text, start, end }: Selection, block: string): Edit {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const lead = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = after === '' || after.startsWith('\n') ? '' : '\n\n';
  const insert = `${lead}${block}${tail}`;
  const caret = start + lead.length + block.length;
  return { from: start, to: end, insert, start: caret, end: caret };
}
