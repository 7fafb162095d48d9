import { isValidElement, type ReactNode } from 'react';
import { highlight } from '#lib/markdown/highlight.ts';

type Props = { code: string; language: string };

/** Code with its words coloured, on the server: no highlighter reaches the browser. */
export async function Code({ code, language }: Props) {
  const tokens = await highlight(code, language);
  if (!tokens) return <code>{code}</code>;
  return (
    <code>
      {tokens.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
        <span key={i}>
          {line.map((token, j) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place in the line
            <span key={j} style={{ color: token.color }}>
              {token.content}
            </span>
          ))}
          {i < tokens.length - 1 && '\n'}
        </span>
      ))}
    </code>
  );
}

/** What MDX makes of a fenced block: `<pre><code class="language-ts">`. */
export function CodeBlock({ children }: { children?: ReactNode }) {
  const { code, language } = readBlock(children);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <pre tabIndex={0}>
      <Code code={code} language={language} />
    </pre>
  );
}

function readBlock(children: ReactNode): Props {
  if (!isValidElement<{ className?: string; children?: ReactNode }>(children)) {
    return { code: String(children ?? ''), language: '' };
  }
  const { className = '', children: text } = children.props;
  return { code: String(text ?? '').replace(/\n$/, ''), language: /language-(\w+)/.exec(className)?.[1] ?? '' };
}
