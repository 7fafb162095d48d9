import { describe, expect, test } from 'vitest';
import { countWords, excerpt, maxMarkdownBytes } from './core.ts';
import { isTame } from './guard.ts';
import { renderMarkdown } from './render.ts';

const fill = (piece: string) => piece.repeat(Math.floor(maxMarkdownBytes / new TextEncoder().encode(piece).length));
const sized = (make: (size: number) => string) => make(maxMarkdownBytes).slice(0, maxMarkdownBytes);

/** Each fills 64 kB; parsed without limits many take minutes, some end the process. */
const nasty: Record<string, string> = {
  'nested quotes': fill('>'),
  'nested quotes, spaced': fill('> '),
  'lists in lists': fill('- '),
  'lists deeper by the line': sized((n) =>
    Array.from({ length: Math.sqrt(n) }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n'),
  ),
  'lists deeper by many a line': sized((n) =>
    Array.from({ length: 60 }, (_, i) => `${' '.repeat(60 * i)}${'- '.repeat(30)}a`)
      .join('\n')
      .slice(0, n),
  ),
  'quotes on every line': fill(`${'> '.repeat(49)}a\n`),
  'unclosed emphasis': fill('*a **b '),
  'emphasis in words': fill('a**b_c '),
  'half-closed emphasis': fill('**a*'),
  'many short paragraphs of emphasis': fill(`${'**a*'.repeat(12)}\n\n`),
  strikethrough: fill('~~a '),
  'open brackets': fill('['),
  'open images': fill('![a'),
  'open links': fill('[a]('),
  'brackets around brackets': '['.repeat(maxMarkdownBytes / 2) + ']'.repeat(maxMarkdownBytes / 2),
  backticks: sized((n) => Array.from({ length: Math.sqrt(2 * n) }, (_, i) => '`'.repeat(i)).join('a')),
  dollars: fill('$a'),
  'display dollars': fill('$$a$'),
  addresses: fill('a@a.'),
  'half addresses': fill('www.a'),
  'unclosed tags': fill('<a b="'),
  comments: fill('<!--'),
  entities: fill('&a'),
  'a wide table': `${'|a'.repeat(15_000)}\n${'|-'.repeat(15_000)}`,
  'a wide table with many rows': `${'|a'.repeat(5_000)}\n${'|-'.repeat(5_000)}\n${'|\n'.repeat(15_000)}`,
  footnotes: fill('[^a]'),
  'different footnotes': sized((n) => Array.from({ length: n / 20 }, (_, i) => `a[^${i}]\n\n[^${i}]: b\n\n`).join('')),
  definitions: fill('[a]: b\n'),
  'short lines': fill('a\n'),
  backslashes: fill('\\'),
  'parentheses in a link': `[a](${'('.repeat(60_000)}`,
  'many formulas': fill('$x$ \n\n'),
  'a formula in itself': `$$\n${'\\frac{'.repeat(9_000)}`,
  'a macro that doubles': `$$\n\\def\\a{xx}${Array.from({ length: 24 }, (_, i) => `\\def\\${'a'.repeat(i + 2)}{\\${'a'.repeat(i + 1)}\\${'a'.repeat(i + 1)}}`).join('')}\\${'a'.repeat(25)}\n$$`,
  'a huge rule': '$\\rule{99999em}{99999em}$',
  'code that looks like code': `\`\`\`ts\n${fill('`$a` /(a+)+/ ').slice(0, 60_000)}\n\`\`\``,
  'one line of code': `\`\`\`py\n${'"""\\"'.repeat(9_000)}\n\`\`\``,
  'combining marks': fill('a\u0301\u0302\u0303'),
  'turning text': fill('\u202ea\u2066'),
  headings: fill('# a\n'),
};

/** Of this thread alone, in milliseconds: others may keep the machine busy. */
const cpuTime = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

describe('a text of 64 kB is shown in time', () => {
  test.each(Object.entries(nasty))('%s', async (_, source) => {
    const began = cpuTime();
    const html = await renderMarkdown(source);
    countWords(source);
    excerpt(source, 200);
    expect(cpuTime() - began).toBeLessThan(1500);
    expect(html.length).toBeLessThan(4_000_000);
  });
});

test('an ordinary long text is laid out, however long', async () => {
  const section = `## Method\n\nWe train a **small** network with \`relu\` on [CIFAR](https://a.b), see $x_i$. ${'It learns to tell ten kinds of pictures apart. '.repeat(8)}\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\`\`\`py\nfor x in xs:\n    print(x[0], *x)\n\`\`\`\n\n`;
  const source = fill(section);
  expect(isTame(source)).toBe(true);
  expect(await renderMarkdown(source)).toContain('<strong>small</strong>');
});

test('what is too long or too tangled is shown as it was typed', async () => {
  for (const source of [`<b>${'word '.repeat(20_000)}`, fill('**a*')]) {
    const html = await renderMarkdown(source);
    expect(html).toMatch(/^<div class="as-typed" dir="auto">/);
    expect(html).not.toContain('<b>');
  }
});
