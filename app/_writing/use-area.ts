'use client';
import { useRef } from 'react';
import type { Edit, Selection } from './commands.ts';

/** The text area, edited as if by typing: each edit can be undone with the browser's own key. */
export function useArea() {
  const ref = useRef<HTMLTextAreaElement>(null);

  function selection(): Selection {
    const area = ref.current;
    return { text: area?.value ?? '', start: area?.selectionStart ?? 0, end: area?.selectionEnd ?? 0 };
  }

  function apply({ from, to, insert, start, end }: Edit) {
    const area = ref.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(from, to);
    type(area, insert);
    area.setSelectionRange(start, end);
  }

  /** Puts a text in place of the selection, as it came from elsewhere. */
  function insert(text: string) {
    const { start, end } = selection();
    apply({ from: start, to: end, insert: text, start: start + text.length, end: start + text.length });
  }

  /** Changes `old` to `next` where it stands, and leaves the selection on what was selected. */
  function replace(old: string, next: string) {
    const area = ref.current;
    const at = area?.value.indexOf(old) ?? -1;
    if (!area || at < 0) return;
    area.setRangeText(next, at, at + old.length, 'preserve');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  return { ref, selection, apply, insert, replace };
}

function type(area: HTMLTextAreaElement, text: string): void {
  // Deprecated, and without a successor: only what this command inserts can be undone.
  const done = document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  if (done || area.selectionStart === area.selectionEnd) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}
