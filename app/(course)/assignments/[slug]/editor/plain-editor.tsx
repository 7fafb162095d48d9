'use client';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import type { EditorHandle } from './code-editor.tsx';

type Props = {
  code: string;
  onChange: (code: string) => void;
  onRun: () => void;
  onSave: () => void;
  ref: Ref<EditorHandle>;
};

/** A text area: on a phone, and wherever Monaco cannot be loaded. Tab leaves it, as in any form. */
export function PlainEditor({ code, onChange, onRun, onSave, ref }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({
    goToLine(line) {
      const start =
        code
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line > 1 ? 1 : 0);
      const end = code.indexOf('\n', start);
      area.current?.focus();
      area.current?.setSelectionRange(start, end < 0 ? code.length : end);
    },
    findSyntaxProblem: async () => null, // the harness says it, once the code runs
  }));
  const press = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key !== 'Enter' && event.key !== 's') return;
    event.preventDefault();
    if (event.key === 'Enter') onRun();
    else onSave();
  };
  return (
    <textarea
      ref={area}
      aria-label="Code"
      value={code}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={press}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      className="min-h-0 w-full flex-1 resize-none bg-sheet p-3 font-mono text-sm leading-relaxed text-ink"
    />
  );
}
