'use client';
import type { ClipboardEvent, DragEvent, KeyboardEvent } from 'react';
import { type Command, type Edit, editFor, editForBlock, editForEnter, type Selection } from './commands.ts';
import { commandOf } from './keys.ts';
import { isWorthConverting } from './paste/clipboard.ts';
import { useArea } from './use-area.ts';
import { useImages } from './use-images.ts';

/** What keys, buttons, the clipboard and dropped files do to the text. */
export function useEditing({ onSave }: { onSave: () => void }) {
  const area = useArea();
  const images = useImages({
    insert: (text) => area.apply(editForBlock(area.selection(), text)),
    replace: area.replace,
  });

  function press(event: KeyboardEvent) {
    // Enter may only end a word of an input method.
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      return onSave();
    }
    const edit = editOf(event, area.selection());
    if (!edit) return;
    event.preventDefault();
    area.apply(edit);
  }

  function paste(event: ClipboardEvent) {
    const { clipboardData: data } = event;
    const [html, plain] = [data.getData('text/html'), data.getData('text/plain')];
    // Word sends a picture of the words along: only a clipboard without words is an image.
    if (data.files.length > 0 && plain.trim() === '') {
      event.preventDefault();
      void images.add([...data.files]);
    } else if (isWorthConverting(data.types, html)) {
      event.preventDefault();
      void convert(html, plain).then((text) => area.insert(text));
    }
  }

  function drop(event: DragEvent) {
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void images.add([...event.dataTransfer.files]);
  }

  const run = (command: Command) => area.apply(editFor(command, area.selection()));
  return { ref: area.ref, images, press, paste, drop, run };
}

function editOf(event: KeyboardEvent, at: Selection): Edit | null {
  const command = commandOf(event);
  if (command) return editFor(command, at);
  const isPlainEnter = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
  return isPlainEnter ? editForEnter(at) : null;
}

/** The converter is fetched at the first formatted paste; where it cannot be had, the plain words are pasted. */
async function convert(html: string, plain: string): Promise<string> {
  try {
    const { markdownFromHtml } = await import('./paste/from-html.ts');
    return markdownFromHtml(html) || plain;
  } catch {
    return plain;
  }
}
