import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, readRecords } from './read-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the text of a file', () => {
  it('is read as UTF-8, as what Excel calls Unicode, and as what older programs write', () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('Zoë', 'utf16le')]);
    expect(decodeText(bytes('Zoë'))).toEqual({ text: 'Zoë', guessed: false });
    expect(decodeText(utf16)).toEqual({ text: 'Zoë', guessed: false });
    expect(decodeText(new Uint8Array([0x5a, 0x6f, 0xeb]))).toEqual({ text: 'Zoë', guessed: true });
  });
});

describe('the lines of a file', () => {
  it('know where they begin, past a byte order mark, empty lines and breaks in quoted cells', () => {
    const text = '\uFEFFemail;name\r\n\r\na@b.c;"A\r\nB"\r\n\n"x";y\r\n;\r\nz;"q\r\n\r\nw"\r\nlast;one';
    expect(readRecords(text)).toEqual([
      { line: 1, cells: ['email', 'name'] },
      { line: 3, cells: ['a@b.c', 'A\nB'] },
      { line: 6, cells: ['x', 'y'] },
      { line: 8, cells: ['z', 'q\n\nw'] },
      { line: 11, cells: ['last', 'one'] },
    ]);
  });

  it.each([
    ['a quotation mark that never closes', 'email,name\na@b.c,"A\nb@b.c,B\n', 2],
    ['one within a cell', 'email,name\na@b.c,A\nb@b.c,A"B\n', 3],
    ['a file that is no text', 'PK\u0003\u0004\0\0', 1],
  ])('say where reading ends at %s', (_what, text, line) => {
    expect(readRecords(text)).toMatchObject({ line });
  });

  it('come back as they were written, whatever separates them', () => {
    const cell = fc.string().map((text) => text.replace(/[\r\0\uFEFF]/g, ''));
    const lines = fc.array(fc.tuple(cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(lines, fc.constantFrom(',', ';', '\t'), (body, delimiter) => {
        const all = [['email', 'name'], ...body];
        const read = readRecords(stringify(all, { delimiter, quoted: true, record_delimiter: 'windows' }));
        const filled = all.filter((cells) => cells.some((one) => one.trim() !== ''));
        expect(Array.isArray(read) && read.map(({ cells }) => cells)).toEqual(filled);
      }),
    );
  });
});
