'use client';
import { Bold, Code, Image, Italic, Link, List, type LucideIcon, Sigma } from 'lucide-react';
import { Toolbar as Radix } from 'radix-ui';
import { useRef } from 'react';
import { Tooltip } from '../_components/tooltip.tsx';
import type { Command } from './commands.ts';
import { commands, keyWords } from './keys.ts';

const icons: Record<Command, LucideIcon> = {
  bold: Bold,
  italic: Italic,
  link: Link,
  list: List,
  code: Code,
  formula: Sigma,
};

const buttonClass =
  'grid size-9 place-items-center rounded-md text-ink-soft hover:bg-well hover:text-ink disabled:opacity-50 pointer-coarse:size-11 [&_svg]:size-4';

type Props = {
  label: string;
  disabled: boolean;
  onCommand: (command: Command) => void;
  onFiles: (files: Iterable<File>) => void;
};

/** One stop of Tab; the arrow keys go from button to button. */
export function Toolbar({ label, disabled, onCommand, onFiles }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <Radix.Root aria-label={`Formatting of ${label}`} className="flex flex-wrap">
      {commands.map((entry) => {
        const Icon = icons[entry.command];
        return (
          <Tooltip key={entry.command} label={`${entry.name} (${keyWords(entry)})`}>
            <Radix.Button
              aria-label={entry.name}
              aria-keyshortcuts={keyWords(entry).replace('Ctrl', 'Control')}
              disabled={disabled}
              className={buttonClass}
              onClick={() => onCommand(entry.command)}
            >
              <Icon aria-hidden />
            </Radix.Button>
          </Tooltip>
        );
      })}
      <Tooltip label="Image (or paste or drop one)">
        <Radix.Button
          aria-label="Image"
          disabled={disabled}
          className={buttonClass}
          onClick={() => picker.current?.click()}
        >
          <Image aria-hidden />
        </Radix.Button>
      </Tooltip>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept="image/png,image/jpeg,image/webp"
        aria-label="Image to insert"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = ''; // the same file may be chosen again
        }}
      />
    </Radix.Root>
  );
}
