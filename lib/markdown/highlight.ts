import { createCssVariablesTheme, createHighlighterCore, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

// Colours are CSS variables, so that one set of tokens serves both themes.
const theme = createCssVariablesTheme({ name: 'course', variablePrefix: '--code-', fontStyle: true });

const languages = ['typescript', 'python', 'json', 'shellscript'] as const;
type Language = (typeof languages)[number];
const names: Record<string, Language> = {
  ts: 'typescript',
  js: 'typescript',
  typescript: 'typescript',
  javascript: 'typescript',
  py: 'python',
  python: 'python',
  json: 'json',
  sh: 'shellscript',
  bash: 'shellscript',
};

let started: ReturnType<typeof createHighlighterCore> | undefined;
const highlighter = () => {
  started ??= createHighlighterCore({
    themes: [theme],
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/python.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/shellscript.mjs'),
    ],
    engine: createJavaScriptRegexEngine(),
  });
  return started;
};

/**
 * The words of some code with their colours, line by line; null for a language that is not one of the course's.
 * @param language as written behind a fence: `py`, `ts`, …
 */
export async function highlight(code: string, language: string): Promise<ThemedToken[][] | null> {
  const lang = Object.hasOwn(names, language) ? names[language] : undefined;
  if (!lang) return null;
  return (await highlighter()).codeToTokens(code, { lang, theme: 'course', tokenizeMaxLineLength: 1000 }).tokens;
}
