import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanName, isWholePdf, kindOf, limits, secondsUntilNext } from './core.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('what a file is, its bytes say', () => {
  test.each([
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['\xff\xd8\xff\xe0....JFIF', 'image/jpeg'],
    ['RIFF....WEBPVP8 ', 'image/webp'],
    ['%PDF-1.7\n', 'application/pdf'],
    ['junk before\n%PDF-1.4\n', 'application/pdf'],
    ['<svg x="WEBP" xmlns="http://www.w3.org/2000/svg">', 'SVG'],
    ['GIF89a', 'GIF'],
    ['....ftypheic', 'HEIC'],
    ['....ftypavif', 'AVIF'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'SVG'],
    ['<?xml version="1.0"?>\n<!-- x -->\n<svg onload="alert(1)">', 'SVG'],
    ['<!DOCTYPE html><script>', null],
    ['\x89PNG', null],
    ['', null],
  ])('%j is %s', (content, kind) => expect(kindOf(bytes(content))).toBe(kind));

  test('any bytes get an answer', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (content) => kindOf(content) !== undefined));
  });
});

test('a PDF is whole when its last line is near its end', () => {
  expect(isWholePdf(bytes('%PDF-1.4\n…\n%%EOF\n'))).toBe(true);
  expect(isWholePdf(bytes(`%PDF-1.4\n%%EOF\n${'x'.repeat(3000)}`))).toBe(false);
});

describe('a name', () => {
  test.each([
    ['plot.png', 'image/png', 'plot.png'],
    ['C:\\Users\\ada\\plot.PNG', 'image/png', 'plot.png'],
    ['../../etc/passwd', 'image/png', 'passwd.png'],
    ['holiday\u202egnp.exe', 'image/jpeg', 'holiday gnp.jpg'],
    ['a\r\nSet-Cookie: x.png', 'image/png', 'a Set-Cookie x.png'],
    ['', 'application/pdf', 'file.pdf'],
    ['.htaccess', 'image/webp', 'htaccess.webp'],
    ['Übung 3 (final).pdf', 'application/pdf', 'Übung 3 (final).pdf'],
    ['דוח.pdf', 'application/pdf', 'דוח.pdf'],
  ] as const)('%j as %s', (name, type, clean) => expect(cleanName(name, type)).toBe(clean));

  test('is never too long for its column, and never a way out of a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const clean = cleanName(name, 'image/png');
        expect(clean.length).toBeLessThanOrEqual(210);
        expect(clean).not.toMatch(/[\p{Cc}\\/"]/u);
      }),
      { numRuns: 50 },
    );
  });
});

test('the daily limit opens again when the first file of the day is a day old', () => {
  const now = new Date('2026-03-02T12:00:00Z');
  const firstAt = new Date('2026-03-01T13:00:00Z');
  expect(secondsUntilNext({ files: limits.dailyFiles - 1, bytes: 0, firstAt }, now)).toBe(0);
  expect(secondsUntilNext({ files: limits.dailyFiles, bytes: 0, firstAt }, now)).toBe(3600);
  expect(secondsUntilNext({ files: 1, bytes: limits.dailyBytes, firstAt }, now)).toBe(3600);
});
