import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorthConverting } from './clipboard.ts';
import { markdownFromHtml } from './from-html.ts';

/** As Google Docs puts it on the clipboard: a bold element that is not bold around everything, spans with styles. */
const docs = `<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-7b1c9d2e-7fff-0a3e"><h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span style="font-size:16pt;font-family:Arial,sans-serif;font-weight:700;">Data set</span></h2><p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">We use </span><span style="font-size:11pt;font-weight:700;">two</span><span style="font-size:11pt;font-weight:400;"> sets, </span><span style="font-size:11pt;font-weight:400;font-style:italic;">both</span><span style="font-weight:400;"> public, see </span><a href="https://example.org/cifar?x=1" style="text-decoration:none;"><span style="font-size:11pt;color:#1155cc;text-decoration:underline;">CIFAR</span></a><span style="font-weight:400;">. Call </span><span style="font-family:'Roboto Mono',monospace;font-weight:400;">model.fit</span><span style="font-weight:400;"> once.</span></p><br /><ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">First</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span style="font-weight:400;">Inner</span></p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Second</span></p></li></ul><br /><div dir="ltr" align="left"><table><colgroup><col width="312"/><col width="312"/></colgroup><tbody><tr><td><p dir="ltr"><span style="font-weight:700;">Set</span></p></td><td><p dir="ltr"><span>Size</span></p></td></tr><tr><td><p dir="ltr"><span>CIFAR</span></p></td><td><p dir="ltr"><span>60,000</span></p></td></tr></tbody></table></div></b><br class="Apple-interchange-newline">`;

/** As Word does: conditional comments, its own tags, lists as paragraphs with a drawn bullet. */
const word = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/Temp/filelist.xml"><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {margin:0in;font-family:"Calibri",sans-serif;} --></style></head>
<body lang=EN-US><!--StartFragment-->
<p class=MsoTitle>A proposal<o:p></o:p></p>
<h2>Motivation<o:p></o:p></h2>
<p class=MsoNormal>Birds are <b>counted</b> by <i>ear</i>,&nbsp;see
<a href="https://example.org/birds">this
study</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Cheap<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>one microphone<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Public<o:p></o:p></p>
<p class=MsoNormal>Steps:<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>Record<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>Label<o:p></o:p></p>
<!--EndFragment--></body></html>`;

describe('pasting keeps formatting', () => {
  test('from Google Docs', () => {
    expect(markdownFromHtml(docs)).toBe(`## Data set

We use **two** sets, *both* public, see [CIFAR](https://example.org/cifar?x=1). Call \`model.fit\` once.

- First
  - Inner
- Second

| Set   | Size   |
| ----- | ------ |
| CIFAR | 60,000 |`);
  });

  test('from Word', () => {
    expect(markdownFromHtml(word)).toBe(`# A proposal

## Motivation

Birds are **counted** by *ear*, see [this study](https://example.org/birds).

- Cheap
  - one microphone
- Public

Steps:

1. Record
2. Label`);
  });

  test.each([
    ['<p>a</p><pre><code>x = 1\ny = 2</code></pre>', 'a\n\n```\nx = 1\ny = 2\n```'],
    ['<p><s>old</s> <em>new</em></p>', '~~old~~ *new*'],
    ['<blockquote><p>said</p></blockquote>', '> said'],
    ['<p>costs $5 and *stars*</p>', 'costs \\$5 and \\*stars\\*'],
    [
      '<p>loss <span class="katex"><span class="katex-mathml"><math><semantics><mrow></mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html">x2</span></span> falls</p>',
      'loss $x^2$ falls',
    ],
    ['<p dir="rtl"><b>שלום</b> עולם</p>', '**שלום** עולם'],
  ])('%j', (html, markdown) => expect(markdownFromHtml(html)).toBe(markdown));
});

describe('pasting brings nothing that runs or is fetched', () => {
  test.each([
    ['<b>x</b><script>alert(1)</script>', '**x**'],
    ['<a href="javascript:alert(1)">x</a>', 'x'],
    ['<img src="https://tracker.example/p.gif" onerror="alert(1)"><p>x</p>', 'x'],
    ['<a href="data:text/html,x">x</a>', 'x'],
    ['<style>p{}</style><p style="background:url(//a.b)">x</p>', 'x'],
    ['<svg onload="alert(1)"><title>a</title></svg><p>x</p>', 'x'],
  ])('%j', (html, markdown) => expect(markdownFromHtml(html)).toBe(markdown));

  const pieces = fc.constantFrom(
    ...[
      '<b>',
      '</b>',
      '<p>',
      '<ul>',
      '<li>',
      '<table>',
      '<td>',
      '<tr>',
      '<a href="javascript:x">',
      '</a>',
      '<script>',
      '<!--',
      '-->',
    ],
    ...[
      '<span style="mso-list:Ignore">',
      "<p style='mso-list:l0 level3 lfo1'>",
      '<span style="font-weight:700">',
      'text',
      '&nbsp;',
      '<br>',
    ],
    ...[
      '<pre>',
      '<code>',
      '<o:p>',
      '<math>',
      '<annotation encoding="tex">',
      '<svg>',
      '<style>',
      '</p>',
      '</li>',
      '</ul>',
      '$',
      '*',
    ],
  );
  test('whatever the jumble', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(markdownFromHtml(parts.join(''))).not.toMatch(/\]\(\s*javascript:|<script/i);
      }),
      { numRuns: 200 },
    );
  });
});

test.each<[string[], string, boolean]>([
  [['text/html'], docs, true],
  [['text/html'], word, true],
  [['text/html'], '<span>plain words</span>', false],
  [['text/html', 'vscode-editor-data'], '<div><b>x</b></div>', false],
  [
    ['text/html'],
    '<meta charset="utf-8"><div style="font-family: Menlo, monospace;white-space: pre;"><b>x</b></div>',
    false,
  ],
  [['text/html'], `<b>${'x'.repeat(2_000_000)}</b>`, false],
])('what is worth converting: %j %.60j', (types, html, is) => expect(isWorthConverting(types, html)).toBe(is));
