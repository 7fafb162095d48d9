import type { KeyboardEvent } from 'react';
import type { Command } from './commands.ts';

/** The commands with their names and keys, in the order of the toolbar. */
export const commands: { command: Command; name: string; key: string; shift?: boolean }[] = [
  { command: 'bold', name: 'Bold', key: 'b' },
  { command: 'italic', name: 'Italic', key: 'i' },
  { command: 'link', name: 'Link', key: 'k' },
  { command: 'list', name: 'List', key: '8', shift: true },
  { command: 'code', name: 'Code', key: 'e' },
  { command: 'formula', name: 'Formula', key: 'm' },
];

export const keyWords = ({ key, shift }: (typeof commands)[number]) =>
  `Ctrl+${shift ? 'Shift+' : ''}${key.toUpperCase()}`;

export function commandOf(event: KeyboardEvent): Command | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const found = commands.find(({ key, shift = false }) => {
    if (event.shiftKey !== shift) return false;
    // With Shift a digit is another character, which one depends on the keyboard.
    return /\d/.test(key) ? event.code === `Digit${key}` : event.key.toLowerCase() === key;
  });
  return found?.command ?? null;
}
