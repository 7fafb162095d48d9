/** What to make of a clipboard: cheap questions, asked before the converter is loaded. */

/** Longer HTML is taken as its plain text: nobody pastes a book, and converting one would stop the page. */
const maxHtml = 1_000_000;

const formatting =
  /<(?:b|strong|i|em|h[1-6]|ul|ol|li|table|a|code|pre|blockquote|del|s|strike)[\s>]|font-weight:\s*(?:bold|[6-9]00)|font-style:\s*italic|mso-list|line-through|class="katex/i;

/** A code editor's colours are no formatting: its plain text is what was copied. */
const fromCodeEditor = /^(?:<meta[^>]*>|<html>|<body>|<!--\w+-->|\s)*<div[^>]*(?:white-space:\s*pre[;"]|monospace)/i;

export function isWorthConverting(types: readonly string[], html: string): boolean {
  if (types.includes('vscode-editor-data') || html.length > maxHtml || fromCodeEditor.test(html)) return false;
  return formatting.test(html);
}
