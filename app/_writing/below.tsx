'use client';
import { Button } from '../_components/button.tsx';
import { Notice } from '../_components/notice.tsx';
import { Progress } from '../_components/progress.tsx';
import { commands, keyWords } from './keys.ts';
import type { Upload } from './use-images.ts';

/** Images on their way, each with its name and how far it is. */
export function Uploads({ uploads }: { uploads: Upload[] }) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Images being sent" className="space-y-1.5">
      {uploads.map(({ id, name, share }) => (
        <li key={id} className="flex items-center gap-3 text-xs text-ink-soft">
          <span className="min-w-0 truncate">{name}</span>
          <Progress label={`Sending ${name}`} value={Math.round(share * 100)} max={100} className="w-32 shrink-0" />
          <span className="tabular-nums">{Math.round(share * 100)} %</span>
        </li>
      ))}
    </ul>
  );
}

export function Problem({ problem, onDismiss }: { problem: string; onDismiss: () => void }) {
  return (
    <Notice
      urgent
      tone="bad"
      title="Not inserted"
      action={
        <Button size="sm" onClick={onDismiss}>
          Dismiss
        </Button>
      }
    >
      {problem}
    </Notice>
  );
}

/** What one can type, for whoever does not know Markdown. */
export function WritingHelp() {
  return (
    <details className="text-xs text-ink-soft">
      <summary className="inline-flex min-h-6 items-center underline underline-offset-2 pointer-coarse:min-h-11">
        Formatting and keys
      </summary>
      <dl className="mt-2 grid max-w-xl grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {examples.map(([name, example]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="min-w-0">
              <code className="font-mono [overflow-wrap:anywhere]">{example}</code>
              {keyOf(name) && <span className="ml-2">{keyOf(name)}</span>}
            </dd>
          </div>
        ))}
        <dt>Save now</dt>
        <dd>Ctrl+S</dd>
      </dl>
      <p className="mt-2">
        What you paste from Google Docs or Word keeps its formatting. Images can be pasted or dropped.
      </p>
    </details>
  );
}

const examples: [string, string][] = [
  ['Bold', '**words**'],
  ['Italic', '*words*'],
  ['Link', '[words](https://…)'],
  ['List', '- item'],
  ['Code', '`code`, or lines between ```'],
  ['Formula', '$x^2$, or lines between $$'],
  ['Heading', '## Heading'],
  ['Quote', '> words'],
  ['Footnote', 'text[^1] and [^1]: note'],
];

function keyOf(name: string): string | null {
  const entry = commands.find((command) => command.name === name);
  return entry ? keyWords(entry) : null;
}
