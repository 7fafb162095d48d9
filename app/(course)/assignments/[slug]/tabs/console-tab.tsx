'use client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import { Button } from '../../../../_components/button.tsx';
import { isLive, type LogLine } from '../run/run-state.ts';
import type { Runs } from '../run/use-runs.ts';

type Props = { kind: AnyManifest['kind']; runs: Runs; onLine: (line: number) => void };

export function ConsoleTab({ kind, runs, onLine }: Props) {
  const { logs } = runs.state;
  const end = useRef<HTMLDivElement>(null);
  // The newest line is the one being waited for.
  useEffect(() => {
    if (logs.length) end.current?.scrollIntoView({ block: 'nearest' });
  }, [logs.length]);
  return (
    <>
      <div
        role="log"
        aria-label="Console"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className="min-h-32 flex-1 overflow-auto font-mono text-sm focus-visible:-outline-offset-2"
      >
        {logs.length === 0 && (
          <p className="font-sans text-ink-soft">
            What your code logs appears here, and what goes wrong, with its line.
          </p>
        )}
        {logs.map((line) => (
          <Line key={line.id} line={line} onLine={onLine} />
        ))}
        <div ref={end} />
      </div>
      <Question kind={kind} runs={runs} />
    </>
  );
}

const marks: Record<LogLine['level'], { sign: string; tone: string; name: string }> = {
  debug: { sign: '·', tone: 'text-ink-soft', name: '' },
  info: { sign: '', tone: '', name: '' },
  warn: { sign: '▲', tone: 'text-warn', name: 'Warning: ' },
  error: { sign: '✕', tone: 'text-bad', name: 'Error: ' },
  input: { sign: '›', tone: 'text-ink-soft', name: 'Asked: ' },
  value: { sign: '=', tone: 'text-accent', name: 'Answer: ' },
};

function Line({ line: { level, text, line }, onLine }: { line: LogLine; onLine: (line: number) => void }) {
  const { sign, tone, name } = marks[level];
  return (
    <div className={`flex gap-2 border-b border-rule py-1 ${tone}`}>
      <span aria-hidden className="w-3 shrink-0">
        {sign}
      </span>
      <span className="sr-only">{name}</span>
      <span className="min-w-0 flex-1 break-words whitespace-pre-wrap">{text}</span>
      {line !== undefined && (
        <button type="button" onClick={() => onLine(line)} className="link min-h-6 shrink-0 self-start">
          line {line}
        </button>
      )}
    </div>
  );
}

const hints = {
  model: { before: 'After a run: an expression with model, data and tf', example: 'model.countParams()' },
  functions: { before: 'After a run: an expression with your functions and tf', example: 'tf.softmax([1, 2, 3])' },
};

/** The notebook cell: an expression against the last run's model and data, or its functions. */
function Question({ kind, runs }: Omit<Props, 'onLine'>) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string[]>([]);
  const [back, setBack] = useState(0);
  const [busy, setBusy] = useState(false);
  const possible = !isLive(runs.state) && (runs.state.model !== null || runs.state.calls.length > 0);

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (!text.trim() || !possible || busy) return;
    setAsked((all) => [...all, text]);
    setBack(0);
    setText('');
    setBusy(true);
    await runs.evaluate(text);
    setBusy(false);
  }

  function recall(step: number) {
    const next = Math.min(asked.length, Math.max(0, back + step));
    setBack(next);
    setText(next === 0 ? '' : (asked.at(-next) ?? ''));
  }

  return (
    <form onSubmit={ask} className="flex items-center gap-2 pt-3">
      <input
        aria-label="Expression"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') recall(1);
          if (event.key === 'ArrowDown') recall(-1);
        }}
        placeholder={possible ? hints[kind].example : hints[kind].before}
        spellCheck={false}
        autoComplete="off"
        className="min-h-9 min-w-0 flex-1 rounded-md bg-sheet px-3 font-mono text-sm ring-1 ring-rule-strong/60 ring-inset placeholder:text-ink-soft pointer-coarse:min-h-11"
      />
      <Button type="submit" size="sm" busy={busy} disabled={!possible}>
        Evaluate
      </Button>
    </form>
  );
}
